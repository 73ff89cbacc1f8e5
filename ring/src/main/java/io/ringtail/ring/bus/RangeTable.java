package io.ringtail.ring.bus;

import java.util.Arrays;

/** Ends of ranges by their starts: a hash table of fixed size with open addressing, without allocation. One thread. */
final class RangeTable {
    static final long NONE = -1;

    private final long[] starts;
    private final long[] ends;
    private final int mask;
    private int size;

    RangeTable(int maxEntries) {
        int capacity = Integer.highestOneBit(Math.max(8, maxEntries)) * 4;
        starts = new long[capacity];
        ends = new long[capacity];
        mask = capacity - 1;
        Arrays.fill(starts, NONE);
    }

    boolean isEmpty() {
        return size == 0;
    }

    void put(long start, long end) {
        if (size > mask / 2) {
            throw new IllegalStateException("more ranges are held than there can be: " + size);
        }
        int at = home(start);
        while (starts[at] != NONE) {
            at = at + 1 & mask;
        }
        starts[at] = start;
        ends[at] = end;
        size++;
    }

    /** Takes out the range that starts here and returns its end, or {@link #NONE}. */
    long remove(long start) {
        int at = home(start);
        while (starts[at] != start) {
            if (starts[at] == NONE) {
                return NONE;
            }
            at = at + 1 & mask;
        }
        long end = ends[at];
        size--;
        close(at);
        return end;
    }

    /** Moves entries up that stand behind the hole because this place was taken. */
    private void close(int hole) {
        int free = hole;
        for (int at = hole + 1 & mask; starts[at] != NONE; at = at + 1 & mask) {
            int home = home(starts[at]);
            if ((at - home & mask) >= (at - free & mask)) {
                starts[free] = starts[at];
                ends[free] = ends[at];
                free = at;
            }
        }
        starts[free] = NONE;
    }

    private int home(long start) {
        return (int) (start * 0x9E3779B97F4A7C15L >>> 33) & mask;
    }
}
