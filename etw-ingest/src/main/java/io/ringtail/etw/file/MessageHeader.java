package io.ringtail.etw.file;

/** MESSAGE_TRACE_HEADER (WPP): 8 bytes, then the fields that its option flags announce, in this order. */
final class MessageHeader {
    static final int NUMBER_AT = 4;
    static final int FLAGS_AT = 6;
    static final int FIXED_BYTES = 8;

    static final int SEQUENCE = 0x01;
    static final int GUID = 0x02;
    static final int COMPONENT_ID = 0x04;
    static final int TIMESTAMP = 0x08;
    static final int PERFORMANCE_TIMESTAMP = 0x10;
    static final int SYSTEM_INFO = 0x20;
    static final int POINTER32 = 0x40;
    static final int POINTER64 = 0x80;

    private MessageHeader() {}

    static int identityAt(int flags) {
        return FIXED_BYTES + ((flags & SEQUENCE) == 0 ? 0 : Integer.BYTES);
    }

    static boolean hasTime(int flags) {
        return (flags & (TIMESTAMP | PERFORMANCE_TIMESTAMP)) != 0;
    }

    static int timeAt(int flags) {
        int identity = identityAt(flags);
        if ((flags & GUID) != 0) {
            return identity + 2 * Long.BYTES;
        }
        return identity + ((flags & COMPONENT_ID) == 0 ? 0 : Integer.BYTES);
    }

    /** ThreadId, then ProcessId. */
    static int systemInfoAt(int flags) {
        return timeAt(flags) + (hasTime(flags) ? Long.BYTES : 0);
    }

    /** All of the header. */
    static int bytes(int flags) {
        return systemInfoAt(flags) + ((flags & SYSTEM_INFO) == 0 ? 0 : 2 * Integer.BYTES);
    }

    static int pointerBytes(int flags) {
        return (flags & POINTER64) != 0 ? 8 : (flags & POINTER32) != 0 ? 4 : 0;
    }
}
