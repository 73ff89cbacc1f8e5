package io.ringtail.ring.journal;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.Scan;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Where the blocks of one cycle stand: every so many blocks an entry, in ascending order of sequence and position. Event
 * times do not ascend, but their greatest up to a place does: what an entry says is that before it no event has a time as
 * great as the one that is looked for. {@code docs/formats/journal.md} lays out the stored form.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class CycleIndex {
    /** "RTIX" as it reads in a dump. */
    static final int MAGIC = 0x58495452;

    static final int VERSION = 1;
    static final String SUFFIX = ".index";
    /** A reader that starts at an entry passes over fewer blocks than this before it is where it wants to be. */
    static final int BLOCKS_AN_ENTRY = 64;

    private static final int HEADER_BYTES = 64;
    private static final int ENTRY_BYTES = 24;
    private static final int CRC_AT = 8;
    private static final int TOTAL_BYTES_AT = 12;
    private static final int FILE_BYTES_AT = 16;
    private static final int BLOCKS_AT = 24;
    private static final int RECORDS_AT = 28;
    private static final int FIRST_SEQUENCE_AT = 32;
    private static final int LAST_SEQUENCE_AT = 40;
    private static final int MIN_TIME_AT = 48;
    private static final int MAX_TIME_AT = 56;

    private int[] positions = new int[8];
    private long[] firstSequences = new long[8];
    /** The greatest event time of all blocks before the entry. */
    private long[] maxTimesBefore = new long[8];

    private int[] records = new int[4];
    private int recordCount;
    private int blocks;
    private long firstSequence = Long.MAX_VALUE;
    private long lastSequence = -1;
    private long minTime = Long.MAX_VALUE;
    private long maxTime = Long.MIN_VALUE;

    /** The next block of the cycle, and where its excerpt's word stands. */
    void addBlock(int position, long first, long last, long blockMinTime, long blockMaxTime) {
        if (blocks % BLOCKS_AN_ENTRY == 0) {
            addEntry(blocks / BLOCKS_AN_ENTRY, position, first);
        }
        blocks++;
        firstSequence = Math.min(firstSequence, first);
        lastSequence = Math.max(lastSequence, last);
        minTime = Math.min(minTime, blockMinTime);
        maxTime = Math.max(maxTime, blockMaxTime);
    }

    /** The same, of a block that is wrapped. */
    void addBlock(int position, Block block) {
        addBlock(position, block.firstSequence(), block.lastSequence(), block.minTimeTicks(), block.maxTimeTicks());
    }

    /** The next catalog record of the cycle. */
    void addRecord(int position) {
        if (recordCount == records.length) {
            records = Arrays.copyOf(records, 2 * recordCount);
        }
        records[recordCount++] = position;
    }

    int blocks() {
        return blocks;
    }

    /** Of the cycle; -1 if it has no block. */
    long lastSequence() {
        return lastSequence;
    }

    /** Whether there may be an event in the cycle that the scan asks for. */
    boolean mayHold(Scan scan) {
        return blocks > 0
                && lastSequence >= scan.fromSequence()
                && maxTime >= scan.fromTimeTicks()
                && minTime <= scan.toTimeTicks();
    }

    /** The position from which on a scan finds all that it asks for; 0 is the start of the file. */
    int start(Scan scan) {
        int low = 0;
        int high = (blocks + BLOCKS_AN_ENTRY - 1) / BLOCKS_AN_ENTRY;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            boolean before =
                    firstSequences[middle] <= scan.fromSequence() || maxTimesBefore[middle] < scan.fromTimeTicks();
            if (before) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low == 0 ? 0 : positions[low];
    }

    /** Where the last of its blocks stands that it has an entry of; -1 if it has none. */
    int lastEntry() {
        return blocks == 0 ? -1 : positions[entries() - 1];
    }

    /** With which sequence that block begins. */
    long lastEntrySequence() {
        return firstSequences[entries() - 1];
    }

    /** Where catalog records stand, ascending. */
    int[] records() {
        return Arrays.copyOf(records, recordCount);
    }

    /** The stored form. */
    byte[] toBytes(long fileBytes) {
        int entries = entries();
        int total = HEADER_BYTES + entries * ENTRY_BYTES + recordCount * Integer.BYTES;
        ByteBuffer bytes = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(MAGIC).putInt(VERSION).putInt(0).putInt(total).putLong(fileBytes);
        bytes.putInt(blocks).putInt(recordCount);
        bytes.putLong(firstSequence).putLong(lastSequence).putLong(minTime).putLong(maxTime);
        for (int i = 0; i < entries; i++) {
            bytes.putLong(positions[i]).putLong(firstSequences[i]).putLong(maxTimesBefore[i]);
        }
        for (int i = 0; i < recordCount; i++) {
            bytes.putInt(records[i]);
        }
        return bytes.putInt(CRC_AT, crc(bytes.array())).array();
    }

    /** Whether what is stored says that it is of a cycle file of this length; otherwise no reader takes it. */
    static boolean isOfLength(byte[] stored, long fileBytes) {
        return stored.length >= HEADER_BYTES
                && ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).getLong(FILE_BYTES_AT) == fileBytes;
    }

    /**
     * Reads the stored form.
     *
     * @param fileBytes of the cycle file now
     * @return empty if it is damaged, of another version, or of a file that has changed since
     */
    static Optional<CycleIndex> of(byte[] stored, long fileBytes) {
        ByteBuffer bytes = ByteBuffer.wrap(stored.clone()).order(ByteOrder.LITTLE_ENDIAN);
        if (!isOfLength(stored, fileBytes)
                || bytes.getInt(0) != MAGIC
                || bytes.getInt(Integer.BYTES) != VERSION
                || bytes.getInt(TOTAL_BYTES_AT) != stored.length) {
            return Optional.empty();
        }
        int crc = bytes.getInt(CRC_AT);
        bytes.putInt(CRC_AT, 0);
        return crc(bytes.array()) == crc ? read(bytes, fileBytes) : Optional.empty();
    }

    private static Optional<CycleIndex> read(ByteBuffer bytes, long fileBytes) {
        CycleIndex index = new CycleIndex();
        index.blocks = Math.max(0, bytes.getInt(BLOCKS_AT));
        int recordCount = Math.max(0, bytes.getInt(RECORDS_AT));
        index.firstSequence = bytes.getLong(FIRST_SEQUENCE_AT);
        index.lastSequence = bytes.getLong(LAST_SEQUENCE_AT);
        index.minTime = bytes.getLong(MIN_TIME_AT);
        index.maxTime = bytes.getLong(MAX_TIME_AT);
        long total = HEADER_BYTES + (long) index.entries() * ENTRY_BYTES + (long) recordCount * Integer.BYTES;
        if (total != bytes.limit()) {
            return Optional.empty();
        }
        bytes.position(HEADER_BYTES);
        int entries = index.entries();
        for (int i = 0; i < entries; i++) {
            index.grow(i);
            long position = bytes.getLong();
            if (position < 0 || position >= fileBytes) {
                return Optional.empty();
            }
            index.positions[i] = (int) position;
            index.firstSequences[i] = bytes.getLong();
            index.maxTimesBefore[i] = bytes.getLong();
        }
        for (int i = 0; i < recordCount; i++) {
            index.addRecord(bytes.getInt());
        }
        return Optional.of(index);
    }

    private int entries() {
        return (int) ((blocks + BLOCKS_AN_ENTRY - 1L) / BLOCKS_AN_ENTRY);
    }

    private void addEntry(int entry, int position, long first) {
        grow(entry);
        positions[entry] = position;
        firstSequences[entry] = first;
        maxTimesBefore[entry] = maxTime;
    }

    private void grow(int entry) {
        if (entry == positions.length) {
            positions = Arrays.copyOf(positions, 2 * entry);
            firstSequences = Arrays.copyOf(firstSequences, 2 * entry);
            maxTimesBefore = Arrays.copyOf(maxTimesBefore, 2 * entry);
        }
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
