package io.ringtail.ring.block;

import io.ringtail.ring.event.EventRecord;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Gathers events and lays them out as one block. Reused from block to block: after warm-up it allocates nothing.
 *
 * <p><b>Threads:</b> one. <b>Order:</b> sequences must rise; times need not.
 */
public final class BlockBuilder {
    /** Where a block closes: events in it. */
    public static final int MAX_EVENTS = 4096;
    /** Where a block closes: bytes in its two heaps, the last event's excepted. */
    public static final int MAX_HEAP_BYTES = 1 << 20;

    private final long[] time = new long[MAX_EVENTS];
    private final int[] sequence = new int[MAX_EVENTS];
    private final int[] type = new int[MAX_EVENTS];
    private final int[] source = new int[MAX_EVENTS];
    private final int[] pid = new int[MAX_EVENTS];
    private final int[] tid = new int[MAX_EVENTS];
    private final short[] cpu = new short[MAX_EVENTS];
    private final short[] flags = new short[MAX_EVENTS];
    private final int[] payloadOffset = new int[MAX_EVENTS + 1];
    private final int[] extendedOffset = new int[MAX_EVENTS + 1];
    private byte[] payload = new byte[64 << 10];
    private byte[] extended = new byte[16 << 10];
    private final CountTable types = new CountTable();
    private final CountTable sources = new CountTable();
    private final CRC32C crc = new CRC32C();
    private final Compression compression;
    private byte[] packedPayload = {};
    private byte[] packedExtended = {};
    private int storedPayloadBytes;
    private int storedExtendedBytes;
    private ByteBuffer encoded = ByteBuffer.allocateDirect(0);
    private long encodedAt;
    private int count;
    private long firstSequence;
    private long lastSequence;
    private long minTime;
    private long maxTime;

    /** Blocks whose heaps stand as they are. */
    public BlockBuilder() {
        this(Compression.NONE);
    }

    /** Blocks whose heaps are compressed where that pays. */
    public BlockBuilder(Compression compression) {
        this.compression = compression;
    }

    /**
     * Copies an event in.
     *
     * @throws IllegalStateException if the block {@link #isFull}
     */
    public void add(EventRecord event, long eventSequence) {
        int items = event.extended.length();
        int row = addHeader(
                eventSequence,
                event.timeTicks,
                event.type,
                event.source,
                event.pid,
                event.tid,
                event.cpu,
                event.extended.flags(),
                event.payloadBytes,
                items);
        System.arraycopy(event.payload, event.payloadOffset, payload, payloadOffset[row], event.payloadBytes);
        System.arraycopy(event.extended.bytes(), 0, extended, extendedOffset[row], items);
    }

    /** Copies an event in whose header stands in variables and whose bytes lie in one array, as in the ring's arena. */
    public void add(
            long eventSequence,
            long timeTicks,
            int typeId,
            int sourceId,
            int eventPid,
            int eventTid,
            int eventCpu,
            int eventFlags,
            byte[] bytes,
            int payloadAt,
            int payloadBytes,
            int extendedAt,
            int extendedBytes) {
        int row = addHeader(
                eventSequence,
                timeTicks,
                typeId,
                sourceId,
                eventPid,
                eventTid,
                eventCpu,
                eventFlags,
                payloadBytes,
                extendedBytes);
        System.arraycopy(bytes, payloadAt, payload, payloadOffset[row], payloadBytes);
        System.arraycopy(bytes, extendedAt, extended, extendedOffset[row], extendedBytes);
    }

    /** Copies an event out of a block whose sections are sound. */
    public void add(Block from, int fromRow) {
        from.unpackHeaps();
        int payloadBytes = from.payloadBytes(fromRow);
        int extendedBytes = from.extendedBytes(fromRow);
        int row = addHeader(
                from.sequence(fromRow),
                from.timeTicks(fromRow),
                from.type(fromRow),
                from.source(fromRow),
                from.pid(fromRow),
                from.tid(fromRow),
                from.cpu(fromRow),
                from.flags(fromRow),
                payloadBytes,
                extendedBytes);
        copy(from.payloadAddress(fromRow), payload, payloadOffset[row], payloadBytes);
        copy(from.extendedAddress(fromRow), extended, extendedOffset[row], extendedBytes);
    }

