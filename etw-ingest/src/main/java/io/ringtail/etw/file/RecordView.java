package io.ringtail.etw.file;

import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.HeaderKind;

/**
 * One record's header as numbers, and where the rest of it lies. A mutable view: {@link #read} points it at a record of
 * someone else's array; it owns no bytes and allocates nothing.
 *
 * <p>The fields are open because millions of records a second pass through. Those that a kind of header does not have
 * are 0, and places are -1.
 */
public final class RecordView {
    private static final int NOWHERE = -1;
    private static final int CLASSIC_CPU_TIME_AT = 40;
    private static final int EVENT_CPU_TIME_AT = 56;
    private static final int GUID_AT = 24;

    public byte[] data = new byte[0];
    public HeaderKind kind = HeaderKind.SYSTEM;
    public int pointerBytes;
    /** The GUID's first eight bytes as a little-endian number; 0 for kernel records, which have a group instead. */
    public long guidLow;

    public long guidHigh;
    /** Opcode for kernel and classic records, message number for messages. */
    public int id;

    public int version;
    public int channel;
    public int level;
    public int opcode;
    /** The group for kernel records. */
    public int task;

    public long keyword;
    public int pid;
    public int tid;
    /** Kernel and user time, or processor time: 8 bytes as in the record. */
    public long cpuTime;
    /** EVENT_HEADER's Flags, and its EventProperty in the upper half. */
    public int headerFlags;
    /** PERFINFO and COMPACT: the bits of the version that announce counters. */
    public int versionBits;
    /** MESSAGE: option flags. */
    public int messageFlags;
    /** MESSAGE: the sequence number, if the flags announce one. */
    public int messageSequence;

    public long activityLow;
    public long activityHigh;
    /** Where INSTANCE's ids start (24 bytes), or -1. */
    public int instanceAt;
    /** Where counters start, which end at {@code payloadAt}; or -1. */
    public int countersAt;
    /** Where the data of the TraceLogging metadata starts, or -1. */
    public int traceLoggingAt;

    public int traceLoggingBytes;
    /** The extended items as in the record, whole ones only. */
    public int itemsAt;

    public int itemsEnd;
    public int payloadAt;
    public int payloadEnd;

    /** Points at a whole record, as {@link RecordScanner} finds them. */
    public RecordView read(byte[] bytes, int at) {
        RecordLayout layout = RecordLayout.of(LittleEndian.getInt(bytes, at));
        if (layout == null) {
            throw new IllegalArgumentException("no record starts at " + at);
        }
        clear();
        data = bytes;
        kind = layout.kind();
        pointerBytes = layout.pointerBytes();
        payloadAt = at + layout.bodyAt(bytes, at);
        payloadEnd = at + layout.recordBytes(bytes, at);
        switch (kind) {
            case SYSTEM, COMPACT, PERFINFO -> readKernel(at, layout);
            case FULL, INSTANCE, ERROR -> readClassic(at);
            case EVENT -> readEvent(at);
            case MESSAGE -> readMessage(at);
            case OWN -> throw new AssertionError("no record has this kind");
        }
        return this;
    }

    private void clear() {
        guidLow = 0;
        guidHigh = 0;
        channel = 0;
        level = 0;
        task = 0;
        keyword = 0;
        cpuTime = 0;
        headerFlags = 0;
        versionBits = 0;
        messageFlags = 0;
        messageSequence = 0;
        activityLow = 0;
        activityHigh = 0;
        instanceAt = NOWHERE;
        countersAt = NOWHERE;
        traceLoggingAt = NOWHERE;
        traceLoggingBytes = 0;
        itemsAt = 0;
        itemsEnd = 0;
    }

    private void readKernel(int at, RecordLayout layout) {
        version = LittleEndian.unsignedShort(data, at);
        opcode = LittleEndian.unsignedByte(data, at + 6);
        id = opcode;
        task = LittleEndian.unsignedByte(data, at + 7);
        if (kind == HeaderKind.PERFINFO) {
            pid = EventRecord.UNKNOWN_ID;
            tid = EventRecord.UNKNOWN_ID;
        } else {
            readThread(at);
        }
        if (kind == HeaderKind.SYSTEM) {
            cpuTime = LittleEndian.getLong(data, at + GUID_AT);
        } else {
            versionBits = version & (RecordLayout.VERSION_PEBS | RecordLayout.VERSION_COUNTERS);
            version -= versionBits;
            countersAt = versionBits == 0 ? NOWHERE : at + layout.headerBytes();
        }
    }

