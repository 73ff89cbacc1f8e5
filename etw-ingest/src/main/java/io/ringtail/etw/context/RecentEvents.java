package io.ringtail.etw.context;

import io.ringtail.ring.event.EventRecord;

/** The last events of one source, to find the one of a given time. One thread. */
final class RecentEvents {
    /** How far back a stack is joined: it follows its event within microseconds, and only the process's part may wait. */
    static final int KEPT = 1 << 14;

    static final int NOT_FOUND = -1;
    static final int NO_STACK = -1;

    /** How well an event fits a stack of the same time. */
    private enum Fit {
        NOT,
        UNKNOWN_THREAD,
        SAME_THREAD,
        UNKNOWN_THREAD_SAME_CPU,
        SAME_THREAD_AND_CPU
    }

    private final long[] times = new long[KEPT];
    private final long[] sequences = new long[KEPT];
    private final int[] tids = new int[KEPT];
    private final short[] cpus = new short[KEPT];
    private final int[] stacks = new int[KEPT];
    private long count;

    /** @param time in the source's finest unit; rising, or not found later */
    void add(long time, long sequence, int tid, int cpu) {
        int slot = slot(count++);
        times[slot] = time;
        sequences[slot] = sequence;
        tids[slot] = tid;
        cpus[slot] = (short) cpu;
        stacks[slot] = NO_STACK;
    }

    /** The slot of the event of this time that fits best, of several the last; {@link #NOT_FOUND} if none fits. */
    int find(long time, int tid, int cpu) {
        int best = NOT_FOUND;
        Fit bestFit = Fit.NOT;
        long oldest = Math.max(0, count - KEPT);
        for (long i = lastUpTo(time); i >= oldest && times[slot(i)] == time; i--) {
            Fit fit = fit(slot(i), tid, cpu);
            if (fit.compareTo(bestFit) > 0) {
                best = slot(i);
                bestFit = fit;
            }
        }
        if (best != NOT_FOUND) {
            tids[best] = tid;
        }
        return best;
    }

    long sequence(int slot) {
        return sequences[slot];
    }

    int stack(int slot) {
        return stacks[slot];
    }

    void stack(int slot, int stack) {
        stacks[slot] = stack;
    }

    private Fit fit(int slot, int tid, int cpu) {
        boolean sameCpu = cpus[slot] == (short) cpu;
        if (tids[slot] == tid) {
            return sameCpu ? Fit.SAME_THREAD_AND_CPU : Fit.SAME_THREAD;
        }
        if (tids[slot] != EventRecord.UNKNOWN_ID) {
            return Fit.NOT;
        }
        return sameCpu ? Fit.UNKNOWN_THREAD_SAME_CPU : Fit.UNKNOWN_THREAD;
    }

    private static int slot(long index) {
        return (int) index & KEPT - 1;
    }

    private long lastUpTo(long time) {
        long low = Math.max(0, count - KEPT);
        long high = count;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (times[slot(middle)] <= time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }
}
