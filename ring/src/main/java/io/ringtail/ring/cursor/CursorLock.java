package io.ringtail.ring.cursor;

import io.ringtail.ring.journal.Durable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cursor belongs to one reader at a time. The lock is the operating system's, which releases it when the process ends;
 * readers of one process are told apart by a set, since such a lock is a process's as a whole. Closing any channel on a
 * locked file can release the lock, so within a process one looks or takes at a time, and who is in the set is not looked at.
 */
final class CursorLock implements AutoCloseable {
    private static final Set<Path> HELD_BY_THIS_PROCESS = new HashSet<>();

    private final Path file;
    private final FileChannel channel;

    private CursorLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static CursorLock take(Path folder, String name) throws IOException {
        Path file = file(folder, name);
        synchronized (HELD_BY_THIS_PROCESS) {
            if (HELD_BY_THIS_PROCESS.contains(file)) {
                throw inUse(name);
            }
            CursorLock lock = new CursorLock(file, locked(file, name));
            HELD_BY_THIS_PROCESS.add(file);
            return lock;
        }
    }

    /** Whether somebody has it now. */
    static boolean isHeld(Path folder, String name) throws IOException {
        Path file = file(folder, name);
        synchronized (HELD_BY_THIS_PROCESS) {
            if (HELD_BY_THIS_PROCESS.contains(file) || !Files.isWritable(file)) {
                return HELD_BY_THIS_PROCESS.contains(file);
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                    @Nullable FileLock lock = channel.tryLock()) {
                return lock == null;
            }
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (HELD_BY_THIS_PROCESS) {
            HELD_BY_THIS_PROCESS.remove(file);
            channel.close();
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

    /** By whatever way the folder is named, links included. */
    private static Path file(Path folder, String name) throws IOException {
        return folder.toRealPath().resolve(name + ".lock");
    }
}
