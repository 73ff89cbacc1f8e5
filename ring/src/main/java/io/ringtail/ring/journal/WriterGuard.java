package io.ringtail.ring.journal;

import java.io.IOException;
import java.util.Optional;

/** Keeps writers away from a journal that nobody writes; of one that is written, knows that it is. */
final class WriterGuard implements AutoCloseable {
    private final Optional<FolderLock> lock;

    private WriterGuard(Optional<FolderLock> lock) {
        this.lock = lock;
    }

    static WriterGuard of(JournalFolder folder) throws IOException {
        return new WriterGuard(FolderLock.take(folder, WriterLock.LOCK));
    }

    boolean isWritten() {
        return lock.isEmpty();
    }

    @Override
    public void close() throws IOException {
        if (lock.isPresent()) {
            lock.get().close();
        }
    }
}
