package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The second half of {@code make-series}: takes a row for each group and bin, and makes of each group one row with
 * arrays, in which bins without rows have a default.
 *
 * @param keys of the groups
 * @param keySlots where they stand in the result
 * @param bin the lower edge of a row's bin
 * @param range what is between two bins, where the first one is if that is given, and where the last one must be below
 * @param nonEmpty whether there is a row of defaults where no rows came
 */
public record SeriesFold(
        List<Expr> keys,
        List<Integer> keySlots,
        Expr bin,
        Range range,
        List<Series> series,
        int binsSlot,
        boolean nonEmpty)
        implements Operator {
    private static final int MAX_BINS = 1 << 20;

    /** In ticks, whole numbers or real ones, as the axis has them. */
    public record Range(Optional<Number> first, Optional<Number> end, Number step) {}

    /** A column of arrays, and what stands in them where there is no row. */
    public record Series(int from, @Nullable Object absent, int slot) {}

    @Override
    public Set<Integer> reads() {
        Set<Integer> slots = new HashSet<>();
        keys.forEach(key -> key.collectSlots(slots));
        bin.collectSlots(slots);
        series.forEach(one -> slots.add(one.from));
        return slots;
    }

    @Override
    public Stage start(Stage next, Set<Integer> needed, RunContext context) {
        return new Folding(this, next, context);
    }

    private static final class Folding implements Stage {
        private final SeriesFold plan;
        private final Stage next;
        private final RunContext context;
        private final NewRows rows;
        private final GroupKeys groups;
        /** By group: the values of each bin by its place. */
        private final List<TreeMap<Long, @Nullable Object[]>> bins = new ArrayList<>();

        Folding(SeriesFold plan, Stage next, RunContext context) {
            this.plan = plan;
            this.next = next;
            this.context = context;
            groups = new GroupKeys(plan.keys.stream().map(Expr::type).toList());
            List<Integer> own = new ArrayList<>(plan.keySlots);
            plan.series.forEach(one -> own.add(one.slot));
            own.add(plan.binsSlot);
            rows = new NewRows(Set.of(), own, next, context);
        }

        @Override
        public void accept(Batch batch) {
            List<Vector> keys =
                    plan.keys.stream().map(key -> key.evaluate(batch)).toList();
            int[] rowGroups = groups.groups(keys, batch.size());
            Vector edges = plan.bin.evaluate(batch);
            for (int row = 0; row < batch.size(); row++) {
                if (!edges.isNull(row)) {
                    add(batch, row, rowGroups[row], place(edges, row));
                }
            }
        }

        private void add(Batch batch, int row, int group, long place) {
            while (bins.size() <= group) {
                bins.add(new TreeMap<>());
            }
            @Nullable Object[] values = new @Nullable Object[plan.series.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = batch.vector(plan.series.get(i).from).value(row);
            }
            bins.get(group).put(place, values);
            context.reserve(64 + 32L * values.length, "make-series");
        }

        /** How many steps a bin is away from the first one, or from zero if that is not given. */
        private long place(Vector edges, int row) {
            if (edges.type() == ScalarType.REAL) {
                double first = plan.range.first.map(Number::doubleValue).orElse(0.0);
                return Math.round((edges.real(row) - first) / plan.range.step.doubleValue());
            }
            long first = plan.range.first.map(Number::longValue).orElse(0L);
            return Math.floorDiv(edges.bits(row) - first, plan.range.step.longValue());
        }

        @Override
        public boolean isDone() {
            return next.isDone();
        }

        @Override
        public void finish() {
            List<Vector> keys = groups.values();
            for (int group = 0; group < bins.size(); group++) {
                if (!bins.get(group).isEmpty()) {
                    @Nullable Object[] row = new @Nullable Object[keys.size() + plan.series.size() + 1];
                    for (int i = 0; i < keys.size(); i++) {
                        row[i] = keys.get(i).value(group);
                    }
                    pass(bins.get(group), row);
                }
            }
            boolean empty = bins.stream().allMatch(TreeMap::isEmpty);
            if (empty && plan.nonEmpty && plan.keys.isEmpty() && plan.range.first.isPresent()) {
                pass(new TreeMap<>(), new @Nullable Object[plan.series.size() + 1]);
            }
            rows.pass();
            next.finish();
        }

        private void pass(NavigableMap<Long, @Nullable Object[]> values, @Nullable Object[] row) {
            long first = plan.range.first.isPresent() ? 0 : values.firstKey();
            long count = end(values) - first;
            if (count > MAX_BINS) {
                throw new QueryLimitException("'make-series' would make an array of " + count
                        + " elements, and 1,048,576 are the most; take a larger step or a shorter range");
            }
            int series = plan.series.size();
            List<List<@Nullable Object>> arrays = new ArrayList<>();
            for (int i = 0; i <= series; i++) {
                arrays.add(new ArrayList<>(Collections.nCopies((int) Math.max(0, count), null)));
            }
            for (int bin = 0; bin < count; bin++) {
                @Nullable Object[] known = values.get(first + bin);
                for (int i = 0; i < series; i++) {
                    arrays.get(i).set(bin, known == null ? plan.series.get(i).absent : known[i]);
                }
                arrays.get(series).set(bin, edge(first + bin));
            }
            for (int i = 0; i <= series; i++) {
                row[row.length - 1 - series + i] = arrays.get(i);
            }
            rows.addKept(new @Nullable Object[0], Arrays.copyOf(row, row.length));
        }

        /** The place behind the last bin. */
        private long end(NavigableMap<Long, @Nullable Object[]> values) {
            if (plan.range.end.isEmpty()) {
                return values.isEmpty() ? 0 : values.lastKey() + 1;
            }
            Number end = plan.range.end.get();
            if (plan.bin.type() == ScalarType.REAL) {
                double first = plan.range.first.map(Number::doubleValue).orElse(0.0);
                return (long) Math.ceil((end.doubleValue() - first) / plan.range.step.doubleValue() - 1e-9);
            }
            long first = plan.range.first.map(Number::longValue).orElse(0L);
            return Math.ceilDiv(end.longValue() - first, plan.range.step.longValue());
        }

        private Object edge(long place) {
            if (plan.bin.type() == ScalarType.REAL) {
                return plan.range.first.map(Number::doubleValue).orElse(0.0) + place * plan.range.step.doubleValue();
            }
            long bits = plan.range.first.map(Number::longValue).orElse(0L) + place * plan.range.step.longValue();
            return switch (plan.bin.type()) {
                case DATETIME -> new Cell.Datetime(bits);
                case TIMESPAN -> new Cell.Timespan(bits);
                default -> bits;
            };
        }
    }
}
