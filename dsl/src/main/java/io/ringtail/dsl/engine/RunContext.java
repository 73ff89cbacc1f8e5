package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Slots;
import io.ringtail.ring.payload.ScalarType;
import java.util.List;

/**
 * What all stages of a run share.
 *
 * @param types by slot
 * @param budget what all stages together may use
 * @param completeness what they find out about the result
 * @param kept columns that other runs left here
 */
public record RunContext(
        Slots slots, List<ScalarType> types, Budget budget, Completeness completeness, KeptColumns kept) {
    public RunContext(Slots slots, List<ScalarType> types, Budget budget) {
        this(slots, types, budget, new Completeness(), KeptColumns.NONE);
    }

    /** With columns that other runs left, and for later ones. */
    public RunContext keeping(KeptColumns columns) {
        return new RunContext(slots, types, budget, completeness, columns);
    }

    /** For a query within this one: other slots, the same limits. */
    public RunContext within(Slots otherSlots, List<ScalarType> otherTypes) {
        return new RunContext(otherSlots, otherTypes, budget, completeness, kept);
    }

    /** For one operator, whose memory is counted by itself too. */
    public RunContext withBudget(Budget other) {
        return new RunContext(slots, types, other, completeness, kept);
    }

    /** How many threads may work on the run at a time. */
    public int threads() {
        return budget.threads();
    }

    /** The stage, looked after: no batch reaches it once the run is to stop. */
    public Stage guarded(Stage stage) {
        return new Guard(stage, budget.stop());
    }

    /**
     * To be called now and then by what may take long.
     *
     * @throws QueryLimitException if the run is to stop
     */
    public void check() {
        budget.stop().check();
    }

    /**
     * Counts memory that an operator is about to keep.
     *
     * @throws QueryLimitException if it is too much
     */
    public void reserve(long bytes, String operator) {
        budget.reserve(bytes, operator);
    }
}
