package io.ringtail.etw.write;

import io.ringtail.etw.file.LittleEndian;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.Guids;
import java.util.Arrays;
import java.util.Objects;

/**
 * Lays one record out as it stands in a buffer: header, what lies between header and payload, payload. First
 * {@link #measure}, then {@link #encode} the same record. Reused; one thread.
 */
final class RecordEncoder {
    static final int ITEM_HEADER_BYTES = 8;
    static final int MAX_RECORD_BYTES = 0xFFFF;

    private static final int TRACE_HEADER = 0xC0;
    private static final int EXTENDED_INFO = 1;
    private static final int ERROR_TYPE = 13;
    private static final int PEBS_BIT = 0x8000;
    private static final int COUNTER_BITS = 0x0700;
    private static final int COUNTER_SHIFT = 8;

    private final RecordItems items = new RecordItems();
    private final MessageHeader message = new MessageHeader();
    private final int filePointerBytes;

    RecordEncoder(int filePointerBytes) {
        this.filePointerBytes = filePointerBytes;
    }

    static int aligned(int bytes) {
        return bytes + 7 & -8;
    }

    /**
     * Bytes of the record without the padding that follows it.
     *
     * @throws IllegalArgumentException if it is longer than a record can be, is none of ETW's kinds, or has items that
     *     contradict each other
     * @throws IndexOutOfBoundsException if the payload is no part of its array
     */
    int measure(EventType type, EventRecord record) {
        Objects.checkFromIndexSize(record.payloadOffset, record.payloadBytes, record.payload.length);
        items.index(record);
        int before = headerBytes(type, record) + betweenBytes(type, record);
        int total = before + record.payloadBytes;
        if (total > MAX_RECORD_BYTES) {
            throw new IllegalArgumentException("a record has at most " + MAX_RECORD_BYTES + " bytes, not " + total
                    + ": " + before + " before the payload and " + record.payloadBytes + " in it");
        }
        return total;
    }

    /** Writes the measured record at {@code at}, which is a multiple of 8. */
    void encode(EventType type, long rawTime, EventRecord record, int total, byte[] out, int at) {
        switch (type.kind()) {
            case SYSTEM -> putSystem(type, rawTime, record, total, out, at);
            case COMPACT -> putCompact(type, rawTime, record, total, out, at);
            case PERFINFO -> putPerfInfo(type, rawTime, record, total, out, at);
            case FULL -> putClassic(type, headerType(type, 10, 20), rawTime, record, total, out, at);
            case INSTANCE -> putInstance(type, rawTime, record, total, out, at);
            case EVENT -> putEvent(type, rawTime, record, total, out, at);
            case MESSAGE -> message.put(type, rawTime, record, total, out, at);
            case ERROR -> putClassic(type, ERROR_TYPE, rawTime, record, total, out, at);
            case OWN -> throw own();
        }
        System.arraycopy(
                record.payload, record.payloadOffset, out, at + total - record.payloadBytes, record.payloadBytes);
    }

    private int headerBytes(EventType type, EventRecord record) {
        return switch (type.kind()) {
            case SYSTEM -> 32;
            case COMPACT -> 24;
            case PERFINFO -> 16;
            case FULL, ERROR -> 48;
            case INSTANCE -> 72;
            case EVENT -> 80;
            case MESSAGE -> message.measure(type, record, items.message, pointerBytes(type));
            case OWN -> throw own();
        };
    }

    private static IllegalArgumentException own() {
        return new IllegalArgumentException(
                "an event of Ringtail's own has no ETW header and cannot stand in an .etl file");
    }

    private int betweenBytes(EventType type, EventRecord record) {
        return switch (type.kind()) {
            case COMPACT, PERFINFO -> checkedCounterBytes(record);
            case EVENT -> items.onDiskBytes + (addsTraceLogging(type) ? traceLoggingBytes(type) : 0);
            case SYSTEM, FULL, INSTANCE, MESSAGE, ERROR, OWN -> 0;
        };
    }

