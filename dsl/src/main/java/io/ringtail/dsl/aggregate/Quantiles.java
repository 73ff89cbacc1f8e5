package io.ringtail.dsl.aggregate;

import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A percentile. Below {@link #EXACT} values it is one of them, by nearest rank; from there on a histogram whose buckets
 * are at most 1/64 of their value wide. Which of the two, and its result, depend on the values alone, not on their order.
 */
final class Quantiles implements PerGroup.State<Quantiles> {
    static final int EXACT = 10_000;

    private static final int STEP_BITS = 6;
    private static final long[] NONE = {};

    private final ScalarType type;
    private final double percent;
    /** Values as longs whose order is theirs; counts by bucket once there are many. */
    private long[] values = new long[16];

    private int count;
    private long[] buckets = NONE;
    private int firstBucket;
    private long total;
    private long least = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;

    Quantiles(ScalarType type, double percent) {
        this.type = type;
        this.percent = percent;
    }

    @Override
    public void add(Vector value, int row) {
        if (type != ScalarType.REAL) {
            offer(value.bits(row));
        } else if (!Double.isNaN(value.real(row))) {
            offer(ordered(value.real(row)));
        }
    }

    @Override
    public void merge(Quantiles later) {
        for (int i = 0; i < later.count; i++) {
            offer(later.values[i]);
        }
        if (later.buckets.length > 0) {
            toBuckets();
            for (int i = 0; i < later.buckets.length; i++) {
                if (later.buckets[i] > 0) {
                    count(later.firstBucket + i, later.buckets[i]);
                }
            }
            total += later.total;
            least = Math.min(least, later.least);
            greatest = Math.max(greatest, later.greatest);
        }
    }

    @Override
    public @Nullable Object result() {
        if (buckets.length > 0) {
            return typed(fromBuckets());
        }
        if (count == 0) {
            return null;
        }
        long[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return typed(sorted[(int) rank(count) - 1]);
    }

    /** The place, from 1, of the least value that is not below the wanted share. */
    private long rank(long size) {
        return Math.clamp((long) Math.ceil(percent / 100 * size), 1, size);
    }

    private long fromBuckets() {
        long wanted = rank(total);
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += buckets[i];
            if (seen >= wanted) {
                return Math.clamp(middle(firstBucket + i), least, greatest);
            }
        }
        return greatest;
    }

    private Object typed(long ordered) {
        return switch (type) {
            case REAL -> unordered(ordered);
            case DATETIME -> new Cell.Datetime(ordered);
            case TIMESPAN -> new Cell.Timespan(ordered);
            default -> ordered;
        };
    }

    private void offer(long ordered) {
        if (buckets.length > 0) {
            bucket(ordered);
            return;
        }
        if (count == values.length) {
            values = Arrays.copyOf(values, Math.min(EXACT, 2 * values.length));
        }
        values[count++] = ordered;
        if (count == EXACT) {
            toBuckets();
        }
    }

    private void toBuckets() {
        if (buckets.length == 0) {
            buckets = new long[1];
            firstBucket = count > 0 ? bucketOf(values[0]) : bucketOf(0);
            for (int i = 0; i < count; i++) {
                bucket(values[i]);
            }
            values = NONE;
            count = 0;
        }
    }

    private void bucket(long ordered) {
        count(bucketOf(ordered), 1);
        total++;
        least = Math.min(least, ordered);
        greatest = Math.max(greatest, ordered);
    }

    private void count(int bucket, long times) {
        if (bucket < firstBucket) {
            int more = Math.max(firstBucket - bucket, buckets.length / 2);
            long[] grown = new long[buckets.length + more];
            System.arraycopy(buckets, 0, grown, more, buckets.length);
            buckets = grown;
            firstBucket -= more;
        } else if (bucket - firstBucket >= buckets.length) {
            buckets = Arrays.copyOf(buckets, Math.max(bucket - firstBucket + 1, buckets.length * 3 / 2));
        }
        buckets[bucket - firstBucket] += times;
    }

    /**
     * Reals keep their exponent and the first bits of their fraction, which is a logarithmic scale already; of whole
     * numbers the highest bits are kept.
     */
    private int bucketOf(long ordered) {
        if (type == ScalarType.REAL) {
            return (int) (ordered >> 52 - STEP_BITS);
        }
        int sign = ordered < 0 ? -1 : 1;
        long size = ordered < 0 ? ~ordered : ordered;
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(size) - STEP_BITS - 1);
        int bucket = (shift << STEP_BITS) + (int) (size >>> shift);
        return sign > 0 ? bucket : -1 - bucket;
    }

    private long middle(int bucket) {
        if (type == ScalarType.REAL) {
            long low = (long) bucket << 52 - STEP_BITS;
            return low + (1L << 51 - STEP_BITS);
        }
        int size = bucket < 0 ? -1 - bucket : bucket;
        int shift = Math.max(0, (size >> STEP_BITS) - 1);
        long low = (size - ((long) shift << STEP_BITS)) << shift;
        long middle = low + ((1L << shift) >> 1);
        return bucket < 0 ? ~middle : middle;
    }

    /** A long that is ordered as the real number is. */
    private static long ordered(double real) {
        long bits = Double.doubleToLongBits(real + 0.0);
        return bits < 0 ? bits ^ Long.MAX_VALUE : bits;
    }

    private static double unordered(long ordered) {
        return Double.longBitsToDouble(ordered < 0 ? ordered ^ Long.MAX_VALUE : ordered);
    }
}
