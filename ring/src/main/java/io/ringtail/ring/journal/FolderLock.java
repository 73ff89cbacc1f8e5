package io.ringtail.ring.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A file in a journal's folder, locked by the operating system, which releases it when the process ends, however it ends.
 * Closing any channel on a locked file can release a process's lock on it, so a second taker in the same process is
 * turned away before it opens the file.
 */
final class FolderLock implements AutoCloseable {
    private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final Path key;
    private final FileChannel channel;
    private boolean closed;

    private FolderLock(Path key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /** Empty if somebody holds it, in this process or another. */
    static Optional<FolderLock> take(JournalFolder folder, String name) throws IOException {
        Path key = folder.path().toRealPath().resolve(name);
        if (!HELD_BY_THIS_PROCESS.add(key)) {
            return Optional.empty();
        }
        try {
            @Nullable FileChannel channel = lockedChannel(folder.file(name));
            if (channel != null) {
                return Optional.of(new FolderLock(key, channel));
            }
        } catch (IOException | RuntimeException e) {
            HELD_BY_THIS_PROCESS.remove(key);
            throw e;
        }
        HELD_BY_THIS_PROCESS.remove(key);
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            channel.close();
        } finally {
            HELD_BY_THIS_PROCESS.remove(key);
        }
    }

    private static @Nullable FileChannel lockedChannel(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return null;
            }
            JournalFolder.restrict(file, "rw-------");
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
