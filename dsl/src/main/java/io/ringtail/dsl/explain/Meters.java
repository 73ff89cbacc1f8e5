package io.ringtail.dsl.explain;

import io.ringtail.dsl.engine.Budget;
import io.ringtail.dsl.engine.RunContext;
import io.ringtail.dsl.engine.Stage;
import io.ringtail.dsl.engine.Watch;
import io.ringtail.dsl.vector.Batch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/** Counts what goes from each operator to the next, and how long that takes. One run, one thread. */
final class Meters implements Watch {
    private final int operators;
    private final LongSupplier nanoTime;
    private final Map<Integer, Meter> behind = new LinkedHashMap<>();
    private final Map<Integer, Budget> budgets = new LinkedHashMap<>();

    Meters(int operators, LongSupplier nanoTime) {
        this.operators = operators;
        this.nanoTime = nanoTime;
    }

    @Override
    public RunContext context(int operator, RunContext shared) {
        Budget part = shared.budget().part();
        budgets.put(operator, part);
        return shared.withBudget(part);
    }

    @Override
    public Stage behind(int operator, Stage next) {
        Meter meter = new Meter(next, nanoTime);
        behind.put(operator, meter);
        return meter;
    }

    /** @param allNanos of the whole run */
    Explanation.Cost cost(int operator, long allNanos) {
        Meter out = Objects.requireNonNull(behind.get(operator));
        Meter in = behind.get(operator - 1);
        // What the last step passes on is what the result costs: it is counted to that step.
        long after = operator == operators - 1 ? 0 : out.nanos;
        long own = (in == null ? allNanos : in.nanos) - after;
        Budget budget = budgets.get(operator);
        return new Explanation.Cost(out.rows, Math.max(0, own), budget == null ? 0 : budget.greatestBytes());
    }

    private static final class Meter implements Stage {
        private final Stage next;
        private final LongSupplier nanoTime;
        private long rows;
        private long nanos;

        Meter(Stage next, LongSupplier nanoTime) {
            this.next = next;
            this.nanoTime = nanoTime;
        }

        @Override
        public void accept(Batch batch) {
            rows += batch.size();
            long start = nanoTime.getAsLong();
            next.accept(batch);
            nanos += nanoTime.getAsLong() - start;
        }

        @Override
        public boolean isDone() {
            return next.isDone();
        }

        @Override
        public void finish() {
            long start = nanoTime.getAsLong();
            next.finish();
            nanos += nanoTime.getAsLong() - start;
        }
    }
}
