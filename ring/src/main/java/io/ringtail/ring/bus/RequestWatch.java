package io.ringtail.ring.bus;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/**
 * The writer's side of {@link WriterRequests}: a thread that sleeps until the file system tells of a new request. Where
 * it cannot tell, requests are taken when the journal is opened and closed.
 */
final class RequestWatch implements AutoCloseable {
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

    @Override
    public void close() throws IOException {
        watch.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
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
        } catch (ClosedWatchServiceException | InterruptedException e) {
            return;
        } catch (IOException | RuntimeException e) {
            return; // the journal failed, which whoever publishes hears; requests stay for the next writer
        }
    }
}
