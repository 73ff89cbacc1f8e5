package io.ringtail.dsl.engine;

import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.dsl.vector.VectorBuilder;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code sort} and {@code top}. Rows that are equal by all keys stay in the order in which they came.
 *
 * @param limit how many rows are wanted; {@link Long#MAX_VALUE} for all
 */
public record Sort(List<Key> keys, long limit) implements Operator {
    private static final int BATCH_ROWS = 4096;
    /** Above this many rows beyond the limit, those that cannot be wanted are dropped. */
    private static final int SLACK_ROWS = 65_536;

    /** A key; {@code nullsFirst} says where nulls stand in the result. */
    public record Key(Expr value, boolean descending, boolean nullsFirst) {}

    public Sort {
        keys = List.copyOf(keys);
    }

    @Override
    public Set<Integer> reads() {
        Set<Integer> slots = new HashSet<>();
        keys.forEach(key -> key.value.collectSlots(slots));
        return slots;
    }

    @Override
    public Stage start(Stage next, Set<Integer> needed, RunContext context) {
        return new Sorting(this, next, List.copyOf(needed), context);
    }

    private static final class Sorting implements Stage {
        private final Sort plan;
        private final Stage next;
        private final List<Integer> slots;
        private final RunContext context;
        private List<VectorBuilder> columns = List.of();
        private int rows;

        Sorting(Sort plan, Stage next, List<Integer> slots, RunContext context) {
            this.plan = plan;
            this.next = next;
            this.slots = slots;
            this.context = context;
            reset();
        }

        @Override
        public void accept(Batch given) {
            Batch batch = given.size() > plan.limit ? best(given) : given;
            for (int i = 0; i < columns.size(); i++) {
                Vector vector = i < plan.keys.size()
                        ? plan.keys.get(i).value.evaluate(batch)
                        : batch.vector(slots.get(i - plan.keys.size()));
                columns.get(i).addAll(vector);
                context.reserve(vector.memoryBytes(), name());
            }
            rows += batch.size();
            if (plan.limit < Integer.MAX_VALUE && rows > plan.limit + SLACK_ROWS) {
                shrink();
            }
        }

        /** Of a batch with more rows than are wanted, those that can be: the others' columns are never loaded. */
        private Batch best(Batch batch) {
            List<Vector> keys = new ArrayList<>();
            plan.keys.forEach(key -> keys.add(key.value.evaluate(batch)));
            int[] places = order(keys, batch.size());
            int wanted = (int) plan.limit;
            Arrays.sort(places, 0, wanted);
            return batch.select(places, wanted);
        }

        private String name() {
            return plan.limit == Long.MAX_VALUE ? "sort" : "top";
        }

        private void reset() {
            List<VectorBuilder> empty = new ArrayList<>();
            plan.keys.forEach(key -> empty.add(new VectorBuilder(key.value.type(), 0)));
            slots.forEach(slot -> empty.add(new VectorBuilder(context.types().get(slot), 0)));
            columns = empty;
            rows = 0;
        }

        /** Keeps the rows that can still be wanted. */
        private void shrink() {
            List<Vector> all = vectors();
            int[] order = order(all, rows);
            int kept = (int) Math.min(plan.limit, order.length);
            reset();
            long freed = 0;
            for (int i = 0; i < columns.size(); i++) {
                Vector left = all.get(i).gather(order, kept);
                freed += all.get(i).memoryBytes() - left.memoryBytes();
                columns.get(i).addAll(left);
            }
            rows = kept;
            context.reserve(-freed, name());
        }

        private List<Vector> vectors() {
            List<Vector> vectors = new ArrayList<>();
            columns.forEach(column -> vectors.add(column.build()));
            return vectors;
        }

        @Override
        public boolean isDone() {
            return plan.limit == 0 || next.isDone();
        }

        @Override
        public void finish() {
            List<Vector> all = vectors();
            int[] order = order(all, rows);
            int wanted = (int) Math.min(plan.limit, order.length);
            for (int from = 0; from < wanted && !next.isDone(); from += BATCH_ROWS) {
                int count = Math.min(BATCH_ROWS, wanted - from);
                int[] part = Arrays.copyOfRange(order, from, from + count);
                Map<Integer, Vector> batch = new HashMap<>();
                for (int i = 0; i < slots.size(); i++) {
                    batch.put(slots.get(i), all.get(plan.keys.size() + i).gather(part, count));
                }
                next.accept(Batch.of(context.slots(), batch, count));
            }
            next.finish();
        }

        private int[] order(List<Vector> all, int size) {
            int[] order = new int[size];
            for (int i = 0; i < size; i++) {
                order[i] = i;
            }
            new MergeSort((a, b) -> compare(all, a, b)).sort(order);
            return order;
        }

        private int compare(List<Vector> all, int a, int b) {
            for (int i = 0; i < plan.keys.size(); i++) {
                Key key = plan.keys.get(i);
                Vector vector = all.get(i);
                // NaN stands on the side of the nulls, next to them.
                int absence = Integer.compare(absence(vector, b), absence(vector, a));
                int order = absence != 0
                        ? absence * (key.nullsFirst ? 1 : -1)
                        : compareValues(vector, a, b) * (key.descending ? -1 : 1);
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        }

        private static int absence(Vector vector, int row) {
            if (vector.isNull(row)) {
                return 2;
            }
            return vector.type() == ScalarType.REAL && Double.isNaN(vector.real(row)) ? 1 : 0;
        }

        private static int compareValues(Vector vector, int a, int b) {
            if (Vector.isBits(vector.type())) {
                return Long.compare(vector.bits(a), vector.bits(b));
            }
            if (vector.type() == ScalarType.REAL) {
                return vector.isNull(a) ? 0 : Double.compare(vector.real(a) + 0.0, vector.real(b) + 0.0);
            }
            Object left = vector.object(a);
            Object right = vector.object(b);
            return left == null || right == null ? 0 : Values.compare(left, right);
        }
    }
}
