package io.ringtail.processors.canary;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A histogram of times, which can be added to another one: what two hosts counted together has the percentiles of both.
 * Buckets are 1/32 of their value wide, so a percentile is at most 3.2 % too high. <b>Threads:</b> one.
 */
final class Latencies {
    private static final int SUB_BITS = 5;
    private static final int SUBS = 1 << SUB_BITS;
    /** About an hour; longer ones count as that. */
    private static final long MOST_MICROS = 1L << 32;

    private int[] counts = {};
    private long total;

    void add(double milliseconds) {
        long micros = Double.isFinite(milliseconds) ? Math.clamp((long) (milliseconds * 1_000), 0, MOST_MICROS) : 0;
        add(bucket(micros), 1);
    }

    void addAll(Latencies other) {
        for (int bucket = 0; bucket < other.counts.length; bucket++) {
            if (other.counts[bucket] != 0) {
                add(bucket, other.counts[bucket]);
            }
        }
    }

    private void add(int bucket, int count) {
        if (bucket >= counts.length) {
            counts = Arrays.copyOf(counts, bucket + SUBS);
        }
        counts[bucket] += count;
        total += count;
    }

    long total() {
        return total;
    }

    /** In milliseconds: as many are at or below it as the share says; 0 if there are none. */
    double quantile(double share) {
        long wanted = Math.max(1, (long) Math.ceil(share * total));
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= wanted) {
                return (lowest(bucket + 1) - 1) / 1_000.0;
            }
        }
        return 0;
    }

    /** How many are above a limit for certain. */
    long above(double milliseconds) {
        int first = bucket(Math.clamp((long) (milliseconds * 1_000), 0, MOST_MICROS)) + 1;
        long above = 0;
        for (int bucket = first; bucket < counts.length; bucket++) {
            above += counts[bucket];
        }
        return above;
    }

    private static int bucket(long micros) {
        if (micros < SUBS) {
            return (int) micros;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - SUB_BITS;
        return (shift << SUB_BITS) + (int) (micros >>> shift);
    }

    private static long lowest(int bucket) {
        int shift = Math.max(0, (bucket >>> SUB_BITS) - 1);
        return (long) (bucket - (shift << SUB_BITS)) << shift;
    }

    void write(DataOutput out) throws IOException {
        int used = (int) Arrays.stream(counts).filter(count -> count != 0).count();
        out.writeInt(used);
        for (int bucket = 0; bucket < counts.length; bucket++) {
            if (counts[bucket] != 0) {
                out.writeInt(bucket);
                out.writeInt(counts[bucket]);
            }
        }
    }

    static Latencies read(DataInput in) throws IOException {
        Latencies read = new Latencies();
        int most = bucket(MOST_MICROS);
        for (int left = in.readInt(); left > 0; left--) {
            int bucket = in.readInt();
            int count = in.readInt();
            if (bucket < 0 || bucket > most || count < 0) {
                throw new IOException("no histogram: bucket " + bucket + " with " + count);
            }
            read.add(bucket, count);
        }
        return read;
    }
}