    private int checkedCounterBytes(EventRecord record) {
        int bits = versionBits(record);
        int announced = Long.BYTES * (((bits & COUNTER_BITS) >>> COUNTER_SHIFT) + ((bits & PEBS_BIT) == 0 ? 0 : 1));
        if (announced != items.counterBytes) {
            throw new IllegalArgumentException("the version bits 0x" + Integer.toHexString(bits) + " announce "
                    + announced + " bytes of counters, and there are " + items.counterBytes);
        }
        return announced;
    }

    private int versionBits(EventRecord record) {
        return items.versionBits == RecordItems.ABSENT
                ? 0
                : LittleEndian.unsignedShort(record.extended.bytes(), items.versionBits);
    }

    private boolean addsTraceLogging(EventType type) {
        return type.isTraceLogging() && !items.hasTraceLogging;
    }

    private static int traceLoggingBytes(EventType type) {
        return RecordItems.onDiskBytes(type.traceLogging().length);
    }

    private int pointerBytes(EventType type) {
        return type.pointerBytes() == 0 ? filePointerBytes : type.pointerBytes();
    }

    private int headerType(EventType type, int type32, int type64) {
        return pointerBytes(type) == 4 ? type32 : type64;
    }

    private void putKernelStart(EventType type, int headerType, EventRecord record, int total, byte[] out, int at) {
        LittleEndian.putShort(out, at, type.version() | versionBits(record));
        out[at + 2] = (byte) headerType;
        out[at + 3] = (byte) TRACE_HEADER;
        LittleEndian.putShort(out, at + 4, total);
        out[at + 6] = (byte) type.opcode();
        out[at + 7] = (byte) type.task();
    }

    private void putSystem(EventType type, long rawTime, EventRecord record, int total, byte[] out, int at) {
        putKernelStart(type, headerType(type, 1, 2), record, total, out, at);
        putIdsAndTime(rawTime, record, out, at + 8);
        LittleEndian.putLong(out, at + 24, longItem(record, items.cpuTime));
    }

    private void putCompact(EventType type, long rawTime, EventRecord record, int total, byte[] out, int at) {
        putKernelStart(type, headerType(type, 3, 4), record, total, out, at);
        putIdsAndTime(rawTime, record, out, at + 8);
        putCounters(record, out, at + 24);
    }

    private void putPerfInfo(EventType type, long rawTime, EventRecord record, int total, byte[] out, int at) {
        putKernelStart(type, headerType(type, 16, 17), record, total, out, at);
        LittleEndian.putLong(out, at + 8, rawTime);
        putCounters(record, out, at + 16);
    }

    private void putInstance(EventType type, long rawTime, EventRecord record, int total, byte[] out, int at) {
        putClassic(type, headerType(type, 11, 21), rawTime, record, total, out, at);
        putItem(record, items.instance, 24, out, at + 48);
    }

    private void putClassic(
            EventType type, int headerType, long rawTime, EventRecord record, int total, byte[] out, int at) {
        putUserStart(headerType, total, out, at);
        out[at + 4] = (byte) type.opcode();
        out[at + 5] = (byte) type.level();
        LittleEndian.putShort(out, at + 6, type.version());
        putIdsAndTime(rawTime, record, out, at + 8);
        LittleEndian.putGuid(out, at + 24, type.provider());
        LittleEndian.putLong(out, at + 40, longItem(record, items.cpuTime));
    }

    private void putEvent(EventType type, long rawTime, EventRecord record, int total, byte[] out, int at) {
        putUserStart(headerType(type, 18, 19), total, out, at);
        int itemBytes = betweenBytes(type, record);
        putFlags(record, itemBytes > 0, out, at + 4);
        putIdsAndTime(rawTime, record, out, at + 8);
        LittleEndian.putGuid(out, at + 24, type.provider());
        putDescriptor(type, out, at + 40);
        LittleEndian.putLong(out, at + 56, longItem(record, items.cpuTime));
        putItem(record, items.activityId, Guids.BYTES, out, at + 64);
        putExtendedItems(type, record, out, at + 80, at + 80 + itemBytes);
    }

