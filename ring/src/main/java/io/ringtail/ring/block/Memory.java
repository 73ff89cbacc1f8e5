package io.ringtail.ring.block;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.UnsafeMemory;
import org.jspecify.annotations.Nullable;

/**
 * The one place that touches raw memory: little-endian loads and stores at native addresses, and copies between native memory
 * and arrays, for which the base is the array and the address an offset in it. What is read in place is always native: where
 * a load could be of either, compilers fence it off from all others, which doubled the cost of reading an event. Nothing is
 * checked here; {@link Block} checks once, when it is wrapped.
 */
final class Memory {
    static final long BYTE_ARRAY = UnsafeMemory.UNSAFE.arrayBaseOffset(byte[].class);
    static final long SHORT_ARRAY = UnsafeMemory.UNSAFE.arrayBaseOffset(short[].class);
    static final long INT_ARRAY = UnsafeMemory.UNSAFE.arrayBaseOffset(int[].class);
    static final long LONG_ARRAY = UnsafeMemory.UNSAFE.arrayBaseOffset(long[].class);

    static {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new ExceptionInInitializerError("Ringtail runs on little-endian machines only");
        }
    }

    private Memory() {}

    /** Where a direct buffer's memory starts, whatever its position. */
    static long address(ByteBuffer direct) {
        return Jvm.address(direct);
    }

    static byte getByte(long address) {
        return UnsafeMemory.UNSAFE.getByte(address);
    }

    static short getShort(long address) {
        return UnsafeMemory.UNSAFE.getShort(address);
    }

    static int getInt(long address) {
        return UnsafeMemory.UNSAFE.getInt(address);
    }

    static long getLong(long address) {
        return UnsafeMemory.UNSAFE.getLong(address);
    }

    /** Eight bytes of an array, at an offset from its first. */
    static long getLong(byte[] array, int offset) {
        return UnsafeMemory.UNSAFE.getLong(array, BYTE_ARRAY + offset);
    }

    static void putInt(long address, int value) {
        UnsafeMemory.UNSAFE.putInt(address, value);
    }

    static void putLong(long address, long value) {
        UnsafeMemory.UNSAFE.putLong(address, value);
    }

    /** Sets native memory to zero. */
    static void clear(long address, int length) {
        UnsafeMemory.UNSAFE.setMemory(address, length, (byte) 0);
    }

    static void copy(@Nullable Object from, long fromAddress, @Nullable Object to, long toAddress, int length) {
        UnsafeMemory.UNSAFE.copyMemory(from, fromAddress, to, toAddress, length);
    }
}
