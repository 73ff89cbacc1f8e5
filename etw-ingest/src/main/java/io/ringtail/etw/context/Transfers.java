package io.ringtail.etw.context;

import java.util.Arrays;

/** When the transfers of one disk were done, by their sequences; 16 bytes for each. Filled by one thread, then read by any. */
final class Transfers {
    private long[] sequences = new long[64];
    private long[] ticks = new long[64];
    private int size;

    /** Sequences rise. */
    void add(long sequence, long doneTicks) {
        if (size == ticks.length) {
            sequences = Arrays.copyOf(sequences, 2 * size);
            ticks = Arrays.copyOf(ticks, 2 * size);
        }
        sequences[size] = sequence;
        ticks[size++] = doneTicks;
    }

    /** When the one before this event was done; {@link Long#MIN_VALUE} if there is none. */
    long before(long sequence) {
        int found = Arrays.binarySearch(sequences, 0, size, sequence);
        int count = found >= 0 ? found : -found - 1;
        return count == 0 ? Long.MIN_VALUE : ticks[count - 1];
    }
}
