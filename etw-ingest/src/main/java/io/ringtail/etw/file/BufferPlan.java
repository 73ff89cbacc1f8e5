package io.ringtail.etw.file;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Where the buffers of a trace lie, as their headers alone tell; some 45 bytes a buffer. What only their data tells,
 * reading it ({@link BufferReader}) adds: the exact span of their times, and how many records they hold.
 *
 * <p><b>Threads:</b> any may read, also while a survey fills in.
 */
public final class BufferPlan {
    /** The number of records of a buffer that was not surveyed. */
    public static final int UNKNOWN = -1;

    /** At 64 KiB each, half a terabyte; a file that is made of smaller ones on purpose is not read to its end. */
    static final int MAX_BUFFERS = 1 << 23;

    private long[] offset = new long[64];
    private int[] bufferBytes = new int[64];
    private int[] dataEnd = new int[64];
    private short[] processor = new short[64];
    private boolean[] compressed = new boolean[64];
    private long[] flushTime = new long[64];
    private long[] minTime = new long[64];
    private long[] maxTime = new long[64];
    private int[] records = new int[64];
    private int count;
    private int compressedCount;
    private int[] byTime = new int[0];

    BufferPlan() {}

    void add(long at, int bytes, BufferHeader header, int checkedDataEnd, long firstTime) {
        if (count == offset.length) {
            grow();
        }
        offset[count] = at;
        bufferBytes[count] = bytes;
        dataEnd[count] = checkedDataEnd;
        processor[count] = (short) header.processor();
        compressed[count] = header.isCompressed();
        flushTime[count] = header.timeStamp();
        minTime[count] = firstTime;
        maxTime[count] = Long.MAX_VALUE;
        records[count] = UNKNOWN;
        compressedCount += header.isCompressed() ? 1 : 0;
        count++;
    }

    /** Buffers in the file. */
    public int count() {
        return count;
    }

    public int compressedCount() {
        return compressedCount;
    }

    /** Where in the file the buffer starts. */
    public long offset(int buffer) {
        return offset[buffer];
    }

    /** Bytes that it takes in the file, its header included. */
    public int bufferBytes(int buffer) {
        return bufferBytes[buffer];
    }

    /** Bytes of its data, decompressed. */
    public int dataBytes(int buffer) {
        return Math.max(0, dataEnd[buffer] - BufferHeader.BYTES);
    }

    public int processor(int buffer) {
        return Short.toUnsignedInt(processor[buffer]);
    }

    public boolean isCompressed(int buffer) {
        return compressed[buffer];
    }

    /** The time stamp of its header, for records without one. */
    long flushTime(int buffer) {
        return flushTime[buffer];
    }

    /** The least raw time in it; before a survey, that of its first record. */
    public synchronized long minTime(int buffer) {
        return minTime[buffer];
    }

    /** The greatest raw time in it; {@link Long#MAX_VALUE} before a survey. */
    public synchronized long maxTime(int buffer) {
        return maxTime[buffer];
    }

    /** How many records it holds, {@link #UNKNOWN} before a survey. */
    public synchronized int records(int buffer) {
        return records[buffer];
    }

    /** The records of all buffers, {@link #UNKNOWN} before a survey. */
    public synchronized long totalRecords() {
        long total = 0;
        for (int buffer = 0; buffer < count; buffer++) {
            if (records[buffer] == UNKNOWN) {
                return UNKNOWN;
            }
            total += records[buffer];
        }
        return total;
    }

    /** Takes over what an earlier survey of the same trace found in a buffer. */
    public void restore(int buffer, int knownRecords, long knownMinTime, long knownMaxTime) {
        surveyed(buffer, knownRecords, knownMinTime, knownMaxTime);
    }

    /** Feeds a digest with what the headers tell, which reading the data does not change. */
    void digest(MessageDigest into) {
        ByteBuffer one = ByteBuffer.allocate(3 * Long.BYTES + 2 * Integer.BYTES);
        for (int buffer = 0; buffer < count; buffer++) {
            one.clear();
            one.putLong(offset[buffer])
                    .putLong(flushTime[buffer])
                    .putLong(processor[buffer] << 1 | (compressed[buffer] ? 1 : 0))
                    .putInt(bufferBytes[buffer])
                    .putInt(dataEnd[buffer]);
            into.update(one.array());
        }
    }

    synchronized void surveyed(int buffer, int newRecords, long newMinTime, long newMaxTime) {
        records[buffer] = newRecords;
        if (newRecords > 0) {
            if (minTime[buffer] != newMinTime) {
                byTime = new int[0];
            }
            minTime[buffer] = newMinTime;
            maxTime[buffer] = newMaxTime;
        }
    }

    /** The buffers by {@link #minTime}, those of one time by their place in the file. The array is shared: read only. */
    public synchronized int[] byTime() {
        if (byTime.length != count) {
            Integer[] boxed = new Integer[count];
            Arrays.setAll(boxed, i -> i);
            Arrays.sort(boxed, (a, b) -> Long.compare(minTime[a], minTime[b]));
            byTime = Arrays.stream(boxed).mapToInt(i -> i).toArray();
        }
        return byTime;
    }

    private void grow() {
        int capacity = 2 * count;
        offset = Arrays.copyOf(offset, capacity);
        bufferBytes = Arrays.copyOf(bufferBytes, capacity);
        dataEnd = Arrays.copyOf(dataEnd, capacity);
        processor = Arrays.copyOf(processor, capacity);
        compressed = Arrays.copyOf(compressed, capacity);
        flushTime = Arrays.copyOf(flushTime, capacity);
        minTime = Arrays.copyOf(minTime, capacity);
        maxTime = Arrays.copyOf(maxTime, capacity);
        records = Arrays.copyOf(records, capacity);
    }
}
