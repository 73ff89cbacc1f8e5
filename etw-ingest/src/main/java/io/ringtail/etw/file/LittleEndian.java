package io.ringtail.etw.file;

import io.ringtail.ring.event.Guids;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.UUID;

/** Little-endian numbers in byte arrays. Reading or writing outside an array throws {@link IndexOutOfBoundsException}. */
public final class LittleEndian {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    public static int unsignedByte(byte[] bytes, int at) {
        return Byte.toUnsignedInt(bytes[at]);
    }

    public static int unsignedShort(byte[] bytes, int at) {
        return Short.toUnsignedInt((short) SHORT.get(bytes, at));
    }

    public static int getInt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    public static long unsignedInt(byte[] bytes, int at) {
        return Integer.toUnsignedLong(getInt(bytes, at));
    }

    public static long getLong(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    public static void putShort(byte[] bytes, int at, int value) {
        SHORT.set(bytes, at, (short) value);
    }

    public static void putInt(byte[] bytes, int at, int value) {
        INT.set(bytes, at, value);
    }

    public static void putLong(byte[] bytes, int at, long value) {
        LONG.set(bytes, at, value);
    }

    /** A GUID as Windows stores it. */
    public static void putGuid(byte[] bytes, int at, UUID guid) {
        putLong(bytes, at, Guids.low(guid));
        putLong(bytes, at + Long.BYTES, Guids.high(guid));
    }
}
