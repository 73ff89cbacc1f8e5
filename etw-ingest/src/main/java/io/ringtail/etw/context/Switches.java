package io.ringtail.etw.context;

import io.ringtail.ring.event.EventRecord;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Which thread ran on one CPU from when on, and of which process it was; 16 bytes for each context switch. */
final class Switches {
    /** Finds the process of a thread. */
    interface Processes {
        int of(int tid, long ticks);
    }

    private long[] ticks = new long[1024];
    private int[] tids = new int[1024];
    private int[] pids = {};
    private int size;
    private boolean isSorted = true;
    /** Where the last answer stood: times mostly rise. A guess, checked before it is used, so any thread may spoil it. */
    private int guess;

    void add(long newTicks, int tid) {
        if (size == ticks.length) {
            ticks = Arrays.copyOf(ticks, 2 * size);
            tids = Arrays.copyOf(tids, 2 * size);
        }
        isSorted &= size == 0 || ticks[size - 1] <= newTicks;
        ticks[size] = newTicks;
        tids[size++] = tid;
    }

    /** To be called once; events of one clock come in order, those of several recordings in one journal do not. */
    void finish(Processes processes) {
        if (!isSorted) {
            sort();
        }
        pids = new int[size];
        for (int i = 0; i < size; i++) {
            pids[i] = processes.of(tids[i], ticks[i]);
        }
    }

    private void sort() {
        long[] oldTicks = ticks;
        int[] oldTids = tids;
        int[] order = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingLong(i -> oldTicks[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        ticks = Arrays.stream(order).mapToLong(i -> oldTicks[i]).toArray();
        tids = Arrays.stream(order).map(i -> oldTids[i]).toArray();
    }

    /** The thread that ran then; {@link EventRecord#UNKNOWN_ID} before the first switch. */
    int threadAt(long time) {
        int count = upTo(time);
        return count == 0 ? EventRecord.UNKNOWN_ID : tids[count - 1];
    }

    /** The process of that thread. */
    int processAt(long time) {
        int count = upTo(time);
        return count == 0 ? EventRecord.UNKNOWN_ID : pids[count - 1];
    }

    /** How many switches were made up to this time. */
    private int upTo(long time) {
        int near = guess;
        if (!isLastUpTo(near, time)) {
            near = isLastUpTo(near + 1, time) ? near + 1 : search(time);
            guess = near;
        }
        return near;
    }

    private boolean isLastUpTo(int count, long time) {
        return count <= size && (count == 0 || ticks[count - 1] <= time) && (count == size || ticks[count] > time);
    }

    private int search(long time) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ticks[middle] <= time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
