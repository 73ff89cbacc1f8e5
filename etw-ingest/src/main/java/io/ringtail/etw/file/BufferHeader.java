package io.ringtail.etw.file;

/**
 * WMI_BUFFER_HEADER, the 72 bytes before a buffer's data: what is needed of it.
 *
 * @param bufferBytes bytes on disk, header included
 * @param dataEnd where valid data ends, counted from the buffer's start and uncompressed
 */
record BufferHeader(long bufferBytes, long timeStamp, int processor, int state, long dataEnd, int flags, int type) {
    static final int BYTES = 72;
    /** The largest buffer ETW makes. */
    static final int MAX_BUFFER_BYTES = 16 << 20;

    static final int COMPRESSED = 0x40;

    private static final int PROCESSOR_INDEX = 0x20;
    private static final int PROCESSOR_MASK = 0x07FF;
    private static final int KNOWN_FLAGS = 0x7F;
    private static final int TYPE_HEADER = 4;
    private static final int MAX_TYPE = 7;
    private static final int MAX_STATE = 7;
    private static final int MIN_RECORD_BYTES = 16;
    /** Sane fields, of four, that make damage in the others believable. */
    private static final int ENOUGH = 3;

    static BufferHeader read(byte[] bytes, int at) {
        int flags = LittleEndian.unsignedShort(bytes, at + 0x34);
        int processor = (flags & PROCESSOR_INDEX) != 0
                ? LittleEndian.unsignedShort(bytes, at + 0x28) & PROCESSOR_MASK
                : LittleEndian.unsignedByte(bytes, at + 0x28);
        return new BufferHeader(
                LittleEndian.unsignedInt(bytes, at),
                LittleEndian.getLong(bytes, at + 0x10),
                processor,
                LittleEndian.getInt(bytes, at + 0x2C),
                LittleEndian.unsignedInt(bytes, at + 0x30),
                flags,
                LittleEndian.unsignedShort(bytes, at + 0x36));
    }

    /** Cheap test for the search: false for nearly all places that are no buffer header. */
    static boolean couldStart(byte[] bytes, int at) {
        int flagsAndType = LittleEndian.getInt(bytes, at + 0x34);
        return (flagsAndType & ~(MAX_TYPE << 16 | KNOWN_FLAGS)) == 0
                && LittleEndian.getInt(bytes, at) - BYTES > 0
                && LittleEndian.getInt(bytes, at) <= MAX_BUFFER_BYTES;
    }

    boolean isCompressed() {
        return (flags & COMPRESSED) != 0;
    }

    /** Whether it is the first of a session. */
    boolean isHeader() {
        return type == TYPE_HEADER;
    }

    boolean hasSaneSize() {
        return bufferBytes >= BYTES && bufferBytes <= MAX_BUFFER_BYTES;
    }

    boolean hasSaneDataEnd() {
        return dataEnd >= BYTES && dataEnd <= (isCompressed() || !hasSaneSize() ? MAX_BUFFER_BYTES : bufferBytes);
    }

    /** Whether it may be a buffer's header, one damaged field or two aside. */
    boolean isLikely() {
        int sane = (hasSaneDataEnd() ? 1 : 0)
                + (type <= MAX_TYPE ? 1 : 0)
                + (flags <= KNOWN_FLAGS ? 1 : 0)
                + (state >= 0 && state <= MAX_STATE ? 1 : 0);
        return sane >= ENOUGH && (hasSaneSize() || sane > ENOUGH && dataEnd > BYTES);
    }

    /** Whether every field makes sense and there is data: for places found by search. */
    boolean isSane() {
        return hasSaneSize()
                && hasSaneDataEnd()
                && dataEnd >= BYTES + MIN_RECORD_BYTES
                && type <= MAX_TYPE
                && flags <= KNOWN_FLAGS
                && state >= 0
                && state <= MAX_STATE;
    }
}
