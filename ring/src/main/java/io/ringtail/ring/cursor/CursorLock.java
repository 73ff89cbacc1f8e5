package io.ringtail.ring.cursor;

import io.ringtail.ring.journal.Durable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A cursor belongs to one reader at a time. The lock is the operating system's, which releases it when the process ends;
 * readers of one process are told apart by a set, since such a lock is a process's as a whole.
 */
final class CursorLock implements AutoCloseable {
    private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private CursorLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static CursorLock take(Path folder, String name) throws IOException {
        Path file = file(folder, name);
        if (!HELD_BY_THIS_PROCESS.add(file)) {
            throw inUse(name);
        }
        try {
            return new CursorLock(file, locked(file, name));
        } catch (IOException | RuntimeException e) {
            HELD_BY_THIS_PROCESS.remove(file);
            throw e;
        }
    }

    /** Whether somebody has it now. */
    static boolean isHeld(Path folder, String name) throws IOException {
        Path file = file(folder, name);
        if (HELD_BY_THIS_PROCESS.contains(file)) {
            return true; // and the file is not touched: closing a channel on it could release the lock
        }
        if (!Files.isWritable(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                @Nullable FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true; // taken by this process in between
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD_BY_THIS_PROCESS.remove(file);
        }
    }

    private static FileChannel locked(Path file, String name) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw inUse(name);
            }
            Durable.restrictToOwner(file);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static IOException inUse(String name) {
        return new IOException("the cursor '" + name + "' is in use; stop who reads with it, or take another name");
    }

    private static Path file(Path folder, String name) {
        return folder.toAbsolutePath().normalize().resolve(name + ".lock");
    }
}
