package io.ringtail.ring.event;

import java.util.Arrays;

/**
 * Builds an event's extended items: what was in the record beside header and payload, kept so that the record can be
 * written back. A list of {@code type u16, length u16, data}, little-endian, without padding. Numbers below 0x100 are
 * ETW's own (EVENT_HEADER_EXT_TYPE_*); those from 0x100 are Ringtail's. One thread; reused from event to event.
 */
public final class ExtendedItems {
    public static final int RELATED_ACTIVITY_ID = 1;
    public static final int SID = 2;
    public static final int STACK32 = 5;
    public static final int STACK64 = 6;
    public static final int TRACE_LOGGING = 11;
    public static final int PROVIDER_TRAITS = 12;
    public static final int STACK_KEY32 = 17;
    public static final int STACK_KEY64 = 18;
    /** GUID, 16 bytes as on disk. */
    public static final int ACTIVITY_ID = 0x100;
    /** KernelTime u32 and UserTime u32, or ProcessorTime u64: 8 bytes as on disk. */
    public static final int CPU_TIME = 0x101;
    /** EVENT_HEADER's Flags u16 and EventProperty u16, as on disk. */
    public static final int HEADER_FLAGS = 0x102;
    /** The raw clock value i64, where 100 ns ticks cannot give it back. */
    public static final int RAW_CLOCK = 0x103;
    /** InstanceId u32, ParentInstanceId u32, ParentGuid: what an INSTANCE header adds. */
    public static final int INSTANCE = 0x104;
    /** u64 each: PEBS index and PMC counters between a PERFINFO header and its payload. */
    public static final int COUNTERS = 0x105;
    /** MESSAGE header: option flags u16 and sequence u32. */
    public static final int MESSAGE = 0x106;
    /** Version bits of a kernel header that announce {@link #COUNTERS}: u16. */
    public static final int VERSION_BITS = 0x107;

    /** Of an imported event: its sequence in its own journal, i64. */
    public static final int ORIGIN = 0x108;

    /** Bits of an event's {@code flags}: which of the common items follow. */
    public static final int HAS_ACTIVITY_ID = 1;

    public static final int HAS_RELATED_ACTIVITY_ID = 2;
    public static final int HAS_STACK = 4;
    public static final int HAS_SID = 8;

    private static final int HEADER_BYTES = 4;
    private static final int MAX_DATA_BYTES = 0xFFFF;

    private byte[] bytes = new byte[256];
    private int length;
    private int flags;

    public ExtendedItems clear() {
        length = 0;
        flags = 0;
        return this;
    }

    /** Appends one item; data is copied. */
    public ExtendedItems add(int type, byte[] data, int offset, int dataBytes) {
        int at = header(type, dataBytes);
        System.arraycopy(data, offset, bytes, at, dataBytes);
        return this;
    }

    /** Appends an item of the low {@code dataBytes} (at most 8) bytes of {@code value}. */
    public ExtendedItems add(int type, long value, int dataBytes) {
        int at = header(type, dataBytes);
        for (int i = 0; i < dataBytes; i++) {
            bytes[at + i] = (byte) (value >>> 8 * i);
        }
        return this;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** The flags that belong into the event's header. */
    public int flags() {
        return flags;
    }

    private int header(int type, int dataBytes) {
        if (dataBytes > MAX_DATA_BYTES) {
            throw new IllegalArgumentException(
                    "an extended item holds at most " + MAX_DATA_BYTES + " bytes, not " + dataBytes);
        }
        int at = length + HEADER_BYTES;
        if (at + dataBytes > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + dataBytes));
        }
        bytes[length] = (byte) type;
        bytes[length + 1] = (byte) (type >>> 8);
        bytes[length + 2] = (byte) dataBytes;
        bytes[length + 3] = (byte) (dataBytes >>> 8);
        length = at + dataBytes;
        flags |= flagOf(type);
        return at;
    }

    private static int flagOf(int type) {
        return switch (type) {
            case ACTIVITY_ID -> HAS_ACTIVITY_ID;
            case RELATED_ACTIVITY_ID -> HAS_RELATED_ACTIVITY_ID;
            case STACK32, STACK64, STACK_KEY32, STACK_KEY64 -> HAS_STACK;
            case SID -> HAS_SID;
            default -> 0;
        };
    }
}
