package io.ringtail.etw.file;

import io.ringtail.ring.event.HeaderKind;
import org.jspecify.annotations.Nullable;

/**
 * The record headers of ETW, told apart by the type and flags bytes among a record's first four; the types are Windows'
 * TRACE_HEADER_TYPE_*.
 */
public enum RecordLayout {
    SYSTEM32(1, HeaderKind.SYSTEM, 4, 32, 16, 4),
    SYSTEM64(2, HeaderKind.SYSTEM, 8, 32, 16, 4),
    COMPACT32(3, HeaderKind.COMPACT, 4, 24, 16, 4),
    COMPACT64(4, HeaderKind.COMPACT, 8, 24, 16, 4),
    PERFINFO32(16, HeaderKind.PERFINFO, 4, 16, 8, 4),
    PERFINFO64(17, HeaderKind.PERFINFO, 8, 16, 8, 4),
    FULL32(10, HeaderKind.FULL, 4, 48, 16, 0),
    FULL64(20, HeaderKind.FULL, 8, 48, 16, 0),
    INSTANCE32(11, HeaderKind.INSTANCE, 4, 72, 16, 0),
    INSTANCE64(21, HeaderKind.INSTANCE, 8, 72, 16, 0),
    /** Read as FULL, which it stands in for. */
    ERROR(13, HeaderKind.ERROR, 0, 48, 16, 0),
    EVENT32(18, HeaderKind.EVENT, 4, 80, 16, 0),
    EVENT64(19, HeaderKind.EVENT, 8, 80, 16, 0),
    /** WPP: the header's optional fields follow its first 8 bytes. */
    MESSAGE(-1, HeaderKind.MESSAGE, 0, 8, -1, 0);

    /** PERFINFO and COMPACT: a PEBS index follows the header. */
    static final int VERSION_PEBS = 0x8000;
    /** PERFINFO and COMPACT: how many PMC counters follow the header. */
    static final int VERSION_COUNTERS = 0x0700;

    private static final int COUNTERS_SHIFT = 8;
    private static final int KNOWN_FLAGS = 0xC0;
    private static final int MESSAGE_FLAGS = 0x90;
    private static final @Nullable RecordLayout[] BY_TYPE = new RecordLayout[256];

    static {
        for (RecordLayout layout : values()) {
            if (layout.type >= 0) {
                BY_TYPE[layout.type] = layout;
            }
        }
    }

    private final int type;
    private final HeaderKind kind;
    private final int pointerBytes;
    private final int headerBytes;
    private final int timeAt;
    private final int sizeAt;

    RecordLayout(int type, HeaderKind kind, int pointerBytes, int headerBytes, int timeAt, int sizeAt) {
        this.type = type;
        this.kind = kind;
        this.pointerBytes = pointerBytes;
        this.headerBytes = headerBytes;
        this.timeAt = timeAt;
        this.sizeAt = sizeAt;
    }

    /** The layout of a record that starts with these four bytes; null if no record does. */
    static @Nullable RecordLayout of(int marker) {
        int flags = marker >>> 24;
        if ((flags & KNOWN_FLAGS) == KNOWN_FLAGS) {
            return BY_TYPE[marker >>> 16 & 0xFF];
        }
        return (flags & 0xF0) == MESSAGE_FLAGS ? MESSAGE : null;
    }

    public HeaderKind kind() {
        return kind;
    }

    /** As the header says; 0 where it does not. */
    public int pointerBytes() {
        return pointerBytes;
    }

    /** Bytes of the record, header included, as the record says; the first 8 must be there. */
    int recordBytes(byte[] data, int at) {
        return LittleEndian.unsignedShort(data, at + sizeAt);
    }

    /** The least that such a record needs. */
    int headerBytes() {
        return headerBytes;
    }

    /** Where the payload, or the first extended item, of a whole record starts, counted from the record. */
    int bodyAt(byte[] data, int at) {
        return switch (kind) {
            case PERFINFO, COMPACT -> headerBytes + counterBytes(LittleEndian.unsignedShort(data, at));
            case MESSAGE -> MessageHeader.bytes(LittleEndian.unsignedShort(data, at + MessageHeader.FLAGS_AT));
            case SYSTEM, FULL, INSTANCE, EVENT, ERROR, OWN -> headerBytes;
        };
    }

    static int counterBytes(int version) {
        int counters = (version & VERSION_COUNTERS) >>> COUNTERS_SHIFT;
        return Long.BYTES * (counters + ((version & VERSION_PEBS) == 0 ? 0 : 1));
    }

    /** The raw clock value of a whole record; {@code otherwise} for a message without one. */
    long rawTime(byte[] data, int at, long otherwise) {
        if (timeAt >= 0) {
            return LittleEndian.getLong(data, at + timeAt);
        }
        int flags = LittleEndian.unsignedShort(data, at + MessageHeader.FLAGS_AT);
        return MessageHeader.hasTime(flags) ? LittleEndian.getLong(data, at + MessageHeader.timeAt(flags)) : otherwise;
    }
}
