package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Slots;
import io.ringtail.dsl.vector.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of a {@link MatchSteps}: for each step the sequence that has come as far as it. As a sequence goes on to the
 * next step it leaves the one before, and takes the place of any that was there. One thread.
 */
final class Matching {
    /** A sequence: what is remembered of the rows that matched its steps, and the row that waits to be the last one. */
    private static final class Sequence {
        private final long id;
        private final @Nullable Object[] remembered;
        private @Nullable Kept waiting;

        Sequence(long id, @Nullable Object[] remembered) {
            this.id = id;
            this.remembered = remembered;
        }
    }

    /** A row that is passed on when the next one of its sequence belongs to another step. */
    private record Kept(
            long number, @Nullable Object[] copy, @Nullable Object[] own) {}

    private final MatchSteps plan;
    private final NewRows rows;
    private final Slots slots;
    private final List<Integer> reads;
    private final @Nullable Sequence[] active;
    private long started;
    private long rowNumber;

    Matching(MatchSteps plan, NewRows rows, Slots slots) {
        this.plan = plan;
        this.rows = rows;
        this.slots = slots;
        reads = List.copyOf(plan.reads());
        active = new @Nullable Sequence[plan.steps().size()];
    }

    void accept(Batch batch) {
        List<@Nullable Vector> known = new ArrayList<>();
        for (MatchSteps.Step step : plan.steps()) {
            known.add(step.ownRowOnly() ? step.condition().evaluate(batch) : null);
        }
        for (int row = 0; row < batch.size(); row++) {
            Row current = new Row(batch, row);
            for (int step = active.length - 1; step >= 0; step--) {
                hold(current, step, known.get(step));
            }
            rowNumber++;
        }
    }

    private void hold(Row row, int step, @Nullable Vector known) {
        if (known != null && !isTrue(known, row.row)) {
            return;
        }
        Sequence before = step > 0 ? active[step - 1] : null;
        if (before != null && (known != null || row.matches(step, before))) {
            give(active[step]);
            give(before);
            active[step] = before;
            active[step - 1] = null;
            extend(row, step, before);
            return;
        }
        Sequence here = active[step];
        if ((here != null || step == 0) && (known != null || row.matches(step, here))) {
            Sequence goesOn = here == null ? new Sequence(started++, initial()) : here;
            active[step] = goesOn;
            extend(row, step, goesOn);
        }
    }

    private @Nullable Object[] initial() {
        @Nullable Object[] values = new @Nullable Object[plan.remembered().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = plan.remembered().get(i).initial();
        }
        return values;
    }

    private void extend(Row row, int step, Sequence sequence) {
        @Nullable Object[] own = row.assign(step, sequence);
        for (int i = 0; i < sequence.remembered.length; i++) {
            MatchSteps.Remembered known = plan.remembered().get(i);
            if (known.step() == step) {
                sequence.remembered[i] = row.value(known.column(), own);
            }
        }
        switch (plan.steps().get(step).output()) {
            case ALL -> rows.addKept(rows.copy(row.batch, row.row), own);
            case LAST -> sequence.waiting = new Kept(rowNumber, rows.copy(row.batch, row.row), own);
            case NONE -> {}
        }
    }

    /** Passes on the row that turned out to be the last one of its step. */
    private void give(@Nullable Sequence sequence) {
        if (sequence != null && sequence.waiting != null) {
            rows.addKept(sequence.waiting.copy, sequence.waiting.own);
            sequence.waiting = null;
        }
    }

    void finish() {
        Arrays.stream(active)
                .filter(sequence -> sequence != null && sequence.waiting != null)
                .sorted(Comparator.comparingLong(sequence -> Objects.requireNonNull(sequence.waiting).number))
                .forEach(this::give);
    }

    private static boolean isTrue(Vector condition, int row) {
        return !condition.isNull(row) && condition.bits(row) != 0;
    }

    /** One row, as the expressions of the steps see it. */
    private final class Row {
        private final Batch batch;
        private final int row;
        private final Map<Integer, Vector> columns = new HashMap<>();

        Row(Batch batch, int row) {
            this.batch = batch;
            this.row = row;
        }

        boolean matches(int step, @Nullable Sequence sequence) {
            remember(sequence);
            declare();
            return isTrue(evaluate(plan.steps().get(step).condition()), 0);
        }

        /** The values of the declared columns, and the number of the sequence behind them. */
        @Nullable
        Object[] assign(int step, Sequence sequence) {
            remember(sequence);
            declare();
            for (MatchSteps.Assignment assignment : plan.steps().get(step).assignments()) {
                MatchSteps.Declared column = plan.declared().get(assignment.column());
                columns.put(column.slot(), evaluate(assignment.value()));
            }
            int declared = plan.declared().size();
            @Nullable
            Object[] own = new @Nullable Object[declared + (plan.match().isPresent() ? 1 : 0)];
            for (int i = 0; i < declared; i++) {
                own[i] = Objects.requireNonNull(
                                columns.get(plan.declared().get(i).slot()))
                        .value(0);
            }
            if (own.length > declared) {
                own[declared] = sequence.id;
            }
            return own;
        }

        /** @param own the values of the declared columns */
        @Nullable
        Object value(int slot, @Nullable Object[] own) {
            for (int i = 0; i < plan.declared().size(); i++) {
                if (plan.declared().get(i).slot() == slot) {
                    return own[i];
                }
            }
            return batch.vector(slot).value(row);
        }

        private void remember(@Nullable Sequence sequence) {
            if (columns.isEmpty()) {
                int[] place = {row};
                reads.forEach(slot -> columns.put(slot, batch.vector(slot).gather(place, 1)));
            }
            @Nullable Object[] values = sequence == null ? initial() : sequence.remembered;
            for (int i = 0; i < values.length; i++) {
                MatchSteps.Remembered known = plan.remembered().get(i);
                columns.put(known.slot(), Vector.constant(known.type(), values[i], 1));
            }
        }

        private void declare() {
            for (MatchSteps.Declared column : plan.declared()) {
                columns.put(column.slot(), Vector.constant(column.type(), column.initial(), 1));
            }
        }

        private Vector evaluate(Expr expression) {
            return expression.evaluate(Batch.of(slots, columns, 1));
        }
    }
}
