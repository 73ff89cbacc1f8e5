package io.ringtail.ring.bus;

import java.util.Arrays;

/**
 * Ends of ranges by their starts: a hash table with open addressing, which allocates only to hold more than it ever did.
 * One thread.
 */
final class RangeTable {
    static final long NONE = -1;

    private long[] starts = {};
    private long[] ends = {};
    private int mask;
    private int size;

    RangeTable(int expectedEntries) {
        allocate(Integer.highestOneBit(Math.max(8, expectedEntries)) * 4);
    }

    boolean isEmpty() {
        return size == 0;
    }

    void put(long start, long end) {
        if (size > mask / 2) {
            grow();
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

    private void grow() {
        long[] oldStarts = starts;
        long[] oldEnds = ends;
        allocate(2 * oldStarts.length);
        size = 0;
        for (int i = 0; i < oldStarts.length; i++) {
            if (oldStarts[i] != NONE) {
                put(oldStarts[i], oldEnds[i]);
            }
        }
    }

    private void allocate(int capacity) {
        starts = new long[capacity];
        ends = new long[capacity];
        mask = capacity - 1;
        Arrays.fill(starts, NONE);
    }

    private int home(long start) {
        return (int) (start * 0x9E3779B97F4A7C15L >>> 33) & mask;
    }
}