    private void putFlags(EventRecord record, boolean hasItems, byte[] out, int at) {
        int both = items.headerFlags == RecordItems.ABSENT
                ? 0
                : LittleEndian.getInt(record.extended.bytes(), items.headerFlags);
        LittleEndian.putInt(out, at, hasItems ? both | EXTENDED_INFO : both & ~EXTENDED_INFO);
    }

    private static void putDescriptor(EventType type, byte[] out, int at) {
        LittleEndian.putShort(out, at, type.id());
        out[at + 2] = (byte) type.version();
        out[at + 3] = (byte) type.channel();
        out[at + 4] = (byte) type.level();
        out[at + 5] = (byte) type.opcode();
        LittleEndian.putShort(out, at + 6, type.task());
        LittleEndian.putLong(out, at + 8, type.keyword());
    }

    /** TraceLogging's metadata follows the provider traits, as Windows writes them, or all others. */
    private void putExtendedItems(EventType type, EventRecord record, byte[] out, int start, int end) {
        byte[] bytes = record.extended.bytes();
        int length = record.extended.length();
        boolean pending = addsTraceLogging(type);
        int to = start;
        for (int at = 0; at < length; ) {
            int itemType = LittleEndian.unsignedShort(bytes, at);
            int dataBytes = LittleEndian.unsignedShort(bytes, at + 2);
            if (RecordItems.isOnDisk(itemType)) {
                to = putExtendedItem(itemType, bytes, at + RecordItems.PREFIX_BYTES, dataBytes, out, to, end);
            }
            if (pending && itemType == ExtendedItems.PROVIDER_TRAITS) {
                to = putTraceLogging(type, out, to, end);
                pending = false;
            }
            at += RecordItems.PREFIX_BYTES + dataBytes;
        }
        if (pending) {
            putTraceLogging(type, out, to, end);
        }
    }

    private static int putTraceLogging(EventType type, byte[] out, int at, int end) {
        byte[] metadata = type.traceLogging();
        return putExtendedItem(ExtendedItems.TRACE_LOGGING, metadata, 0, metadata.length, out, at, end);
    }

    private static int putExtendedItem(
            int itemType, byte[] data, int dataAt, int dataBytes, byte[] out, int at, int end) {
        int itemBytes = RecordItems.onDiskBytes(dataBytes);
        int next = at + itemBytes;
        LittleEndian.putLong(out, next - Long.BYTES, 0);
        LittleEndian.putShort(out, at, itemBytes);
        LittleEndian.putShort(out, at + 2, itemType);
        LittleEndian.putShort(out, at + 4, next < end ? 1 : 0);
        LittleEndian.putShort(out, at + 6, dataBytes);
        System.arraycopy(data, dataAt, out, at + ITEM_HEADER_BYTES, dataBytes);
        return next;
    }

    private static void putUserStart(int headerType, int total, byte[] out, int at) {
        LittleEndian.putShort(out, at, total);
        out[at + 2] = (byte) headerType;
        out[at + 3] = (byte) TRACE_HEADER;
    }

    private static void putIdsAndTime(long rawTime, EventRecord record, byte[] out, int at) {
        LittleEndian.putInt(out, at, record.tid);
        LittleEndian.putInt(out, at + 4, record.pid);
        LittleEndian.putLong(out, at + 8, rawTime);
    }

    private void putCounters(EventRecord record, byte[] out, int at) {
        if (items.counterBytes > 0) {
            System.arraycopy(record.extended.bytes(), items.counters, out, at, items.counterBytes);
        }
    }

    private static long longItem(EventRecord record, int item) {
        return item == RecordItems.ABSENT ? 0 : LittleEndian.getLong(record.extended.bytes(), item);
    }

    private static void putItem(EventRecord record, int item, int bytes, byte[] out, int at) {
        if (item == RecordItems.ABSENT) {
            Arrays.fill(out, at, at + bytes, (byte) 0);
        } else {
            System.arraycopy(record.extended.bytes(), item, out, at, bytes);
        }
    }
}
