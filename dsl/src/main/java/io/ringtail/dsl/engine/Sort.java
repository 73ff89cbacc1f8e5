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
    /** Above this many rows beyond twice the limit, those that cannot be wanted are dropped. */
    private static final int SLACK_ROWS = 1024;
    /** Of more rows than this the sorting at the end takes the time, which is one thread's. */
    private static final long MOST_MERGED = 10_000;

    /** A key; {@code nullsFirst} says where nulls stand in the result. */
    public record Key(Expr value, boolean descending, boolean nullsFirst) {}

    public Sort {
        keys = List.copyOf(keys);
    }

    /** The same, of whose rows no more than these are wanted. */
    public Sort upTo(long rows) {
        return new Sort(keys, Math.min(limit, Math.max(0, rows)));
    }

    @Override
    public Set<Integer> reads() {
        Set<Integer> slots = new HashSet<>();
        keys.forEach(key -> key.value.collectSlots(slots));
        return slots;
    }

    @Override
    public boolean mergesExactly() {
        return limit <= MOST_MERGED;
    }

    @Override
    public Stage start(Stage next, Set<Integer> needed, RunContext context) {
        return new Sorting(this, next, List.copyOf(needed), context);
    }

    private static final class Sorting implements MergingStage {
        private final Sort plan;
        private final Stage next;
        private final List<Integer> slots;
        private final RunContext context;
        private List<VectorBuilder> columns = List.of();
        private int rows;
        /** The keys of the least row that is still wanted, once there are as many as that; no row behind it gets in. */
        private List<Vector> bound = List.of();

        Sorting(Sort plan, Stage next, List<Integer> slots, RunContext context) {
            this.plan = plan;
            this.next = next;
            this.slots = slots;
            this.context = context;
            reset();
        }

        @Override
        public void accept(Batch given) {
            if (plan.limit == 0) {
                return;
            }
            Batch batch = plan.limit < Integer.MAX_VALUE ? candidates(given) : given;
            if (batch.size() == 0) {
                return;
            }
            for (int i = 0; i < columns.size(); i++) {
                Vector vector = i < plan.keys.size()
                        ? plan.keys.get(i).value.evaluate(batch)
                        : batch.vector(slots.get(i - plan.keys.size()));
                columns.get(i).addAll(vector);
                context.reserve(vector.memoryBytes(), name());
            }
            rows += batch.size();
            if (plan.limit < Integer.MAX_VALUE
                    && (bound.isEmpty() ? rows >= plan.limit : rows > 2 * plan.limit + SLACK_ROWS)) {
                shrink();
            }
        }

        @Override
        public void absorb(MergingStage later) {
            List<Vector> theirs = ((Sorting) later).vectors();
            for (int i = 0; i < columns.size(); i++) {
                columns.get(i).addAll(theirs.get(i));
            }
            rows += ((Sorting) later).rows;
        }

        /** The rows of a batch that can still be wanted: the others' columns are never loaded. */
        private Batch candidates(Batch batch) {
            if (bound.isEmpty() && batch.size() <= plan.limit) {
                return batch;
            }
            List<Vector> keys = new ArrayList<>();
            plan.keys.forEach(key -> keys.add(key.value.evaluate(batch)));
            int[] places = bound.isEmpty() ? all(batch.size()) : better(keys, batch.size());
            int[] wanted = places.length > plan.limit ? best(keys, places) : places;
            return batch.select(wanted, wanted.length);
        }

        private static int[] all(int size) {
            int[] all = new int[size];
            for (int i = 0; i < size; i++) {
                all[i] = i;
            }
            return all;
        }

        /** As many of these rows as are wanted, in their order: a batch of rising times beats a bound whole. */
        private int[] best(List<Vector> keys, int[] places) {
            FirstRows best = new FirstRows((int) plan.limit, (a, b) -> {
                int order = compare(keys, a, keys, b);
                return order != 0 ? order : Integer.compare(a, b);
            });
            for (int i = places.length - 1; i >= 0; i--) { // of rising keys the last are the best: few rows are moved
                best.offer(places[i]);
            }
            return best.ascending();
        }

        private int[] better(List<Vector> keys, int size) {
            int[] places = new int[size];
            int count = 0;
            for (int row = 0; row < size; row++) {
                places[count] = row;
                count += compare(keys, row, bound, 0) < 0 ? 1 : 0;
            }
            return Arrays.copyOf(places, count);
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
            bound = all.subList(0, plan.keys.size()).stream()
                    .map(key -> key.gather(new int[] {order[kept - 1]}, 1))
                    .toList();
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
            int[] order = all(size);
            new MergeSort((a, b) -> compare(all, a, all, b)).sort(order);
            return order;
        }

        private int compare(List<Vector> lefts, int a, List<Vector> rights, int b) {
            for (int i = 0; i < plan.keys.size(); i++) {
                Key key = plan.keys.get(i);
                Vector left = lefts.get(i);
                Vector right = rights.get(i);
                // NaN stands on the side of the nulls, next to them.
                int absence = Integer.compare(absence(right, b), absence(left, a));
                int order = absence != 0
                        ? absence * (key.nullsFirst ? 1 : -1)
                        : compareValues(left, a, right, b) * (key.descending ? -1 : 1);
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

        private static int compareValues(Vector left, int a, Vector right, int b) {
            if (Vector.isBits(left.type())) {
                return Long.compare(left.bits(a), right.bits(b));
            }
            if (left.type() == ScalarType.REAL) {
                return left.isNull(a) ? 0 : Double.compare(left.real(a) + 0.0, right.real(b) + 0.0);
            }
            Object one = left.object(a);
            Object other = right.object(b);
            return one == null || other == null ? 0 : Values.compare(one, other);
        }
    }
}
