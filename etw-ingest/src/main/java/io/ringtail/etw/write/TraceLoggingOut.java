package io.ringtail.etw.write;

/** How a TraceLogging field is meant to be shown. */
public enum TraceLoggingOut {
    DEFAULT(0),
    HIDDEN(1),
    STRING(2),
    BOOLEAN(3),
    HEX(4),
    PID(5),
    TID(6),
    PORT(7),
    IPV4(8),
    IPV6(9),
    SOCKET_ADDRESS(10),
    XML(11),
    JSON(12),
    WIN32_ERROR(13),
    NTSTATUS(14),
    HRESULT(15),
    FILETIME(16),
    SIGNED(17),
    UNSIGNED(18),
    UTF8(35),
    PKCS7(36),
    CODE_POINTER(37),
    DATE_TIME_UTC(38);

    private final int number;

    TraceLoggingOut(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
