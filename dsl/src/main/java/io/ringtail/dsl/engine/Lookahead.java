package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Vector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code next(x)}: the value of a row behind. Holds back as many rows as that is away, and passes on those before.
 *
 * @param absent what stands where there is no such row
 */
public record Lookahead(Expr value, int offset, Expr absent, int slot) implements Operator {
    @Override
    public Set<Integer> reads() {
        Set<Integer> slots = new HashSet<>();
        value.collectSlots(slots);
        absent.collectSlots(slots);
        return slots;
    }

    @Override
    public Stage start(Stage next, Set<Integer> needed, RunContext context) {
        return new Looking(this, next, needed, context);
    }

    /** A row that waits for one behind it. */
    private record Waiting(
            @Nullable Object[] copy, @Nullable Object absent) {}

    private static final class Looking implements Stage {
        private final Lookahead plan;
        private final Stage next;
        private final NewRows rows;
        private final Deque<Waiting> waiting = new ArrayDeque<>();

        Looking(Lookahead plan, Stage next, Set<Integer> needed, RunContext context) {
            this.plan = plan;
            this.next = next;
            rows = new NewRows(needed, java.util.List.of(plan.slot), next, context);
        }

        @Override
        public void accept(Batch batch) {
            Vector values = plan.value.evaluate(batch);
            Vector absent = plan.absent.evaluate(batch);
            for (int row = 0; row < batch.size(); row++) {
                waiting.addLast(new Waiting(rows.copy(batch, row), absent.value(row)));
                if (waiting.size() > plan.offset) {
                    rows.addKept(waiting.removeFirst().copy, values.value(row));
                }
            }
        }

        @Override
        public boolean isDone() {
            return next.isDone();
        }

        @Override
        public void finish() {
            waiting.forEach(row -> rows.addKept(row.copy, row.absent));
            rows.pass();
            next.finish();
        }
    }
}
