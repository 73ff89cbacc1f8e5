package io.ringtail.etw.schema;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How people are to read a field, where that says more than its {@link InType}. TDH and TraceLogging number them each in
 * their own way; out-types that only repeat the in-type are {@link #NONE}.
 */
public enum OutType {
    NONE(-1, -1, ""),
    STRING(1, 2, "string"),
    BOOLEAN(13, 3, "boolean"),
    HEX(15, 4, "hexbinary"),
    HEX8(16, -1, "hexint8"),
    HEX16(17, -1, "hexint16"),
    HEX32(18, -1, "hexint32"),
    HEX64(19, -1, "hexint64"),
    PID(20, 5, "pid"),
    TID(21, 6, "tid"),
    /** Big-endian. */
    PORT(22, 7, "port"),
    IPV4(23, 8, "ipv4"),
    IPV6(24, 9, "ipv6"),
    SOCKET_ADDRESS(25, 10, "socketaddress"),
    XML(28, 11, "xml"),
    JSON(34, 12, "json"),
    ERROR_CODE(29, -1, "errorcode"),
    WIN32_ERROR(30, 13, "win32error"),
    NTSTATUS(31, 14, "ntstatus"),
    HRESULT(32, 15, "hresult"),
    DATE_TIME(2, 16, "datetime"),
    DATE_TIME_CULTURE_INSENSITIVE(33, -1, "datetimecultureinsensitive"),
    DATE_TIME_UTC(38, 38, "datetimeutc"),
    SIGNED(-1, 17, "signed"),
    UNSIGNED(-1, 18, "unsigned"),
    UTF8(35, 35, "utf8"),
    PKCS7(36, 36, "pkcs7"),
    CODE_POINTER(37, 37, "codepointer");

    private static final Map<Integer, OutType> BY_TDH = new HashMap<>();
    private static final Map<Integer, OutType> BY_TRACE_LOGGING = new HashMap<>();
    private static final Map<String, OutType> BY_MANIFEST_NAME = new HashMap<>();

    static {
        for (OutType type : values()) {
            BY_TDH.put(type.tdh, type);
            BY_TRACE_LOGGING.put(type.traceLogging, type);
            BY_MANIFEST_NAME.put(type.manifestName, type);
        }
        BY_TDH.remove(-1);
        BY_TRACE_LOGGING.remove(-1);
        BY_MANIFEST_NAME.put("", NONE);
    }

    private final int tdh;
    private final int traceLogging;
    private final String manifestName;

    OutType(int tdh, int traceLogging, String manifestName) {
        this.tdh = tdh;
        this.traceLogging = traceLogging;
        this.manifestName = manifestName;
    }

    /** TDH's number; -1 if it has none for this. */
    public int tdhNumber() {
        return tdh;
    }

    /** TraceLogging's number; -1 if it has none for this. */
    public int traceLoggingNumber() {
        return traceLogging;
    }

    static OutType ofTdh(int number) {
        return BY_TDH.getOrDefault(number, NONE);
    }

    static OutType ofTraceLogging(int number) {
        return BY_TRACE_LOGGING.getOrDefault(number, NONE);
    }

    /** By its name in a manifest, with or without {@code xs:} or {@code win:}. */
    static OutType ofManifestName(String name) {
        String plain =
                name.substring(name.indexOf(':') + 1).toLowerCase(Locale.ROOT).replace("_", "");
        return BY_MANIFEST_NAME.getOrDefault(plain, NONE);
    }

    /** That a number is read as 0x… */
    public boolean isHexadecimal() {
        return switch (this) {
            case HEX, HEX8, HEX16, HEX32, HEX64, NTSTATUS, HRESULT, CODE_POINTER -> true;
            case NONE,
                    STRING,
                    BOOLEAN,
                    PID,
                    TID,
                    PORT,
                    IPV4,
                    IPV6,
                    SOCKET_ADDRESS,
                    XML,
                    JSON,
                    ERROR_CODE,
                    WIN32_ERROR,
                    DATE_TIME,
                    DATE_TIME_CULTURE_INSENSITIVE,
                    DATE_TIME_UTC,
                    SIGNED,
                    UNSIGNED,
                    UTF8,
                    PKCS7 -> false;
        };
    }

    /** That a 64-bit number is a FILETIME. */
    public boolean isDateTime() {
        return this == DATE_TIME || this == DATE_TIME_CULTURE_INSENSITIVE || this == DATE_TIME_UTC;
    }
}
