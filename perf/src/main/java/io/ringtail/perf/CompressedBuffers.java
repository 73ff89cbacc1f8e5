package io.ringtail.perf;

import io.ringtail.etw.file.Lz77;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The compressed buffers of a trace, decompressed one by one in memory, against copying what comes out. */
record CompressedBuffers(List<Buffer> buffers) {
    private static final int HEADER_BYTES = 72;
    private static final int DATA_END_AT = 0x30;
    private static final int FLAGS_AT = 0x34;
    private static final int COMPRESSED = 0x40;
    private static final int MAX_BUFFERS = 2_000;
    private static final double MEGABYTE = 1e6;

    /** @param plainBytes of its data, decompressed */
    record Buffer(byte[] packed, int plainBytes) {}

    /** The first ones of a trace, as many as fit into some hundred megabytes. */
    static CompressedBuffers of(Path trace) throws IOException {
        byte[] bytes = Files.readAllBytes(trace);
        ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<Buffer> found = new ArrayList<>();
        for (int at = 0; at + HEADER_BYTES <= bytes.length && found.size() < MAX_BUFFERS; at += numbers.getInt(at)) {
            if ((numbers.getShort(at + FLAGS_AT) & COMPRESSED) != 0) {
                byte[] packed = Arrays.copyOfRange(bytes, at + HEADER_BYTES, at + numbers.getInt(at));
                found.add(new Buffer(packed, numbers.getInt(at + DATA_END_AT) - HEADER_BYTES));
            }
        }
        return new CompressedBuffers(found);
    }

    Measure measure() throws IOException {
        byte[] plain = new byte[largest()];
        byte[] copy = new byte[plain.length];
        double copied = Rounds.perSecond(() -> copyAll(plain, copy));
        double decompressed = Rounds.perSecond(() -> decompressAll(plain));
        return new Measure(
                "etl.lz77", decompressed / MEGABYTE, "MB/s", "System.arraycopy of the output", copied / MEGABYTE);
    }

    private int largest() {
        return buffers.stream().mapToInt(Buffer::plainBytes).max().orElse(1);
    }

    private long copyAll(byte[] plain, byte[] copy) {
        long bytes = 0;
        for (Buffer buffer : buffers) {
            System.arraycopy(plain, 0, copy, 0, buffer.plainBytes);
            bytes += buffer.plainBytes;
        }
        return bytes;
    }

    private long decompressAll(byte[] plain) {
        long bytes = 0;
        for (Buffer buffer : buffers) {
            bytes += Lz77.decompress(buffer.packed, 0, buffer.packed.length, plain, 0, buffer.plainBytes);
        }
        return bytes;
    }
}
