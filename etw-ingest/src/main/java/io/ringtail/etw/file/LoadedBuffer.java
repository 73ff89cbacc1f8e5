package io.ringtail.etw.file;

import java.util.Arrays;

/**
 * The data of one buffer, decompressed, and where its records start, in the order of their raw times. Owns its bytes;
 * reused from buffer to buffer. Filled by {@link BufferReader#load}. <b>Threads:</b> one.
 */
public final class LoadedBuffer {
    private static final int MIN_RECORD_BYTES = 16;

    private byte[] data = new byte[0];
    private int dataBytes;
    private int[] recordAt = new int[256];
    private long[] rawTime = new long[256];
    private int count;

    /** The whole data; only the first {@link #dataBytes} are this buffer's. */
    public byte[] data() {
        return data;
    }

    public int dataBytes() {
        return dataBytes;
    }

    /** Records in it. */
    public int count() {
        return count;
    }

    /** Where the n-th record starts. */
    public int recordAt(int n) {
        return recordAt[n];
    }

    /** The raw clock value of the n-th record; those of one value stand in the order of the buffer. */
    public long rawTime(int n) {
        return rawTime[n];
    }

    /** What it keeps of memory, also when it is empty. */
    public long heapBytes() {
        return data.length + (long) recordAt.length * (Integer.BYTES + Long.BYTES);
    }

    byte[] dataOf(int bytes) {
        if (data.length < bytes) {
            data = new byte[bytes];
        }
        return data;
    }

    /** Finds the records of the first {@code bytes} of the data. */
    void index(int bytes, RecordScanner records) {
        dataBytes = bytes;
        count = 0;
        boolean ascending = true;
        long last = Long.MIN_VALUE;
        while (records.next()) {
            if (count == recordAt.length) {
                grow();
            }
            long time = records.rawTime();
            ascending &= time >= last;
            last = time;
            recordAt[count] = records.at();
            rawTime[count++] = time;
        }
        if (!ascending) {
            sort();
        }
    }

    private void grow() {
        int capacity = Math.min(2 * count, Math.max(count + 1, dataBytes / MIN_RECORD_BYTES + 1));
        recordAt = Arrays.copyOf(recordAt, capacity);
        rawTime = Arrays.copyOf(rawTime, capacity);
    }

    /** Seldom needed: ETW writes the records of one buffer in order. */
    private void sort() {
        Integer[] order = new Integer[count];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(rawTime[a], rawTime[b]));
        int[] oldAt = Arrays.copyOf(recordAt, count);
        long[] oldTime = Arrays.copyOf(rawTime, count);
        for (int i = 0; i < count; i++) {
            recordAt[i] = oldAt[order[i]];
            rawTime[i] = oldTime[order[i]];
        }
    }
}
