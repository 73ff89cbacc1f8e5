package io.ringtail.ring.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A cycle file in mapped memory, read-only. One mapping serves all cursors of a journal. The mapping lives as long as
 * anyone refers to it, so a block stays readable for as long as somebody holds it.
 *
 * <p><b>Threads:</b> any.
 */
final class CycleMemory {
    private static final ByteBuffer EMPTY = ByteBuffer.allocateDirect(0);

    private final Path path;
    private volatile ByteBuffer bytes = EMPTY;

    private CycleMemory(Path path) {
        this.path = path;
    }

    static CycleMemory map(Path path) throws IOException {
        if (Files.notExists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        if (Files.isDirectory(path)) {
            throw new IOException(path + " is a folder, and a cycle is a file; move it away");
        }
        CycleMemory memory = new CycleMemory(path);
        memory.grow();
        return memory;
    }

    /** The whole file as it was when it was mapped last; little-endian, position 0. A view of its own each time. */
    ByteBuffer view() {
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Maps anew if the file has grown; true if it has. */
    synchronized boolean grow() throws IOException {
        if (fileBytes() <= bytes.capacity()) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(channel.size(), Integer.MAX_VALUE));
            return true;
        }
    }

    /** The first word of a file that may be empty or gone: 0 then. */
    static int firstWord(Path path) throws IOException {
        return new CycleMemory(path).stored(0);
    }

    /** The word at an offset of the file, which may end before it: 0 then. Touches no memory. */
    int stored(long offset) throws IOException {
        ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.read(word, offset) == Integer.BYTES ? word.getInt(0) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /**
     * The file's length now: memory behind it must not be touched, even where it is mapped. What was mapped of a file that
     * is deleted since stays readable.
     */
    long fileBytes() throws IOException {
        try {
            return Files.size(path);
        } catch (NoSuchFileException e) {
            return bytes.capacity();
        }
    }
}
