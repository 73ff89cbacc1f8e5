package io.ringtail.ring.bus;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.function.BooleanSupplier;

/**
 * The writer's side of {@link WriterRequests}: a thread that sleeps until the file system tells of a new request. Where
 * it cannot tell, requests are taken when the journal is opened and closed.
 */
final class RequestWatch implements AutoCloseable {
    /** The writer may come to pause while its closing waits. */
    private static final int LOOK_MILLIS = 20;

    private final Path folder;
    private final Bus bus;
    private final WatchService watch;
    private final Thread thread = new Thread(this::run, "ringtail-requests");

    private RequestWatch(Path folder, Bus bus, WatchService watch) {
        this.folder = folder;
        this.bus = bus;
        this.watch = watch;
    }

    static RequestWatch start(Path journal, Bus bus) throws IOException {
        Path folder = WriterRequests.folder(journal);
        RequestWatch started =
                new RequestWatch(folder, bus, folder.getFileSystem().newWatchService());
        folder.register(started.watch, StandardWatchEventKinds.ENTRY_CREATE);
        started.thread.setDaemon(true);
        started.thread.start();
        return started;
    }

    /** Has what was asked for by now taken; what the writer has no room for stays for the next. */
    @Override
    public void close() throws IOException {
        watch.close();
        join(bus::isPaused);
    }

    /** Returns when its thread has ended, which it does when the journaler has. */
    void join() {
        join(() -> false);
    }

    private void join(BooleanSupplier isLeft) {
        boolean interrupted = false;
        while (thread.isAlive() && !isLeft.getAsBoolean()) {
            try {
                thread.join(LOOK_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void takeLast() {
        try {
            WriterRequests.take(folder, bus);
        } catch (IOException | RuntimeException e) {
            return; // as in run
        }
    }

    private void run() {
        try {
            while (true) {
                WriterRequests.take(folder, bus); // also what came before the watch began
                WatchKey key = watch.take();
                key.pollEvents();
                key.reset();
            }
        } catch (ClosedWatchServiceException e) {
            takeLast();
        } catch (InterruptedException e) {
            return;
        } catch (IOException | RuntimeException e) {
            return; // the journal failed, which whoever publishes hears; requests stay for the next writer
        }
    }
}
