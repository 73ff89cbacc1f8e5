package io.ringtail.processors.strategy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Held by one thread of one process at a time: the operating system's lock, and for threads of this process another. */
final class StoreLock implements AutoCloseable {
    private static final Map<Path, ReentrantLock> OF_THIS_PROCESS = new ConcurrentHashMap<>();

    private final ReentrantLock threads;
    private final FileChannel channel;

    private StoreLock(ReentrantLock threads, FileChannel channel) {
        this.threads = threads;
        this.channel = channel;
    }

    static StoreLock take(Path folder) throws IOException {
        ReentrantLock threads = OF_THIS_PROCESS.computeIfAbsent(folder, path -> new ReentrantLock());
        threads.lock();
        try {
            return new StoreLock(threads, locked(folder.resolve("lock")));
        } catch (IOException | RuntimeException e) {
            threads.unlock();
            throw e;
        }
    }

    private static FileChannel locked(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            channel.lock();
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Proves that the caller has it. */
    void check() {
        if (!threads.isHeldByCurrentThread()) {
            throw new IllegalStateException("the store is not locked by this thread");
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            threads.unlock();
        }
    }
}
