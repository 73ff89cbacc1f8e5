package io.ringtail.dsl.aggregate;

import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Vector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/** States of aggregates that take two arguments, objects or bits. */
final class MoreStates {
    private MoreStates() {}

    /** All objects as one; of a key that stands in several the first value stays. */
    static final class Bag implements PerGroup.State<Bag> {
        private final Map<String, @Nullable Object> members = new LinkedHashMap<>();
        private final int limit;
        private final KeptBytes kept;

        Bag(int limit, KeptBytes kept) {
            this.limit = limit;
            this.kept = kept;
        }

        @Override
        public void add(Vector value, int row) {
            if (value.value(row) instanceof Map<?, ?> bag) {
                bag.forEach((key, member) -> offer(String.valueOf(key), member));
            }
        }

        private void offer(String key, @Nullable Object member) {
            if (members.size() < limit && !members.containsKey(key)) {
                members.put(key, member);
                kept.addValue(key);
                kept.addValue(member);
            }
        }

        @Override
        public void merge(Bag later) {
            later.members.forEach(this::offer);
        }

        @Override
        public Object result() {
            return members;
        }
    }

    /** {@code binary_all_and} and its like; null of no rows. */
    static final class AllBits implements PerGroup.State<AllBits> {
        private final LongBinaryOperator operator;
        private long bits;
        private boolean known;

        AllBits(LongBinaryOperator operator) {
            this.operator = operator;
        }

        @Override
        public void add(Vector value, int row) {
            offer(value.bits(row));
        }

        private void offer(long next) {
            bits = known ? operator.applyAsLong(bits, next) : next;
            known = true;
        }

        @Override
        public void merge(AllBits later) {
            if (later.known) {
                offer(later.bits);
            }
        }

        @Override
        public @Nullable Object result() {
            return known ? (Long) bits : null;
        }
    }

    /** Covariance of the rows where both numbers are known; NaN where there are too few. */
    static final class Covariance implements PerGroup.State<Covariance> {
        private final boolean sample;
        private long count;
        private double meanX;
        private double meanY;
        private double products;

        Covariance(boolean sample) {
            this.sample = sample;
        }

        @Override
        public void add(Vector value, int row) {
            throw new IllegalStateException("a covariance is one of two arguments");
        }

        @Override
        public void addRow(Vector[] arguments, int row) {
            if (!arguments[1].isNull(row)) {
                count++;
                double deltaX = arguments[0].real(row) - meanX;
                meanX += deltaX / count;
                meanY += (arguments[1].real(row) - meanY) / count;
                products += deltaX * (arguments[1].real(row) - meanY);
            }
        }

        /** Sums of rounded numbers depend on their order. */
        @Override
        public boolean mergesExactly() {
            return false;
        }

        @Override
        public void merge(Covariance later) {
            long total = count + later.count;
            if (later.count > 0) {
                double deltaX = later.meanX - meanX;
                double deltaY = later.meanY - meanY;
                products += later.products + deltaX * deltaY * count * later.count / total;
                meanX += deltaX * later.count / total;
                meanY += deltaY * later.count / total;
                count = total;
            }
        }

        @Override
        public Object result() {
            return count == 0 ? Double.NaN : products / (sample ? count - 1 : count);
        }
    }

    /** A percentile of values that each count as often as a weight says, by nearest rank and exact. */
    static final class Weighted implements PerGroup.State<Weighted> {
        private final double percent;
        private final KeptBytes kept;
        private final TreeMap<Object, Long> weights = new TreeMap<>(Values::compare);

        Weighted(double percent, KeptBytes kept) {
            this.percent = percent;
            this.kept = kept;
        }

        @Override
        public void add(Vector value, int row) {
            throw new IllegalStateException("a weighted percentile is one of two arguments");
        }

        @Override
        public void addRow(Vector[] arguments, int row) {
            Object value = arguments[0].value(row);
            if (value != null && !arguments[1].isNull(row) && arguments[1].bits(row) > 0) {
                offer(value, arguments[1].bits(row));
            }
        }

        private void offer(Object value, long weight) {
            if (weights.merge(value, weight, Long::sum) == weight) {
                kept.addValue(value);
            }
        }

        @Override
        public void merge(Weighted later) {
            later.weights.forEach(this::offer);
        }

        @Override
        public @Nullable Object result() {
            double wanted = percent
                    / 100
                    * weights.values().stream().mapToLong(Long::longValue).sum();
            long seen = 0;
            for (Map.Entry<Object, Long> entry : weights.entrySet()) {
                seen += entry.getValue();
                if (seen >= wanted) {
                    return entry.getKey();
                }
            }
            return null;
        }
    }
}
