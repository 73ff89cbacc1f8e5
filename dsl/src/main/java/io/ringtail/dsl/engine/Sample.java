package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.dsl.vector.VectorBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** {@code sample}: rows from all over the input, in its order. The same input gives the same rows. */
public record Sample(long count) implements Operator {
    private static final long SEED = 20_260_101L;
    private static final int BYTES_PER_VALUE = 32;

    @Override
    public Set<Integer> reads() {
        return Set.of();
    }

    @Override
    public Stage start(Stage next, Set<Integer> needed, RunContext context) {
        return new Sampling(count, next, List.copyOf(needed), context);
    }

    /** A row that was chosen, as long as no other takes its place. */
    private record Chosen(long number, @Nullable Object[] values) {}

    /** Reservoir sampling. */
    private static final class Sampling implements Stage {
        private final long count;
        private final Stage next;
        private final List<Integer> slots;
        private final RunContext context;
        private final SplittableRandom random = new SplittableRandom(SEED);
        private final List<Chosen> chosen = new ArrayList<>();
        private long seen;

        Sampling(long count, Stage next, List<Integer> slots, RunContext context) {
            this.count = count;
            this.next = next;
            this.slots = slots;
            this.context = context;
        }

        @Override
        public void accept(Batch batch) {
            for (int row = 0; row < batch.size(); row++, seen++) {
                if (chosen.size() < count) {
                    context.reserve((long) BYTES_PER_VALUE * (1 + slots.size()), "sample");
                    chosen.add(chosen(batch, row));
                } else {
                    long place = random.nextLong(seen + 1);
                    if (place < count) {
                        chosen.set((int) place, chosen(batch, row));
                    }
                }
            }
        }

        private Chosen chosen(Batch batch, int row) {
            @Nullable Object[] values = new @Nullable Object[slots.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = batch.vector(slots.get(i)).value(row);
            }
            return new Chosen(seen, values);
        }

        @Override
        public boolean isDone() {
            return count == 0 || next.isDone();
        }

        @Override
        public void finish() {
            chosen.sort(Comparator.comparingLong(Chosen::number));
            if (!chosen.isEmpty()) {
                Map<Integer, Vector> columns = new HashMap<>();
                for (int i = 0; i < slots.size(); i++) {
                    int slot = slots.get(i);
                    VectorBuilder builder = new VectorBuilder(context.types().get(slot), chosen.size());
                    for (Chosen row : chosen) {
                        builder.add(row.values[i]);
                    }
                    columns.put(slot, builder.build());
                }
                next.accept(Batch.of(context.slots(), columns, chosen.size()));
            }
            next.finish();
        }
    }
}
