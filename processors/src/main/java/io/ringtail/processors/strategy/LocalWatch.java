package io.ringtail.processors.strategy;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Looks at a folder when the file system tells of a change, and from time to time where it does not. */
final class LocalWatch implements StrategyStore.Watch {
    private final LocalStrategyStore store;
    private final String prefix;
    private final StrategyStore.Listener listener;
    private final Duration poll;
    private final @Nullable WatchService service;
    private final Thread thread = new Thread(this::run, "ringtail-strategies");
    private volatile boolean closed;
    private @Nullable SortedMap<String, StrategyStore.Entry> last;

    private LocalWatch(
            LocalStrategyStore store,
            String prefix,
            StrategyStore.Listener listener,
            Duration poll,
            @Nullable WatchService service) {
        this.store = store;
        this.prefix = prefix;
        this.listener = listener;
        this.poll = poll;
        this.service = service;
    }

    static LocalWatch start(
            LocalStrategyStore store,
            List<Path> folders,
            String prefix,
            StrategyStore.Listener listener,
            Duration poll) {
        LocalWatch watch = new LocalWatch(store, prefix, listener, poll, service(folders));
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    /** Null where the file system cannot tell; polling alone finds changes then. */
    private static @Nullable WatchService service(List<Path> folders) {
        try {
            WatchService service = folders.getFirst().getFileSystem().newWatchService();
            for (Path folder : folders) {
                folder.register(
                        service,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
            }
            return service;
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    private void run() {
        try {
            while (!closed) {
                look();
                sleep();
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            return;
        }
    }

    private void look() {
        try {
            StrategyStore.State state = store.read(prefix);
            if (!state.entries().equals(last) && !closed) {
                listener.onState(state);
                last = new TreeMap<>(state.entries());
            }
        } catch (IOException e) {
            listener.onProblem(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) { // whatever it is, the next look may go well
            listener.onProblem(e.toString());
        }
    }

    private void sleep() throws InterruptedException {
        WatchService watched = service;
        if (watched == null) {
            TimeUnit.NANOSECONDS.sleep(poll.toNanos());
            return;
        }
        WatchKey key = watched.poll(poll.toNanos(), TimeUnit.NANOSECONDS);
        if (key != null) {
            key.pollEvents();
            key.reset();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            if (service != null) {
                service.close();
            }
            if (!thread.equals(Thread.currentThread())) {
                thread.join();
            }
        } catch (IOException e) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
