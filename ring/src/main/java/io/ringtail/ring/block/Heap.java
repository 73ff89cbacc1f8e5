package io.ringtail.ring.block;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Where one of a block's two heaps stands: in the block, or, if it is compressed there, in memory of this object's once
 * it has been unpacked, which is used again for the next block. One thread.
 */
final class Heap {
    private static final ByteBuffer NONE = ByteBuffer.allocateDirect(0);

    private long address;
    private int bytes;
    private Compression compression = Compression.NONE;
    private ByteBuffer stored = NONE;
    private ByteBuffer storedCopy = NONE;
    private ByteBuffer unpacked = NONE;

    /** A heap that stands as it is. */
    void plain(long newAddress, int newBytes) {
        address = newAddress;
        bytes = newBytes;
        compression = Compression.NONE;
        stored = NONE;
    }

    /** A heap that is to be unpacked when it is needed. */
    void packed(Compression by, ByteBuffer newStored, int newBytes) {
        address = Memory.address(unpacked);
        bytes = newBytes;
        compression = by;
        stored = newStored;
    }

    boolean isPacked() {
        return compression != Compression.NONE;
    }

    /** What keeps the heap from being unpacked; it is seen as empty then. */
    Optional<String> unpack() {
        int storedBytes = stored.remaining();
        storedCopy = atLeast(storedCopy, storedBytes);
        unpacked = atLeast(unpacked, bytes);
        storedCopy.put(0, stored, stored.position(), storedBytes); // native code must not read a file that may be cut
        Optional<String> problem = compression.unpack(storedCopy, storedBytes, unpacked, bytes);
        plain(Memory.address(unpacked), problem.isEmpty() ? bytes : 0);
        return problem;
    }

    long address() {
        return address;
    }

    /** The length of a slice; 0 if it does not lie in the heap. */
    int sliceBytes(int start, int end) {
        return start < 0 || end < start || end > bytes ? 0 : end - start;
    }

    private static ByteBuffer atLeast(ByteBuffer buffer, int length) {
        return buffer.capacity() >= length ? buffer : ByteBuffer.allocateDirect(Math.max(length, 1 << 16));
    }
}
