package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.dsl.vector.VectorBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * {@code partition}: operators that run for each value of a key by itself. Parts come in the order of their first rows.
 *
 * @param columns by slot of the inner query the slot before the operator that fills it
 * @param results by slot behind the operator the slot of the inner query
 */
public record Partition(Expr key, Inner inner, Map<Integer, Integer> columns, Map<Integer, Integer> results)
        implements Operator {
    /** The operators of a part, whose rows are given. */
    public interface Inner {
        void run(Map<Integer, Vector> rows, int size, Stage last, RunContext context) throws IOException;
    }

    @Override
    public Set<Integer> reads() {
        Set<Integer> slots = new HashSet<>(columns.values());
        key.collectSlots(slots);
        return slots;
    }

    @Override
    public Stage start(Stage next, Set<Integer> needed, RunContext context) {
        return new Partitioning(this, next, context);
    }

    private static final class Partitioning implements Stage {
        private final Partition plan;
        private final Stage next;
        private final RunContext context;
        private final GroupKeys keys;
        private final Map<Integer, VectorBuilder> kept = new HashMap<>();
        private int[] groups = {};
        private int rows;

        Partitioning(Partition plan, Stage next, RunContext context) {
            this.plan = plan;
            this.next = next;
            this.context = context;
            keys = new GroupKeys(List.of(plan.key.type()));
            plan.columns.forEach((inner, slot) ->
                    kept.put(inner, new VectorBuilder(context.types().get(slot), 0)));
        }

        @Override
        public void accept(Batch batch) {
            int[] added = keys.groups(List.of(plan.key.evaluate(batch)), batch.size());
            groups = Arrays.copyOf(groups, Math.max(groups.length, 2 * (rows + added.length)));
            System.arraycopy(added, 0, groups, rows, added.length);
            rows += added.length;
            kept.forEach((inner, builder) -> {
                Vector vector = batch.vector(Objects.requireNonNull(plan.columns.get(inner)));
                builder.addAll(vector);
                context.reserve(vector.memoryBytes(), "partition");
            });
        }

        @Override
        public boolean isDone() {
            return next.isDone();
        }

        @Override
        public void finish() {
            Map<Integer, Vector> all = new HashMap<>();
            kept.forEach((slot, builder) -> all.put(slot, builder.build()));
            for (int[] part : parts()) {
                if (!next.isDone()) {
                    run(all, part);
                }
            }
            next.finish();
        }

        private List<int[]> parts() {
            int[] counts = new int[keys.size()];
            for (int row = 0; row < rows; row++) {
                counts[groups[row]]++;
            }
            List<int[]> parts = new ArrayList<>();
            for (int count : counts) {
                parts.add(new int[count]);
            }
            Arrays.fill(counts, 0);
            for (int row = 0; row < rows; row++) {
                int group = groups[row];
                parts.get(group)[counts[group]++] = row;
            }
            return parts;
        }

        private void run(Map<Integer, Vector> all, int[] part) {
            Map<Integer, Vector> columns = new HashMap<>();
            all.forEach((slot, vector) -> columns.put(slot, vector.gather(part, part.length)));
            try {
                plan.inner.run(columns, part.length, new Passing(plan, next, context), context);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Moves the columns of a part to the slots behind the operator. */
    private record Passing(Partition plan, Stage next, RunContext context) implements Stage {
        @Override
        public void accept(Batch batch) {
            Map<Integer, Vector> columns = new HashMap<>();
            plan.results.forEach((slot, inner) -> columns.put(slot, batch.vector(inner)));
            next.accept(Batch.of(context.slots(), columns, batch.size()));
        }

        @Override
        public boolean isDone() {
            return next.isDone();
        }

        @Override
        public void finish() {}
    }
}
