package io.ringtail.ring.event;

import java.util.UUID;

/** GUIDs as Windows stores them: the first three fields little-endian, the last eight bytes in order. */
public final class Guids {
    /** All zero: how Windows says "none". */
    public static final UUID ZERO = new UUID(0, 0);

    public static final int BYTES = 16;

    private Guids() {}

    /**
     * The GUID of 16 stored bytes.
     *
     * @param low the first eight as a little-endian number
     * @param high the last eight as a little-endian number
     */
    public static UUID of(long low, long high) {
        long data1 = low & 0xFFFF_FFFFL;
        long data2 = low >>> 32 & 0xFFFF;
        long data3 = low >>> 48;
        return new UUID(data1 << 32 | data2 << 16 | data3, Long.reverseBytes(high));
    }

    /** The first eight stored bytes as a little-endian number. */
    public static long low(UUID guid) {
        long bits = guid.getMostSignificantBits();
        return bits >>> 32 | (bits >>> 16 & 0xFFFF) << 32 | (bits & 0xFFFF) << 48;
    }

    /** The last eight stored bytes as a little-endian number. */
    public static long high(UUID guid) {
        return Long.reverseBytes(guid.getLeastSignificantBits());
    }
}