    /** No further event may be added before {@link #encode} and {@link #clear}. */
    public boolean isFull() {
        return count == MAX_EVENTS || payloadOffset[count] + extendedOffset[count] >= MAX_HEAP_BYTES;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    public int count() {
        return count;
    }

    /** Of the events in it; {@link #isEmpty} there is none. */
    public long firstSequence() {
        return firstSequence;
    }

    public long lastSequence() {
        return lastSequence;
    }

    public long minTimeTicks() {
        return minTime;
    }

    public long maxTimeTicks() {
        return maxTime;
    }

    public void clear() {
        count = 0;
        types.clear();
        sources.clear();
    }

    /**
     * Lays the block out in native memory, so that a system call can take it as it is, from the position of what is returned
     * to its limit: a multiple of 8. It stands until the next call.
     *
     * @param epoch the writer's, 0 for a block that is never stored
     */
    public ByteBuffer encode(int epoch) {
        boolean packed = pack();
        int tablesAt = BlockFormat.tablesAt(packed ? BlockFormat.COMPRESSED_VERSION : BlockFormat.PLAIN_VERSION);
        int headerBytes = tablesAt + (types.size() + sources.size()) * BlockFormat.TABLE_ENTRY_BYTES;
        int total = totalBytes(headerBytes);
        room(total);
        Memory.clear(encodedAt, headerBytes);
        long tables = types.writeTo(encodedAt + tablesAt);
        sources.writeTo(tables);
        int at = headerBytes;
        for (Section section : Section.ALL) {
            at = writeSection(section, at);
        }
        writeHeader(epoch, total);
        if (packed) {
            writePacking();
        }
        putInt(BlockFormat.HEADER_CRC_AT, crcOf(0, headerBytes));
        return encoded.limit(total);
    }

    private void room(int total) {
        if (encoded.capacity() < total) {
            encoded = ByteBuffer.allocateDirect(Math.max(total, 2 * encoded.capacity()));
            encodedAt = Memory.address(encoded);
        }
    }

    private int addHeader(
            long eventSequence,
            long timeTicks,
            int typeId,
            int sourceId,
            int eventPid,
            int eventTid,
            int eventCpu,
            int eventFlags,
            int payloadBytes,
            int extendedBytes) {
        if (isFull()) {
            throw new IllegalStateException("the block is full: encode and clear it first");
        }
        int row = count++;
        startAndSpan(row, eventSequence, timeTicks);
        time[row] = timeTicks;
        sequence[row] = (int) (eventSequence - firstSequence);
        type[row] = typeId;
        source[row] = sourceId;
        pid[row] = eventPid;
        tid[row] = eventTid;
        cpu[row] = (short) eventCpu;
        flags[row] = (short) eventFlags;
        types.add(typeId);
        sources.add(sourceId);
        payload = grown(payload, payloadOffset[row], payloadBytes);
        extended = grown(extended, extendedOffset[row], extendedBytes);
        payloadOffset[row + 1] = payloadOffset[row] + payloadBytes;
        extendedOffset[row + 1] = extendedOffset[row] + extendedBytes;
        return row;
    }

    private void startAndSpan(int row, long eventSequence, long timeTicks) {
        if (row == 0) {
            firstSequence = eventSequence;
            minTime = timeTicks;
            maxTime = timeTicks;
        } else {
            minTime = Math.min(minTime, timeTicks);
            maxTime = Math.max(maxTime, timeTicks);
        }
        lastSequence = eventSequence;
    }

    private static byte[] grown(byte[] heap, int used, int more) {
        return used + more <= heap.length ? heap : Arrays.copyOf(heap, Math.max(2 * heap.length, used + more));
    }

    /** Compresses what gains by it; false if both heaps are to stand as they are. */
    private boolean pack() {
        storedPayloadBytes = payloadOffset[count];
        storedExtendedBytes = extendedOffset[count];
        if (compression == Compression.NONE) {
            return false;
        }
        packedPayload = grown(packedPayload, 0, storedPayloadBytes);
        packedExtended = grown(packedExtended, 0, storedExtendedBytes);
        storedPayloadBytes = packedBytes(payload, storedPayloadBytes, packedPayload);
        storedExtendedBytes = packedBytes(extended, storedExtendedBytes, packedExtended);
        return isPayloadPacked() || isExtendedPacked();
    }

    private int packedBytes(byte[] heap, int bytes, byte[] to) {
        int packed = compression.pack(heap, bytes, to);
        return packed == Compression.DOES_NOT_PAY ? bytes : packed;
    }

    private boolean isPayloadPacked() {
        return storedPayloadBytes < payloadOffset[count];
    }

    private boolean isExtendedPacked() {
        return storedExtendedBytes < extendedOffset[count];
    }

    private int totalBytes(int headerBytes) {
        int total = headerBytes;
        for (Section section : Section.ALL) {
            total += BlockFormat.aligned(section.bytes(count, storedPayloadBytes, storedExtendedBytes));
        }
        return total;
    }

    private int writeSection(Section section, int at) {
        int bytes = section.bytes(count, storedPayloadBytes, storedExtendedBytes);
        switch (section) {
            case TIME -> copy(time, Memory.LONG_ARRAY, at, bytes);
            case SEQUENCE -> copy(sequence, Memory.INT_ARRAY, at, bytes);
            case TYPE -> copy(type, Memory.INT_ARRAY, at, bytes);
            case SOURCE -> copy(source, Memory.INT_ARRAY, at, bytes);
            case PID -> copy(pid, Memory.INT_ARRAY, at, bytes);
            case TID -> copy(tid, Memory.INT_ARRAY, at, bytes);
            case CPU -> copy(cpu, Memory.SHORT_ARRAY, at, bytes);
            case FLAGS -> copy(flags, Memory.SHORT_ARRAY, at, bytes);
            case PAYLOAD_OFFSET -> copy(payloadOffset, Memory.INT_ARRAY, at, bytes);
            case EXTENDED_OFFSET -> copy(extendedOffset, Memory.INT_ARRAY, at, bytes);
            case PAYLOAD -> copy(isPayloadPacked() ? packedPayload : payload, Memory.BYTE_ARRAY, at, bytes);
            case EXTENDED -> copy(isExtendedPacked() ? packedExtended : extended, Memory.BYTE_ARRAY, at, bytes);
        }
        int end = BlockFormat.aligned(at + bytes);
        Memory.clear(encodedAt + at + bytes, end - at - bytes);
        putInt(BlockFormat.SECTION_CRCS_AT + section.ordinal() * Integer.BYTES, crcOf(at, end - at));
        return end;
    }

    private void copy(Object column, long columnAt, int at, int bytes) {
        Memory.copy(column, columnAt, null, encodedAt + at, bytes);
    }

    private static void copy(long address, byte[] heap, int at, int bytes) {
        Memory.copy(null, address, heap, Memory.BYTE_ARRAY + at, bytes);
    }

    private void writePacking() {
        putInt(BlockFormat.VERSION_AT, BlockFormat.COMPRESSED_VERSION);
        putInt(BlockFormat.PAYLOAD_CODEC_AT, codec(isPayloadPacked()));
        putInt(BlockFormat.EXTENDED_CODEC_AT, codec(isExtendedPacked()));
        putInt(BlockFormat.STORED_PAYLOAD_BYTES_AT, storedPayloadBytes);
        putInt(BlockFormat.STORED_EXTENDED_BYTES_AT, storedExtendedBytes);
    }

    private int codec(boolean packed) {
        return packed ? compression.number() : Compression.NONE.number();
    }

    private void writeHeader(int epoch, int total) {
        putInt(BlockFormat.MAGIC_AT, BlockFormat.MAGIC);
        putInt(BlockFormat.VERSION_AT, BlockFormat.PLAIN_VERSION);
        putInt(BlockFormat.EPOCH_AT, epoch);
        putInt(BlockFormat.TOTAL_BYTES_AT, total);
        putInt(BlockFormat.COUNT_AT, count);
        putInt(BlockFormat.PAYLOAD_BYTES_AT, payloadOffset[count]);
        putInt(BlockFormat.EXTENDED_BYTES_AT, extendedOffset[count]);
        putLong(BlockFormat.FIRST_SEQUENCE_AT, firstSequence);
        putLong(BlockFormat.LAST_SEQUENCE_AT, lastSequence);
        putLong(BlockFormat.MIN_TIME_AT, minTime);
        putLong(BlockFormat.MAX_TIME_AT, maxTime);
        putInt(BlockFormat.TYPE_ENTRIES_AT, types.size());
        putInt(BlockFormat.SOURCE_ENTRIES_AT, sources.size());
    }

    private int crcOf(int offset, int bytes) {
        crc.reset();
        crc.update(encoded.limit(offset + bytes).position(offset));
        encoded.clear();
        return (int) crc.getValue();
    }

    private void putInt(int offset, int value) {
        Memory.putInt(encodedAt + offset, value);
    }

    private void putLong(int offset, long value) {
        Memory.putLong(encodedAt + offset, value);
    }
}
