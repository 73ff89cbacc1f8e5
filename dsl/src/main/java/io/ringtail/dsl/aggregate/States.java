package io.ringtail.dsl.aggregate;

import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The simple states. */
final class States {
    private States() {}

    private static @Nullable Object typed(ScalarType type, long bits) {
        return switch (type) {
            case DATETIME -> new Cell.Datetime(bits);
            case TIMESPAN -> new Cell.Timespan(bits);
            case BOOL -> bits != 0;
            default -> bits;
        };
    }

    /** 0 of no rows; longs wrap. */
    static final class BitsSum implements PerGroup.State<BitsSum> {
        private final ScalarType type;
        private long sum;

        BitsSum(ScalarType type) {
            this.type = type;
        }

        @Override
        public void add(Vector value, int row) {
            sum += value.bits(row);
        }

        @Override
        public void merge(BitsSum later) {
            sum += later.sum;
        }

        @Override
        public @Nullable Object result() {
            return typed(type, sum);
        }
    }

    static final class RealSum implements PerGroup.State<RealSum> {
        private double sum;

        @Override
        public void add(Vector value, int row) {
            sum += value.real(row);
        }

        /** Sums of rounded numbers depend on their order. */
        @Override
        public boolean mergesExactly() {
            return false;
        }

        @Override
        public void merge(RealSum later) {
            sum += later.sum;
        }

        @Override
        public Object result() {
            return sum;
        }
    }

    /** The sum of decimals, or their mean. */
    static final class DecimalSum implements PerGroup.State<DecimalSum> {
        private final boolean mean;
        private BigDecimal sum = BigDecimal.ZERO;
        private long count;

        DecimalSum(boolean mean) {
            this.mean = mean;
        }

        @Override
        public void add(Vector value, int row) {
            sum = sum.add(value.object(row) instanceof BigDecimal decimal ? decimal : BigDecimal.ZERO);
            count++;
        }

        @Override
        public void merge(DecimalSum later) {
            sum = sum.add(later.sum);
            count += later.count;
        }

        @Override
        public @Nullable Object result() {
            if (!mean) {
                return sum;
            }
            return count == 0 ? null : Values.divide(sum, BigDecimal.valueOf(count));
        }
    }

    /** The mean of ticks: exact until the last division, whatever the order of the rows. */
    static final class BitsMean implements PerGroup.State<BitsMean> {
        private final ScalarType type;
        private long base;
        private long offsets;
        private long count;

        BitsMean(ScalarType type) {
            this.type = type;
        }

        @Override
        public void add(Vector value, int row) {
            base = count == 0 ? value.bits(row) : base;
            offsets += value.bits(row) - base;
            count++;
        }

        @Override
        public void merge(BitsMean later) {
            base = count == 0 ? later.base : base;
            offsets += later.offsets + later.count * (later.base - base);
            count += later.count;
        }

        @Override
        public @Nullable Object result() {
            return count == 0 ? null : typed(type, base + Math.floorDiv(offsets, count));
        }
    }

    /** The mean of whole numbers: of a sum that wraps as {@code sum} does, so that no order of the rows matters. */
    static final class WholeMean implements PerGroup.State<WholeMean> {
        private long sum;
        private long count;

        @Override
        public void add(Vector value, int row) {
            sum += value.bits(row);
            count++;
        }

        @Override
        public void merge(WholeMean later) {
            sum += later.sum;
            count += later.count;
        }

        @Override
        public Object result() {
            return count == 0 ? Double.NaN : (double) sum / count;
        }
    }

    static final class RealMean implements PerGroup.State<RealMean> {
        private double sum;
        private long count;

        @Override
        public void add(Vector value, int row) {
            sum += value.real(row);
            count++;
        }

        /** Sums of rounded numbers depend on their order. */
        @Override
        public boolean mergesExactly() {
            return false;
        }

        @Override
        public void merge(RealMean later) {
            sum += later.sum;
            count += later.count;
        }

        @Override
        public Object result() {
            return sum / count;
        }
    }

    /** The least or the greatest value; null of no rows. */
    static final class BitsExtreme implements PerGroup.State<BitsExtreme> {
        private final ScalarType type;
        private final boolean greatest;
        private long best;
        private boolean known;

        BitsExtreme(ScalarType type, boolean greatest) {
            this.type = type;
            this.greatest = greatest;
        }

        @Override
        public void add(Vector value, int row) {
            offer(value.bits(row));
        }

        @Override
        public void merge(BitsExtreme later) {
            if (later.known) {
                offer(later.best);
            }
        }

        private void offer(long bits) {
            best = !known ? bits : greatest ? Math.max(best, bits) : Math.min(best, bits);
            known = true;
        }

        @Override
        public @Nullable Object result() {
            return known ? typed(type, best) : null;
        }
    }

    static final class Extreme implements PerGroup.State<Extreme> {
        private final int sign;
        private @Nullable Object best;

        Extreme(boolean greatest) {
            sign = greatest ? 1 : -1;
        }

        @Override
        public void add(Vector value, int row) {
            offer(value.value(row));
        }

        @Override
        public void merge(Extreme later) {
            offer(later.best);
        }

        private void offer(@Nullable Object value) {
            if (value != null && (best == null || Values.isMore(value, best, sign))) {
                best = value;
            }
        }

        @Override
        public @Nullable Object result() {
            return best;
        }
    }

    /** Variance by Welford's recurrence; 0 where there are too few rows, as in Kusto. */
    static final class Variance implements PerGroup.State<Variance> {
        private final boolean sample;
        private final boolean root;
        private long count;
        private double mean;
        private double squares;

        Variance(boolean sample, boolean root) {
            this.sample = sample;
            this.root = root;
        }

        @Override
        public void add(Vector value, int row) {
            double number = value.real(row);
            count++;
            double delta = number - mean;
            mean += delta / count;
            squares += delta * (number - mean);
        }

        /** Sums of rounded numbers depend on their order. */
        @Override
        public boolean mergesExactly() {
            return false;
        }

        @Override
        public void merge(Variance later) {
            long total = count + later.count;
            if (later.count > 0) {
                double delta = later.mean - mean;
                squares += later.squares + delta * delta * count * later.count / total;
                mean += delta * later.count / total;
                count = total;
            }
        }

        @Override
        public Object result() {
            double variance = count < 2 ? 0 : squares / (sample ? count - 1 : count);
            return root ? Math.sqrt(variance) : variance;
        }
    }

    /** All values, or all different ones, in the order in which they came. */
    static final class Gathered implements PerGroup.State<Gathered> {
        private final Collection<@Nullable Object> values;
        private final int limit;
        private final boolean withNulls;
        private final KeptBytes kept;

        Gathered(Collection<@Nullable Object> empty, int limit, boolean withNulls, KeptBytes kept) {
            values = empty;
            this.limit = limit;
            this.withNulls = withNulls;
            this.kept = kept;
        }

        @Override
        public void add(Vector value, int row) {
            Object next = value.value(row);
            // The elements of an array are taken one by one, as in Kusto.
            if (next instanceof List<?> list) {
                list.forEach(this::offer);
            } else {
                offer(next);
            }
        }

        private void offer(@Nullable Object next) {
            if ((withNulls || next != null) && values.size() < limit && values.add(next)) {
                kept.addValue(next);
            }
        }

        @Override
        public void merge(Gathered later) {
            later.values.forEach(this::offer);
        }

        @Override
        public Object result() {
            List<@Nullable Object> list = new ArrayList<>(values);
            return list;
        }
    }
}
