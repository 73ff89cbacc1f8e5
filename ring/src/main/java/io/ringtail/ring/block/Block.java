package io.ringtail.ring.block;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a block in place: columns by row, heaps by offset. Owns no bytes; {@link #wrap} points it at a block in native
 * memory, mapped or not, which must stay as it is until the next {@code wrap}.
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
    /** A builder closes its block at a sixteenth of this; keeps a hostile header from claiming memory. */
    private static final int MAX_UNPACKED_BYTES = 1 << 24;

    private final int[] sectionAt = new int[Section.ALL.length + 1];
    private final CRC32C crc = new CRC32C();
    private long address;
    private @Nullable ByteBuffer bytes;
    private int tablesAt = BlockFormat.PLAIN_TABLES_AT;
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
    private final Heap payloads = new Heap();
    private final Heap items = new Heap();
    private long firstSequence;

    /** Points at a copy of a block in an array; the result is what keeps it from being read, empty if nothing does. */
    public Optional<String> wrap(byte[] block, int offset, int length) {
        return wrap(ByteBuffer.allocateDirect(length).put(block, offset, length).flip());
    }

    /**
     * Points at a block in native memory, from the buffer's position to its limit, and keeps it alive; the result is what
     * keeps it from being read, empty if nothing does.
     */
    public Optional<String> wrap(ByteBuffer direct) {
        address = Memory.address(direct) + direct.position();
        bytes = direct;
        count = 0;
        Optional<String> problem = headerProblem(direct.remaining());
        if (problem.isEmpty()) {
            locate();
        }
        return problem;
    }

    /**
     * What is wrong with these sections, as their checksums tell; empty if nothing is. A compressed heap among them is
     * unpacked, into memory that this object keeps and uses again for its next block.
     */
    public Optional<String> check(Set<Section> sections) {
        for (Section section : sections) {
            int at = sectionAt[section.ordinal()];
            int length = BlockFormat.aligned(storedBytes(section));
            int stored = headerInt(BlockFormat.SECTION_CRCS_AT + section.ordinal() * Integer.BYTES);
            if (crcOf(at, length) != stored) {
                return Optional.of("the checksum of the block's " + section + " section is wrong");
            }
        }
        Optional<String> problem = unpack(payloads, sections.contains(Section.PAYLOAD));
        return problem.isPresent() ? problem : unpack(items, sections.contains(Section.EXTENDED));
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

    /**
     * The header's checksum. The header holds the checksums of all sections, so blocks of one sequence that agree in it hold
     * the same.
     */
    public int headerChecksum() {
        return headerInt(BlockFormat.HEADER_CRC_AT);
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

    /** How the payload heap is stored. */
    public Compression compression() {
        return codec(BlockFormat.PAYLOAD_CODEC_AT);
    }

    /** Bytes that a section takes as stored, without padding: those of a heap may be compressed. */
    public int storedBytes(Section section) {
        boolean plain = tablesAt == BlockFormat.PLAIN_TABLES_AT;
        int payloadHeap = plain ? payloadBytes() : headerInt(BlockFormat.STORED_PAYLOAD_BYTES_AT);
        int extendedItems = plain ? extendedBytes() : headerInt(BlockFormat.STORED_EXTENDED_BYTES_AT);
        return section.bytes(count, payloadHeap, extendedItems);
    }

    /** How many types occur in the block; see {@link #typeEntry}. */
    public int typeEntries() {
        return headerInt(BlockFormat.TYPE_ENTRIES_AT);
    }

    /** The id of the n-th type that occurs, ascending. */
    public int typeEntry(int n) {
        return headerInt(tablesAt + n * BlockFormat.TABLE_ENTRY_BYTES);
    }

    /** How many of the block's events have the n-th type. */
    public int typeEntryCount(int n) {
        return headerInt(tablesAt + n * BlockFormat.TABLE_ENTRY_BYTES + Integer.BYTES);
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
        return Memory.getLong(time + (long) row * Long.BYTES);
    }

    public long sequence(int row) {
        return firstSequence + Integer.toUnsignedLong(Memory.getInt(sequence + (long) row * Integer.BYTES));
    }

    public int type(int row) {
        return Memory.getInt(type + (long) row * Integer.BYTES);
    }

    public int source(int row) {
        return Memory.getInt(source + (long) row * Integer.BYTES);
    }

    public int pid(int row) {
        return Memory.getInt(pid + (long) row * Integer.BYTES);
    }

    public int tid(int row) {
        return Memory.getInt(tid + (long) row * Integer.BYTES);
    }

    public int cpu(int row) {
        return Short.toUnsignedInt(Memory.getShort(cpu + (long) row * Short.BYTES));
    }

    /** See {@link io.ringtail.ring.event.ExtendedItems}. */
    public int flags(int row) {
        return Short.toUnsignedInt(Memory.getShort(flags + (long) row * Short.BYTES));
    }

    /** The length of the row's payload; 0 if the block's offsets contradict each other. */
    public int payloadBytes(int row) {
        return payloads.sliceBytes(offset(payloadOffset, row), offset(payloadOffset, row + 1));
    }

    public int extendedBytes(int row) {
        return items.sliceBytes(offset(extendedOffset, row), offset(extendedOffset, row + 1));
    }

    /** For a reader that did not say in its scan what it would touch; of a heap that cannot be unpacked nothing is seen. */
    void unpackHeaps() {
        if (payloads.isPacked() || items.isPacked()) {
            unpack(payloads, true);
            unpack(items, true);
        }
    }

    /** The little-endian number at an offset of the row's payload; the other one if the payload ends before. */
    public int payloadInt(int row, int offset, int absent) {
        unpackHeaps();
        return offset < 0 || offset > payloadBytes(row) - Integer.BYTES
                ? absent
                : Memory.getInt(payloadAddress(row) + offset);
    }

    long payloadAddress(int row) {
        return payloads.address() + offset(payloadOffset, row);
    }

    long extendedAddress(int row) {
        return items.address() + offset(extendedOffset, row);
    }

    private int offset(long offsets, int row) {
        return Memory.getInt(offsets + (long) row * Integer.BYTES);
    }

    private Optional<String> headerProblem(int length) {
        if (length < BlockFormat.PLAIN_TABLES_AT) {
            return Optional.of("a block has at least " + BlockFormat.PLAIN_TABLES_AT + " bytes, here are " + length);
        }
        if (headerInt(BlockFormat.MAGIC_AT) != BlockFormat.MAGIC) {
            return Optional.of("no block starts here: the magic number is 0x"
                    + Integer.toHexString(headerInt(BlockFormat.MAGIC_AT)));
        }
        int version = headerInt(BlockFormat.VERSION_AT);
        if (version != BlockFormat.PLAIN_VERSION && version != BlockFormat.COMPRESSED_VERSION) {
            return Optional.of(
                    "block format version " + version + " is not known to this Ringtail, which reads versions "
                            + BlockFormat.PLAIN_VERSION + " and " + BlockFormat.COMPRESSED_VERSION);
        }
        tablesAt = BlockFormat.tablesAt(version);
        long headerBytes = tablesAt
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
        fits = fits && packingFits();
        count = (int) events;
        for (int i = 0; fits && i < Section.ALL.length; i++) {
            sectionAt[i] = (int) end;
            end += BlockFormat.aligned(storedBytes(Section.ALL[i]));
            fits = end <= length;
        }
        if (!fits || end != totalBytes()) {
            count = 0;
            return Optional.of("the block's sections do not fit its " + length + " bytes");
        }
        return Optional.empty();
    }

    /** Whether a compressed block says something possible of its heaps. */
    private boolean packingFits() {
        return tablesAt == BlockFormat.PLAIN_TABLES_AT
                || packingFits(BlockFormat.PAYLOAD_CODEC_AT, BlockFormat.STORED_PAYLOAD_BYTES_AT, payloadBytes())
                        && packingFits(
                                BlockFormat.EXTENDED_CODEC_AT, BlockFormat.STORED_EXTENDED_BYTES_AT, extendedBytes());
    }

    private boolean packingFits(int codecAt, int storedAt, int heapBytes) {
        int number = headerInt(codecAt);
        int stored = headerInt(storedAt);
        return number == Compression.NONE.number()
                ? stored == heapBytes
                : Compression.isKnown(number) && stored > 0 && stored < heapBytes && heapBytes <= MAX_UNPACKED_BYTES;
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
        locate(payloads, Section.PAYLOAD, BlockFormat.PAYLOAD_CODEC_AT, payloadBytes());
        locate(items, Section.EXTENDED, BlockFormat.EXTENDED_CODEC_AT, extendedBytes());
        firstSequence = headerLong(BlockFormat.FIRST_SEQUENCE_AT);
    }

    private void locate(Heap heap, Section section, int codecAt, int heapBytes) {
        Compression compression = codec(codecAt);
        if (compression == Compression.NONE) {
            heap.plain(sectionAddress(section), heapBytes);
        } else {
            heap.packed(compression, slice(sectionAt[section.ordinal()], storedBytes(section)), heapBytes);
        }
    }

    private Compression codec(int at) {
        return tablesAt == BlockFormat.PLAIN_TABLES_AT ? Compression.NONE : Compression.ofNumber(headerInt(at));
    }

    private static Optional<String> unpack(Heap heap, boolean wanted) {
        return wanted && heap.isPacked() ? heap.unpack() : Optional.empty();
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
        crc.update(slice(offset, length));
    }

    private ByteBuffer slice(int offset, int length) {
        ByteBuffer all = bytes;
        if (all == null) {
            throw new IllegalStateException("no block is wrapped");
        }
        return all.slice(all.position() + offset, length);
    }

    private int headerInt(int offset) {
        return Memory.getInt(address + offset);
    }

    private long headerLong(int offset) {
        return Memory.getLong(address + offset);
    }
}
