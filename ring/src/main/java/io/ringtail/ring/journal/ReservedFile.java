package io.ringtail.ring.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Gives a cycle file its room on the disk before mapped memory is written to. A mapped file is made long at once and
 * gets its blocks only when it is touched, and a touch for which the disk has no block ends the process: so zeros are
 * written ahead, which fails in an orderly way.
 *
 * <p><b>Threads:</b> one.
 */
final class ReservedFile {
    private static final int FIRST_BYTES = 256 << 10;
    /** Large steps keep the number of calls small, and what is reserved in vain is cut off when the cycle ends. */
    private static final int MAX_STEP_BYTES = 4 << 20;
    /** For what Chronicle puts between excerpts: its header and pages of its index. */
    private static final int CHRONICLE_BYTES = 64 << 10;

    private static final ByteBuffer ZEROS =
            ByteBuffer.allocateDirect(FIRST_BYTES).asReadOnlyBuffer();

    private final Path file;
    private final long minFreeBytes;
    private long reserved;

    ReservedFile(Path file, long minFreeBytes) {
        this.file = file;
        this.minFreeBytes = minFreeBytes;
    }

    /** Makes sure that an excerpt of so many bytes can be written at {@code position} or a little behind. */
    void reserve(long position, int length) throws IOException {
        long end = position + length + CHRONICLE_BYTES;
        while (reserved < end) {
            reserveStep();
        }
    }

    private void reserveStep() throws IOException {
        int step = Math.clamp(reserved, FIRST_BYTES, MAX_STEP_BYTES);
        checkFloor(step);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int written = 0; written < step; ) {
                int count = channel.write(ZEROS.duplicate(), reserved);
                written += count;
                reserved += count;
            }
        } catch (IOException e) {
            if (Files.isDirectory(parent())) {
                throw new DiskFullException(file, e);
            }
            throw e; // the folder is gone, and no waiting brings it back
        }
    }

    private void checkFloor(long step) throws IOException {
        long free = Files.getFileStore(parent()).getUsableSpace();
        if (free - step < minFreeBytes) {
            throw new DiskFullException(file, free, minFreeBytes);
        }
    }

    private Path parent() {
        return Objects.requireNonNull(file.toAbsolutePath().getParent());
    }
}
