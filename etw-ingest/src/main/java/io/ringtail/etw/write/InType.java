package io.ringtail.etw.write;

/** How a field's bytes are laid out; the numbers are those of TraceLogging and of TDH alike. */
public enum InType {
    /** Up to a zero character. */
    UTF16(1),
    /** Up to a zero byte. */
    ANSI(2),
    INT8(3),
    UINT8(4),
    INT16(5),
    UINT16(6),
    INT32(7),
    UINT32(8),
    INT64(9),
    UINT64(10),
    FLOAT(11),
    DOUBLE(12),
    BOOL32(13),
    /** In TraceLogging with its length before it. */
    BINARY(14),
    GUID(15),
    POINTER(16),
    FILETIME(17),
    SYSTEMTIME(18),
    SID(19),
    HEX32(20),
    HEX64(21),
    COUNTED_UTF16(22),
    COUNTED_ANSI(23),
    /** Has no bytes of its own: its members follow. */
    STRUCT(24),
    COUNTED_BINARY(25);

    private final int number;

    InType(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
