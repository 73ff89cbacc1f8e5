package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import java.util.Set;

/** {@code take}: the first rows, in the order in which they come. */
public record Take(long count) implements Operator {
    @Override
    public Set<Integer> reads() {
        return Set.of();
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public Stage start(Stage next, Set<Integer> needed, RunContext context) {
        return new Stage() {
            private long left = Math.max(0, count);

            @Override
            public void accept(Batch batch) {
                if (left > 0) {
                    Batch taken = batch.first((int) Math.min(left, batch.size()));
                    left -= taken.size();
                    next.accept(taken);
                }
            }

            @Override
            public boolean isDone() {
                return left == 0 || next.isDone();
            }

            @Override
            public void finish() {
                next.finish();
            }
        };
    }
}
