package io.ringtail.etw.schema;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How a field's bytes lie in a payload: TDH_INTYPE_*, of which TraceLogging's TlgIn* are the first 26. */
public enum InType {
    NULL(0, "null", ""),
    UTF16(1, "utf16", "UnicodeString"),
    ANSI(2, "ansi", "AnsiString"),
    INT8(3, "i8", "Int8"),
    UINT8(4, "u8", "UInt8"),
    INT16(5, "i16", "Int16"),
    UINT16(6, "u16", "UInt16"),
    INT32(7, "i32", "Int32"),
    UINT32(8, "u32", "UInt32"),
    INT64(9, "i64", "Int64"),
    UINT64(10, "u64", "UInt64"),
    FLOAT(11, "f32", "Float"),
    DOUBLE(12, "f64", "Double"),
    /** Four bytes. */
    BOOL32(13, "bool", "Boolean"),
    BINARY(14, "binary", "Binary"),
    GUID(15, "guid", "GUID"),
    POINTER(16, "ptr", "Pointer"),
    FILETIME(17, "filetime", "FILETIME"),
    SYSTEMTIME(18, "systemtime", "SYSTEMTIME"),
    SID(19, "sid", "SID"),
    HEX32(20, "x32", "HexInt32"),
    HEX64(21, "x64", "HexInt64"),
    /** A u16 with the length in bytes stands before the text. */
    COUNTED_UTF16(22, "utf16-counted", "CountedUnicodeString"),
    COUNTED_ANSI(23, "ansi-counted", "CountedAnsiString"),
    STRUCT(24, "struct", ""),
    COUNTED_BINARY(25, "binary-counted", "CountedBinary"),
    MOF_COUNTED_UTF16(300, "", ""),
    MOF_COUNTED_ANSI(301, "", ""),
    /** As counted, with the count's high byte first. */
    REVERSED_COUNTED_UTF16(302, "", ""),
    REVERSED_COUNTED_ANSI(303, "", ""),
    /** To the end of the payload. */
    UNTERMINATED_UTF16(304, "utf16-rest", ""),
    UNTERMINATED_ANSI(305, "ansi-rest", ""),
    UTF16_CHAR(306, "char16", "UnicodeChar"),
    ANSI_CHAR(307, "char8", "AnsiChar"),
    /** As wide as a pointer. */
    SIZE(308, "size", "SizeT"),
    /** A u32 with the length stands before the bytes. */
    HEXDUMP(309, "", "HexDump"),
    /** Four zero bytes, or a TOKEN_USER of two pointers and a SID. */
    TOKEN_USER_SID(310, "token-sid", "WbemSid");

    private static final Map<Integer, InType> BY_NUMBER = new HashMap<>();
    private static final Map<String, InType> BY_TABLE_NAME = new HashMap<>();
    private static final Map<String, InType> BY_MANIFEST_NAME = new HashMap<>();

    static {
        for (InType type : values()) {
            BY_NUMBER.put(type.number, type);
            BY_TABLE_NAME.put(type.tableName, type);
            BY_MANIFEST_NAME.put(type.manifestName.toLowerCase(Locale.ROOT), type);
        }
        BY_TABLE_NAME.remove("");
        BY_MANIFEST_NAME.remove("");
    }

    private final int number;
    private final String tableName;
    private final String manifestName;

    InType(int number, String tableName, String manifestName) {
        this.number = number;
        this.tableName = tableName;
        this.manifestName = manifestName;
    }

    /** TDH's, and TraceLogging's where that is below 26. */
    public int number() {
        return number;
    }

    /** As tables of built-in events call it. */
    String label() {
        return tableName.isEmpty() ? name().toLowerCase(Locale.ROOT).replace('_', '-') : tableName;
    }

    public static Optional<InType> ofNumber(int number) {
        return Optional.ofNullable(BY_NUMBER.get(number));
    }

    /** By its name in the tables of built-in events. */
    static Optional<InType> ofTableName(String name) {
        return Optional.ofNullable(BY_TABLE_NAME.get(name));
    }

    /** By its name in a manifest, with or without {@code win:} or {@code trace:}. */
    static Optional<InType> ofManifestName(String name) {
        String plain = name.substring(name.indexOf(':') + 1).toLowerCase(Locale.ROOT);
        return Optional.ofNullable(BY_MANIFEST_NAME.get(plain));
    }

    /** Text whose end a zero marks, unless a length is given. */
    public boolean isTerminatedText() {
        return this == UTF16 || this == ANSI;
    }
}