    private void readClassic(int at) {
        readThread(at);
        readGuid(at + GUID_AT);
        opcode = LittleEndian.unsignedByte(data, at + 4);
        id = opcode;
        level = LittleEndian.unsignedByte(data, at + 5);
        version = LittleEndian.unsignedShort(data, at + 6);
        cpuTime = LittleEndian.getLong(data, at + CLASSIC_CPU_TIME_AT);
        if (kind == HeaderKind.INSTANCE) {
            instanceAt = at + 48;
        }
    }

    private void readEvent(int at) {
        readThread(at);
        readGuid(at + GUID_AT);
        headerFlags = LittleEndian.getInt(data, at + 4);
        id = LittleEndian.unsignedShort(data, at + 40);
        version = LittleEndian.unsignedByte(data, at + 42);
        channel = LittleEndian.unsignedByte(data, at + 43);
        level = LittleEndian.unsignedByte(data, at + 44);
        opcode = LittleEndian.unsignedByte(data, at + 45);
        task = LittleEndian.unsignedShort(data, at + 46);
        keyword = LittleEndian.getLong(data, at + 48);
        cpuTime = LittleEndian.getLong(data, at + EVENT_CPU_TIME_AT);
        activityLow = LittleEndian.getLong(data, at + 64);
        activityHigh = LittleEndian.getLong(data, at + 72);
        if ((headerFlags & ExtendedChain.FLAG) != 0) {
            readItems();
        }
    }

    /** Walks the chain of extended items; what does not fit the record ends it and counts as payload. */
    private void readItems() {
        itemsAt = payloadAt;
        itemsEnd = payloadAt;
        boolean more = true;
        while (more && ExtendedChain.isItem(data, itemsEnd, payloadEnd)) {
            int type = LittleEndian.unsignedShort(data, itemsEnd + ExtendedChain.TYPE_AT);
            if (traceLoggingAt < 0 && type == ExtendedItems.TRACE_LOGGING) {
                traceLoggingAt = itemsEnd + ExtendedChain.HEADER_BYTES;
                traceLoggingBytes = LittleEndian.unsignedShort(data, itemsEnd + ExtendedChain.DATA_BYTES_AT);
            }
            more = ExtendedChain.hasNext(data, itemsEnd);
            itemsEnd += LittleEndian.unsignedShort(data, itemsEnd);
        }
        payloadAt = itemsEnd;
    }

    private void readMessage(int at) {
        messageFlags = LittleEndian.unsignedShort(data, at + MessageHeader.FLAGS_AT);
        id = LittleEndian.unsignedShort(data, at + MessageHeader.NUMBER_AT);
        opcode = 0;
        version = LittleEndian.unsignedByte(data, at + 2);
        pointerBytes = MessageHeader.pointerBytes(messageFlags);
        if ((messageFlags & MessageHeader.SEQUENCE) != 0) {
            messageSequence = LittleEndian.getInt(data, at + MessageHeader.FIXED_BYTES);
        }
        int identityAt = at + MessageHeader.identityAt(messageFlags);
        if ((messageFlags & MessageHeader.GUID) != 0) {
            readGuid(identityAt);
        } else if ((messageFlags & MessageHeader.COMPONENT_ID) != 0) {
            guidLow = LittleEndian.unsignedInt(data, identityAt);
        }
        if ((messageFlags & MessageHeader.SYSTEM_INFO) != 0) {
            int infoAt = at + MessageHeader.systemInfoAt(messageFlags);
            tid = LittleEndian.getInt(data, infoAt);
            pid = LittleEndian.getInt(data, infoAt + Integer.BYTES);
        } else {
            tid = EventRecord.UNKNOWN_ID;
            pid = EventRecord.UNKNOWN_ID;
        }
    }

    private void readThread(int at) {
        tid = LittleEndian.getInt(data, at + 8);
        pid = LittleEndian.getInt(data, at + 12);
    }

    private void readGuid(int at) {
        guidLow = LittleEndian.getLong(data, at);
        guidHigh = LittleEndian.getLong(data, at + Long.BYTES);
    }
}
