package io.ringtail.ring.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A cycle file beside Chronicle's mapping of it: content is written here, by system calls, and Chronicle is left with the
 * few bytes around it. A mapped file is made long at once and gets its blocks only when it is touched, and a touch for which
 * the disk has no block ends the process. A write fails in an orderly way instead, and costs a fraction of a page fault for
 * each page. Where the system can, the file is given its blocks some MiB ahead, which halves that cost again. So that
 * Chronicle may touch what it touches, zeros are always ahead of what is written.
 *
 * <p><b>Threads:</b> one. <b>Failure:</b> {@link DiskFullException}; what it leaves behind reads as nothing.
 */
final class ReservedFile implements AutoCloseable {
    /** For what Chronicle puts between excerpts: its header and two pages of its index, of four KiB each. */
    private static final int CHRONICLE_BYTES = 16 << 10;
    /** Written ahead at a time, so that small excerpts need one call each. */
    private static final int AHEAD_BYTES = 64 << 10;
    /** The disk's free space is looked at anew for each step; small ones first, lest a small journal wants much room. */
    private static final int FIRST_STEP_BYTES = 256 << 10;

    private static final int MAX_STEP_BYTES = 4 << 20;
    /** A block or record is nothing without the number with which it starts. */
    private static final int MAGIC_BYTES = Long.BYTES;

    private static final ByteBuffer ZEROS =
            ByteBuffer.allocateDirect(AHEAD_BYTES).asReadOnlyBuffer();

    private final Path file;
    private final long minFreeBytes;
    private final FileChannel channel;
    private final FileStore store;
    private final Optional<Preallocation> blocks;
    private long reserved;
    /** Up to here the disk was found to have more room than must be left. */
    private long granted;

    private ReservedFile(
            Path file, long minFreeBytes, FileChannel channel, FileStore store, Optional<Preallocation> blocks) {
        this.file = file;
        this.minFreeBytes = minFreeBytes;
        this.channel = channel;
        this.store = store;
        this.blocks = blocks;
    }

    /** A file that is made if it is not there. */
    static ReservedFile open(Path file, long minFreeBytes) throws IOException {
        FileStore store = Files.getFileStore(parent(file)); // searches the list of mounts, so not with every write
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return new ReservedFile(file, minFreeBytes, channel, store, Preallocation.of(file));
    }

    /** Makes sure that Chronicle may begin an excerpt of so many bytes at {@code position} or a little behind. */
    void reserve(long position, int length) throws IOException {
        grant(position + length + CHRONICLE_BYTES);
        writeAhead(position + CHRONICLE_BYTES);
    }

    /**
     * Writes an excerpt's content where Chronicle wants it, and makes sure that it may touch what is behind.
     *
     * @param content from its position to its limit
     */
    void write(long position, ByteBuffer content) throws IOException {
        long end = position + content.remaining();
        try {
            writeAll(content, position);
            reserved = Math.max(reserved, end);
            writeAhead(end + CHRONICLE_BYTES);
        } catch (IOException e) {
            writeAll(ZEROS.slice(0, MAGIC_BYTES), position); // it has room: that much was ahead
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        blocks.ifPresent(Preallocation::close);
        channel.close();
    }

    private void writeAhead(long end) throws IOException {
        while (reserved < end) {
            writeAll(ZEROS.duplicate(), reserved);
            reserved += AHEAD_BYTES;
        }
    }

    private void writeAll(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        try {
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            if (isOfRoom(e)) {
                throw new DiskFullException(file, e);
            }
            throw e; // no waiting brings back a folder or a disk
        }
    }

    /** Whether the system says that the disk is full, or that the user has no more of it; Java has no type for that. */
    static boolean isOfRoom(IOException failure) {
        String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return Stream.of("no space left", "quota", "not enough space", "disk is full")
                .anyMatch(text::contains);
    }

    private void grant(long end) throws IOException {
        while (granted < end) {
            long step = Math.clamp(granted, FIRST_STEP_BYTES, MAX_STEP_BYTES);
            long free = store.getUsableSpace();
            if (free - step < minFreeBytes) {
                throw new DiskFullException(file, free, minFreeBytes);
            }
            long from = granted;
            blocks.ifPresent(taken -> taken.take(from, step));
            granted += step;
        }
    }

    private static Path parent(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent());
    }
}
