package io.ringtail.etw.write;

import io.ringtail.etw.file.LittleEndian;
import java.util.Arrays;

/**
 * One buffer being filled: WMI_BUFFER_HEADER, then records. Grows up to the session's buffer size as records come, so
 * a stream with few events stays small. One thread.
 */
final class BufferStream {
    static final int HEADER_BYTES = 72;
    static final int TYPE_GENERIC = 0;
    static final int TYPE_HEADER = 4;

    private static final int FLAG_PROCESSOR_INDEX = 0x20;
    private static final int FLAG_COMPRESSED = 0x40;
    private static final int STATE_FLUSH = 3;
    private static final int ALIGNMENT = 8;
    private static final int FIRST_BYTES = 1 << 12;

    private final BufferOptions options;
    private final int cpu;
    private final int loggerId;
    private byte[] bytes;
    private int end = HEADER_BYTES;
    private int firstRecordEnd = HEADER_BYTES;
    private long lastRawTime;

    BufferStream(BufferOptions options, int cpu, int loggerId) {
        this.options = options;
        this.cpu = cpu;
        this.loggerId = loggerId;
        this.bytes = new byte[Math.min(FIRST_BYTES, options.bufferBytes())];
    }

    boolean isEmpty() {
        return end == HEADER_BYTES;
    }

    boolean fits(int recordBytes) {
        return end + RecordEncoder.aligned(recordBytes) <= options.bufferBytes();
    }

    /** Room for a record that fits: where it begins in {@link #bytes}; the padding behind it is zero. */
    int reserve(int recordBytes, long rawTime) {
        int at = end;
        int next = at + RecordEncoder.aligned(recordBytes);
        if (next > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(options.bufferBytes(), Math.max(next, 2 * bytes.length)));
        }
        LittleEndian.putLong(bytes, next - Long.BYTES, 0);
        firstRecordEnd = isEmpty() ? next : firstRecordEnd;
        end = next;
        lastRawTime = rawTime;
        return at;
    }

    byte[] bytes() {
        return bytes;
    }

    int end() {
        return end;
    }

    void clear() {
        end = HEADER_BYTES;
        firstRecordEnd = HEADER_BYTES;
    }

    /** The buffer as it stands in the file, {@code sizeOnDisk} bytes, the unused ones 0xFF. */
    byte[] plain(int type, long sequence, int sizeOnDisk) {
        if (bytes.length < sizeOnDisk) {
            bytes = Arrays.copyOf(bytes, sizeOnDisk);
        }
        Arrays.fill(bytes, end, sizeOnDisk, (byte) 0xFF);
        int saved = type == TYPE_HEADER ? firstRecordEnd : end;
        putHeader(bytes, type, sequence, sizeOnDisk, saved, 0);
        return bytes;
    }

    /** Compresses into {@code target} and returns the size there, or 0 if the buffer would not get smaller. */
    int compressed(Lz77Compressor compressor, long sequence, byte[] target) {
        int body = compressor.compress(bytes, HEADER_BYTES, end - HEADER_BYTES, target, HEADER_BYTES);
        if (HEADER_BYTES + body >= end) {
            return 0;
        }
        putHeader(target, TYPE_GENERIC, sequence, HEADER_BYTES + body, end, FLAG_COMPRESSED);
        return HEADER_BYTES + body;
    }

    private void putHeader(byte[] target, int type, long sequence, int sizeOnDisk, int savedOffset, int flags) {
        Arrays.fill(target, 0, HEADER_BYTES, (byte) 0);
        LittleEndian.putInt(target, 0x00, sizeOnDisk);
        LittleEndian.putInt(target, 0x04, savedOffset);
        LittleEndian.putInt(target, 0x08, end);
        LittleEndian.putLong(target, 0x10, lastRawTime);
        LittleEndian.putLong(target, 0x18, sequence);
        LittleEndian.putShort(target, 0x28, options.processorIndexFlag() ? cpu : ALIGNMENT << 8 | cpu);
        LittleEndian.putShort(target, 0x2A, loggerId);
        LittleEndian.putInt(target, 0x2C, STATE_FLUSH);
        LittleEndian.putInt(target, 0x30, end);
        LittleEndian.putShort(target, 0x34, flags | (options.processorIndexFlag() ? FLAG_PROCESSOR_INDEX : 0));
        LittleEndian.putShort(target, 0x36, type);
    }
}
