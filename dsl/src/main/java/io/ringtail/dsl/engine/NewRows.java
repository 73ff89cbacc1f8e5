package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.dsl.vector.VectorBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows that an operator makes: copies of the columns that came in and are read behind it, beside columns of its own.
 * Passed on in batches. One thread.
 */
final class NewRows {
    static final int BATCH_ROWS = 4096;

    private final List<Integer> copied;
    private final List<Integer> own;
    private final Stage next;
    private final RunContext context;
    private final List<VectorBuilder> columns = new ArrayList<>();
    private int rows;

    /** @param needed the slots that are read behind the operator, which must copy them */
    NewRows(Set<Integer> needed, List<Integer> own, Stage next, RunContext context) {
        this.own = own;
        this.copied = needed.stream().filter(slot -> !own.contains(slot)).toList();
        this.next = next;
        this.context = context;
        reset();
    }

    private void reset() {
        columns.clear();
        copied.forEach(slot -> columns.add(new VectorBuilder(context.types().get(slot), 0)));
        own.forEach(slot -> columns.add(new VectorBuilder(context.types().get(slot), 0)));
        rows = 0;
    }

    /** A row that came in, with the operator's own values beside it. */
    void add(Batch from, int row, @Nullable Object... values) {
        for (int i = 0; i < copied.size(); i++) {
            columns.get(i).add(from.vector(copied.get(i)), row);
        }
        addOwn(values);
    }

    /** What must be kept of a row that is to be passed on when its batch is gone. */
    @Nullable
    Object[] copy(Batch from, int row) {
        @Nullable Object[] kept = new @Nullable Object[copied.size()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = from.vector(copied.get(i)).value(row);
        }
        return kept;
    }

    /** A row of which a {@link #copy} was kept. */
    void addKept(@Nullable Object[] kept, @Nullable Object... values) {
        for (int i = 0; i < kept.length; i++) {
            columns.get(i).add(kept[i]);
        }
        addOwn(values);
    }

    private void addOwn(@Nullable Object[] values) {
        for (int i = 0; i < values.length; i++) {
            columns.get(copied.size() + i).add(values[i]);
        }
        rows++;
        if (rows == BATCH_ROWS) {
            pass();
        }
    }

    /** Passes on what is there. */
    void pass() {
        if (rows > 0 && !next.isDone()) {
            Map<Integer, Vector> batch = new HashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                int slot = i < copied.size() ? copied.get(i) : own.get(i - copied.size());
                batch.put(slot, columns.get(i).build());
            }
            next.accept(Batch.of(context.slots(), batch, rows));
        }
        reset();
    }
}
