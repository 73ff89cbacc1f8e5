package io.ringtail.ring.block;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where one of a block's two heaps stands: in the block, or, if it is compressed there, in an array of this object's once
 * it has been unpacked. The array is used again for the next block. One thread.
 */
final class Heap {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private @Nullable Object base;
    private long address;
    private int bytes;
    private Compression compression = Compression.NONE;
    private ByteBuffer stored = NONE;
    private byte[] storedCopy = {};
    private byte[] unpacked = {};

    /** A heap that stands as it is. */
    void plain(@Nullable Object newBase, long newAddress, int newBytes) {
        base = newBase;
        address = newAddress;
        bytes = newBytes;
        compression = Compression.NONE;
        stored = NONE;
    }

    /** A heap that is to be unpacked when it is needed. */
    void packed(Compression by, ByteBuffer newStored, int newBytes) {
        base = unpacked;
        address = Memory.BYTE_ARRAY;
        bytes = newBytes;
        compression = by;
        stored = newStored;
    }

    boolean isPacked() {
        return compression != Compression.NONE;
    }

    /** What keeps the heap from being unpacked; it is seen as empty then. */
    Optional<String> unpack() {
        storedCopy = atLeast(storedCopy, stored.remaining());
        unpacked = atLeast(unpacked, bytes);
        int storedBytes = stored.remaining();
        stored.get(stored.position(), storedCopy, 0, storedBytes); // native code must not read a file that may be cut
        Optional<String> problem = compression.unpack(storedCopy, storedBytes, unpacked, bytes);
        plain(unpacked, Memory.BYTE_ARRAY, problem.isEmpty() ? bytes : 0);
        return problem;
    }

    @Nullable
    Object base() {
        return base;
    }

    long address() {
        return address;
    }

    /** The length of a slice; 0 if it does not lie in the heap. */
    int sliceBytes(int start, int end) {
        return start < 0 || end < start || end > bytes ? 0 : end - start;
    }

    private static byte[] atLeast(byte[] array, int length) {
        return array.length >= length ? array : new byte[Math.max(length, 1 << 16)];
    }
}
