package io.ringtail.ring.block;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.UnsafeMemory;
import org.jspecify.annotations.Nullable;

/**
 * The one place that touches raw memory: little-endian loads and copies at {@code (base, address)}, where base is a
 * primitive array and address an offset in it, or base is null and address a native address. Nothing is checked here;
 * {@link Block} checks once, when it is wrapped.
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

    static byte getByte(@Nullable Object base, long address) {
        return UnsafeMemory.unsafeGetByte(base, address);
    }

    static short getShort(@Nullable Object base, long address) {
        return UnsafeMemory.unsafeGetShort(base, address);
    }

    static int getInt(@Nullable Object base, long address) {
        return UnsafeMemory.unsafeGetInt(base, address);
    }

    static long getLong(@Nullable Object base, long address) {
        return UnsafeMemory.unsafeGetLong(base, address);
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
