package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code scan}: steps that rows match one after the other. Each row is held against all steps, the last one first.
 *
 * @param match where the number of the sequence stands, from 0
 */
public record MatchSteps(
        List<Step> steps, List<Declared> declared, List<Remembered> remembered, Optional<Integer> match)
        implements Operator {
    /** Which rows that match a step are passed on. */
    public enum Output {
        ALL,
        LAST,
        NONE
    }

    /**
     * A step.
     *
     * @param ownRowOnly that the condition reads the row alone, and nothing of the rows before
     */
    public record Step(Expr condition, boolean ownRowOnly, List<Assignment> assignments, Output output) {}

    /** @param column which of the declared ones */
    public record Assignment(int column, Expr value) {}

    /** A column that the operator adds. */
    public record Declared(ScalarType type, @Nullable Object initial, int slot) {}

    /**
     * What expressions read of the row that last matched a step: {@code s1.Ts}.
     *
     * @param column the slot in that row
     * @param initial what it is when no row has matched
     */
    public record Remembered(
            int step, int column, ScalarType type, @Nullable Object initial, int slot) {}

    public MatchSteps {
        steps = List.copyOf(steps);
        declared = List.copyOf(declared);
        remembered = List.copyOf(remembered);
    }

    /** The slots of the row that expressions read, or that are remembered. */
    @Override
    public Set<Integer> reads() {
        Set<Integer> slots = new HashSet<>();
        for (Step step : steps) {
            step.condition.collectSlots(slots);
            step.assignments.forEach(assignment -> assignment.value.collectSlots(slots));
        }
        remembered.forEach(known -> slots.add(known.column));
        remembered.forEach(known -> slots.remove(known.slot));
        declared.forEach(column -> slots.remove(column.slot));
        return slots;
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public Stage start(Stage next, Set<Integer> needed, RunContext context) {
        List<Integer> own =
                new ArrayList<>(declared.stream().map(Declared::slot).toList());
        match.ifPresent(own::add);
        NewRows rows = new NewRows(needed, own, next, context);
        Matching matching = new Matching(this, rows, context.slots());
        return new Stage() {
            @Override
            public void accept(Batch batch) {
                matching.accept(batch);
                rows.pass();
            }

            @Override
            public boolean isDone() {
                return next.isDone();
            }

            @Override
            public void finish() {
                matching.finish();
                rows.pass();
                next.finish();
            }
        };
    }
}
