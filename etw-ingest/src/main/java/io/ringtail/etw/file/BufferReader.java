package io.ringtail.etw.file;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/**
 * Reads and decompresses buffers. Keeps scratch space, so one reader serves one thread, and all of its files.
 *
 * <p><b>Failure:</b> damage, also a disk that cannot be read at that place, becomes a {@link Problem} the first time it is
 * met; the buffer then holds what could be read of it. Only a closed file is an exception.
 */
public final class BufferReader {
    /** Up to here a buffer's own word for its size is good enough to allocate by. */
    private static final int USUAL_BYTES = 1 << 20;

    private final RecordScanner records = new RecordScanner();
    private byte[] packed = new byte[0];
    private byte[] large = new byte[0];

    /** Fills {@code into} with the records of a buffer, and the file's plan with what they tell. */
    public void load(EtlFile file, int buffer, LoadedBuffer into) throws IOException {
        BufferPlan plan = file.plan();
        Problems.Listener problems = file.problems().listener(plan.offset(buffer), buffer);
        int bytes = loadData(file, buffer, into, problems);
        into.index(bytes, records.wrap(into.data(), bytes, plan.flushTime(buffer), problems));
        int last = into.count() - 1;
        if (last < 0) {
            plan.surveyed(buffer, 0, 0, 0);
        } else {
            plan.surveyed(buffer, into.count(), into.rawTime(0), into.rawTime(last));
        }
    }

    private int loadData(EtlFile file, int buffer, LoadedBuffer into, Problems.Listener problems) throws IOException {
        try {
            file.countRead();
            return file.plan().isCompressed(buffer) ? unpack(file, buffer, into, problems) : copy(file, buffer, into);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            problems.damaged(-1, "the buffer cannot be read from disk: " + e.getMessage());
            return 0;
        }
    }

    private int copy(EtlFile file, int buffer, LoadedBuffer into) throws IOException {
        BufferPlan plan = file.plan();
        int stored = plan.bufferBytes(buffer) - BufferHeader.BYTES;
        int wanted = Math.min(plan.dataBytes(buffer), stored);
        return file.readData(buffer, into.dataOf(wanted), wanted);
    }

    /** Takes what was kept when the buffer was decompressed before, or decompresses it. */
    private int unpack(EtlFile file, int buffer, LoadedBuffer into, Problems.Listener problems) throws IOException {
        byte[] kept = file.unpacked().get(buffer);
        if (kept != null) {
            System.arraycopy(kept, 0, into.dataOf(kept.length), 0, kept.length);
            return kept.length;
        }
        file.countDecompressed();
        int bytes = decompress(file, buffer, into, problems);
        if (bytes == file.plan().dataBytes(buffer)) {
            file.unpacked().keep(buffer, into.data(), bytes);
        }
        return bytes;
    }

    private int decompress(EtlFile file, int buffer, LoadedBuffer into, Problems.Listener problems) throws IOException {
        BufferPlan plan = file.plan();
        int stored = plan.bufferBytes(buffer) - BufferHeader.BYTES;
        if (packed.length < stored) {
            packed = new byte[stored];
        }
        int there = file.readData(buffer, packed, stored);
        int wanted = plan.dataBytes(buffer);
        int bytes = wanted <= USUAL_BYTES
                ? Lz77.decompress(packed, 0, there, into.dataOf(wanted), 0, wanted)
                : decompressLarge(there, wanted, into);
        if (bytes < wanted) {
            problems.damaged(
                    bytes,
                    "the compressed data is damaged or cut: " + bytes + " of " + wanted + " bytes came out of "
                            + there);
        }
        return bytes;
    }

    /** By way of scratch space, so that many small buffers that claim to be large do not add up. */
    private int decompressLarge(int there, int wanted, LoadedBuffer into) {
        if (large.length < wanted) {
            large = new byte[wanted];
        }
        int bytes = Lz77.decompress(packed, 0, there, large, 0, wanted);
        System.arraycopy(large, 0, into.dataOf(bytes), 0, bytes);
        return bytes;
    }
}
