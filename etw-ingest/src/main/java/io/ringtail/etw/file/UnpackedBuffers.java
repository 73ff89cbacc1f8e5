package io.ringtail.etw.file;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The decompressed data of a trace's buffers, kept so that the pass behind the survey does not decompress them again.
 * <b>Memory:</b> an eighth of the heap, at most {@value #MAX_BYTES} bytes, for all traces of the process together; the
 * buffers that come first are kept. <b>Threads:</b> any.
 */
final class UnpackedBuffers {
    static final long MAX_BYTES = 256L << 20;

    private static final AtomicLong LEFT =
            new AtomicLong(Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / 8));

    private final AtomicReferenceArray<byte @Nullable []> kept;
    private final AtomicLong left;

    UnpackedBuffers(int buffers) {
        this(buffers, LEFT);
    }

    /** @param left the bytes that may still be kept by all that share it */
    UnpackedBuffers(int buffers, AtomicLong left) {
        this.kept = new AtomicReferenceArray<>(buffers);
        this.left = left;
    }

    /** What was kept of a buffer, not to be written to; null if nothing was. */
    byte @Nullable [] get(int buffer) {
        return kept.get(buffer);
    }

    /** Keeps a copy if there is room. */
    void keep(int buffer, byte[] data, int length) {
        if (left.addAndGet(-length) < 0 || !kept.compareAndSet(buffer, null, Arrays.copyOf(data, length))) {
            left.addAndGet(length);
        }
    }

    void clear() {
        for (int buffer = 0; buffer < kept.length(); buffer++) {
            byte[] data = kept.getAndSet(buffer, null);
            left.addAndGet(data == null ? 0 : data.length);
        }
    }
}
