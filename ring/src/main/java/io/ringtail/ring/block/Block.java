package io.ringtail.ring.block;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a block in place: columns by row, heaps by offset. Owns no bytes; {@link #wrap} points it at a block in an array
 * or in mapped memory, which must stay as it is until the next {@code wrap}.
 *
 * <p><b>Threads:</b> one at a time. <b>Failure:</b> {@code wrap} and {@link #check} say what is wrong instead of
 * throwing; a block that they accept can be read without touching memory outside it, whatever bytes it holds.
 *
 * <pre>
 *   | header | types × count | sources × count | time × n | sequence delta × n | type × n | source × n | pid × n
 *   | tid × n | cpu × n | flags × n | payload offset × (n + 1) | extended offset × (n + 1) | payloads | extended items |
 * </pre>
 */
public final class Block {
    /** The number with which a block starts: "RTBK". */
    public static final int MAGIC = BlockFormat.MAGIC;
    /** Where a block says how long it is. */
    public static final int TOTAL_BYTES_AT = BlockFormat.TOTAL_BYTES_AT;

    /** More than any block has; keeps the arithmetic on a hostile header within int. */
    private static final int MAX_EVENTS = 1 << 20;

    private static final int MAX_HEAP_BYTES = 1 << 28;

    private final int[] sectionAt = new int[Section.ALL.length + 1];
    private final CRC32C crc = new CRC32C();
    private @Nullable Object base;
    private long address;
    private @Nullable ByteBuffer bytes;
    private int count;
    private long time;
    private long sequence;
    private long type;
    private long source;
    private long pid;
    private long tid;
    private long cpu;
    private long flags;
    private long payloadOffset;
    private long extendedOffset;
    private long payload;
    private long extended;
    private long firstSequence;

    /** Points at a block in an array; the result is what keeps it from being read, empty if nothing does. */
    public Optional<String> wrap(byte[] block, int offset, int length) {
        return wrap(block, Memory.BYTE_ARRAY + offset, ByteBuffer.wrap(block, offset, length));
    }

    /**
     * Points at a block in native memory; the result is what keeps it from being read, empty if nothing does.
     *
     * @param direct the same bytes, from its position to its limit: for checksums
     */
    public Optional<String> wrap(long nativeAddress, ByteBuffer direct) {
        return wrap(null, nativeAddress, direct);
    }

    /** As {@link #wrap(long, ByteBuffer)} for a direct buffer from its position to its limit, whose memory it keeps alive. */
    public Optional<String> wrap(ByteBuffer direct) {
        return wrap(null, Memory.address(direct) + direct.position(), direct);
    }

    private Optional<String> wrap(@Nullable Object newBase, long newAddress, ByteBuffer newBytes) {
        base = newBase;
        address = newAddress;
        bytes = newBytes;
        count = 0;
        Optional<String> problem = headerProblem(newBytes.remaining());
        if (problem.isEmpty()) {
            locate();
        }
        return problem;
    }

    /** What is wrong with these sections, as their checksums tell; empty if nothing is. */
    public Optional<String> check(Set<Section> sections) {
        for (Section section : sections) {
            int at = sectionAt[section.ordinal()];
            int length = BlockFormat.aligned(section.bytes(count, payloadBytes(), extendedBytes()));
            int stored = headerInt(BlockFormat.SECTION_CRCS_AT + section.ordinal() * Integer.BYTES);
            if (crcOf(at, length) != stored) {
                return Optional.of("the checksum of the block's " + section + " section is wrong");
            }
        }
        return Optional.empty();
    }

    /** As {@link #check(Set)} for the whole block. */
    public Optional<String> checkAll() {
        return check(EnumSet.allOf(Section.class));
    }

    /** Events in the block. */
    public int count() {
        return count;
    }

    public int totalBytes() {
        return headerInt(BlockFormat.TOTAL_BYTES_AT);
    }

    /** The run of the writer that wrote it; rises with each restart. */
    public int epoch() {
        return headerInt(BlockFormat.EPOCH_AT);
    }

    public long firstSequence() {
        return firstSequence;
    }

    public long lastSequence() {
        return headerLong(BlockFormat.LAST_SEQUENCE_AT);
    }

    /** The least event time in the block, in {@link io.ringtail.ring.event.Ticks}. */
    public long minTimeTicks() {
        return headerLong(BlockFormat.MIN_TIME_AT);
    }

    public long maxTimeTicks() {
        return headerLong(BlockFormat.MAX_TIME_AT);
    }

    public int payloadBytes() {
        return headerInt(BlockFormat.PAYLOAD_BYTES_AT);
    }

    public int extendedBytes() {
        return headerInt(BlockFormat.EXTENDED_BYTES_AT);
    }

    /** How many types occur in the block; see {@link #typeEntry}. */
    public int typeEntries() {
        return headerInt(BlockFormat.TYPE_ENTRIES_AT);
    }

    /** The id of the n-th type that occurs, ascending. */
    public int typeEntry(int n) {
        return headerInt(BlockFormat.TABLES_AT + n * BlockFormat.TABLE_ENTRY_BYTES);
    }

    /** How many of the block's events have the n-th type. */
    public int typeEntryCount(int n) {
        return headerInt(BlockFormat.TABLES_AT + n * BlockFormat.TABLE_ENTRY_BYTES + Integer.BYTES);
    }

    public int sourceEntries() {
        return headerInt(BlockFormat.SOURCE_ENTRIES_AT);
    }

    public int sourceEntry(int n) {
        return typeEntry(typeEntries() + n);
    }

    public int sourceEntryCount(int n) {
        return typeEntryCount(typeEntries() + n);
    }

    public long timeTicks(int row) {
        return Memory.getLong(base, time + (long) row * Long.BYTES);
    }

    public long sequence(int row) {
        return firstSequence + Integer.toUnsignedLong(Memory.getInt(base, sequence + (long) row * Integer.BYTES));
    }

    public int type(int row) {
        return Memory.getInt(base, type + (long) row * Integer.BYTES);
    }

    public int source(int row) {
        return Memory.getInt(base, source + (long) row * Integer.BYTES);
    }

    public int pid(int row) {
        return Memory.getInt(base, pid + (long) row * Integer.BYTES);
    }

    public int tid(int row) {
        return Memory.getInt(base, tid + (long) row * Integer.BYTES);
    }

    public int cpu(int row) {
        return Short.toUnsignedInt(Memory.getShort(base, cpu + (long) row * Short.BYTES));
    }

    /** See {@link io.ringtail.ring.event.ExtendedItems}. */
    public int flags(int row) {
        return Short.toUnsignedInt(Memory.getShort(base, flags + (long) row * Short.BYTES));
    }

    /** The length of the row's payload; 0 if the block's offsets contradict each other. */
    public int payloadBytes(int row) {
        return sliceBytes(payloadOffset, row, payloadBytes());
    }

    public int extendedBytes(int row) {
        return sliceBytes(extendedOffset, row, extendedBytes());
    }

    /** The little-endian number at an offset of the row's payload; the other one if the payload ends before. */
    public int payloadInt(int row, int offset, int absent) {
        return offset < 0 || offset > payloadBytes(row) - Integer.BYTES
                ? absent
                : Memory.getInt(base, payloadAddress(row) + offset);
    }

    @Nullable
    Object base() {
        return base;
    }

    long payloadAddress(int row) {
        return payload + Memory.getInt(base, payloadOffset + (long) row * Integer.BYTES);
    }

    long extendedAddress(int row) {
        return extended + Memory.getInt(base, extendedOffset + (long) row * Integer.BYTES);
    }

    private int sliceBytes(long offsets, int row, int heapBytes) {
        int start = Memory.getInt(base, offsets + (long) row * Integer.BYTES);
        int end = Memory.getInt(base, offsets + (long) (row + 1) * Integer.BYTES);
        return start < 0 || end < start || end > heapBytes ? 0 : end - start;
    }

    private Optional<String> headerProblem(int length) {
        if (length < BlockFormat.TABLES_AT) {
            return Optional.of("a block has at least " + BlockFormat.TABLES_AT + " bytes, here are " + length);
        }
        if (headerInt(BlockFormat.MAGIC_AT) != BlockFormat.MAGIC) {
            return Optional.of("no block starts here: the magic number is 0x"
                    + Integer.toHexString(headerInt(BlockFormat.MAGIC_AT)));
        }
        if (headerInt(BlockFormat.VERSION_AT) != BlockFormat.VERSION) {
            return Optional.of("block format version " + headerInt(BlockFormat.VERSION_AT)
                    + " is not known to this Ringtail, which reads version " + BlockFormat.VERSION);
        }
        int tables = BlockFormat.TABLES_AT;
        long headerBytes = tables
                + (Integer.toUnsignedLong(typeEntries()) + Integer.toUnsignedLong(sourceEntries()))
                        * BlockFormat.TABLE_ENTRY_BYTES;
        if (headerBytes > length) {
            return Optional.of("the block's header wants " + headerBytes + " bytes, here are " + length);
        }
        if (headerCrc((int) headerBytes) != headerInt(BlockFormat.HEADER_CRC_AT)) {
            return Optional.of("the checksum of the block's header is wrong");
        }
        return sizeProblem(length, (int) headerBytes);
    }

    private Optional<String> sizeProblem(int length, int headerBytes) {
        long events = Integer.toUnsignedLong(headerInt(BlockFormat.COUNT_AT));
        long end = headerBytes;
        boolean fits = events <= MAX_EVENTS && isHeapSize(payloadBytes()) && isHeapSize(extendedBytes());
        for (int i = 0; fits && i < Section.ALL.length; i++) {
            sectionAt[i] = (int) end;
            end += BlockFormat.aligned(Section.ALL[i].bytes((int) events, payloadBytes(), extendedBytes()));
            fits = end <= length;
        }
        if (!fits || end != totalBytes()) {
            return Optional.of("the block's sections do not fit its " + length + " bytes");
        }
        count = (int) events;
        return Optional.empty();
    }

    private static boolean isHeapSize(int bytes) {
        return bytes >= 0 && bytes <= MAX_HEAP_BYTES;
    }

    private void locate() {
        time = sectionAddress(Section.TIME);
        sequence = sectionAddress(Section.SEQUENCE);
        type = sectionAddress(Section.TYPE);
        source = sectionAddress(Section.SOURCE);
        pid = sectionAddress(Section.PID);
        tid = sectionAddress(Section.TID);
        cpu = sectionAddress(Section.CPU);
        flags = sectionAddress(Section.FLAGS);
        payloadOffset = sectionAddress(Section.PAYLOAD_OFFSET);
        extendedOffset = sectionAddress(Section.EXTENDED_OFFSET);
        payload = sectionAddress(Section.PAYLOAD);
        extended = sectionAddress(Section.EXTENDED);
        firstSequence = headerLong(BlockFormat.FIRST_SEQUENCE_AT);
    }

    private long sectionAddress(Section section) {
        return address + sectionAt[section.ordinal()];
    }

    /** The header's checksum counts its own four bytes as zero. */
    private int headerCrc(int headerBytes) {
        crc.reset();
        updateCrc(0, BlockFormat.HEADER_CRC_AT);
        for (int i = 0; i < Integer.BYTES; i++) {
            crc.update(0);
        }
        int rest = BlockFormat.HEADER_CRC_AT + Integer.BYTES;
        updateCrc(rest, headerBytes - rest);
        return (int) crc.getValue();
    }

    private int crcOf(int offset, int length) {
        crc.reset();
        updateCrc(offset, length);
        return (int) crc.getValue();
    }

    private void updateCrc(int offset, int length) {
        ByteBuffer all = bytes;
        if (all == null) {
            throw new IllegalStateException("no block is wrapped");
        }
        crc.update(all.slice(all.position() + offset, length));
    }

    private int headerInt(int offset) {
        return Memory.getInt(base, address + offset);
    }

    private long headerLong(int offset) {
        return Memory.getLong(base, address + offset);
    }
}
