package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Slots;
import io.ringtail.dsl.vector.Vector;
import java.util.Map;

/** Rows that are known before the query runs: {@code datatable}, {@code print}, {@code types}. */
public record Rows(Slots slots, Map<Integer, Vector> columns, int size) implements Origin {
    @Override
    public void run(Stage first, RunContext context) {
        if (size > 0 && !first.isDone()) {
            first.accept(Batch.of(slots, columns, size));
        }
    }
}
