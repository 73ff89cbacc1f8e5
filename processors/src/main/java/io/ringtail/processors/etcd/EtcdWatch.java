package io.ringtail.processors.etcd;

import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.processors.strategy.StrategyStore.Entry;
import io.ringtail.processors.strategy.StrategyStore.State;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the state at a revision and follows from the next one on; at any error it starts over. It does not rely on jetcd's
 * own resumption: when a connection breaks before a watch's backlog came, jetcd goes on behind the backlog.
 */
final class EtcdWatch implements StrategyStore.Watch {
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final EtcdStrategyStore store;
    private final Watch watches;
    private final String prefix;
    private final StrategyStore.Listener listener;
    private final Thread thread = new Thread(this::run, "ringtail-strategies");
    private volatile boolean closed;
    private @Nullable SortedMap<String, Entry> last;
    private long pauseMillis = FIRST_PAUSE_MILLIS;

    /** What jetcd calls back with, in its order. */
    private sealed interface Signal {
        record Events(WatchResponse response) implements Signal {}

        record Ended(String why) implements Signal {}
    }

    private EtcdWatch(EtcdStrategyStore store, Watch watches, String prefix, StrategyStore.Listener listener) {
        this.store = store;
        this.watches = watches;
        this.prefix = prefix;
        this.listener = listener;
    }

    /** @param watches tells of changes; what it does not tell, a full read finds */
    static EtcdWatch start(EtcdStrategyStore store, Watch watches, String prefix, StrategyStore.Listener listener) {
        EtcdWatch watch = new EtcdWatch(store, watches, prefix, listener);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    private void run() {
        while (!closed) {
            try {
                follow();
            } catch (IOException e) {
                if (!goesOn(String.valueOf(e.getMessage()))) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) { // whatever it is, the next time may go well
                if (!goesOn(e.toString())) {
                    return;
                }
            }
        }
    }

    /** Whether it follows again after a problem. */
    private boolean goesOn(String problem) {
        if (closed) {
            return false;
        }
        listener.onProblem(problem);
        return pause();
    }

    /** Half of the pause, and as much again by chance, so that a fleet does not come back at once. */
    private boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(
                    pauseMillis / 2 + ThreadLocalRandom.current().nextLong(pauseMillis / 2 + 1));
        } catch (InterruptedException e) {
            return false;
        }
        pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
        return true;
    }

    /** Returns when it is time for a full read. */
    private void follow() throws IOException, InterruptedException {
        State state = store.read(prefix);
        publish(state);
        BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
        WatchOption fromNext = WatchOption.builder()
                .isPrefix(true)
                .withRevision(state.revision() + 1)
                .withRequireLeader(true)
                .build();
        long end = System.nanoTime() + store.options().fullReadEvery().toNanos();
        try (Watch.Watcher watcher = watches.watch(store.key(prefix), fromNext, listener(signals))) {
            for (long left = end - System.nanoTime(); left > 0 && !watcher.isClosed(); left = end - System.nanoTime()) {
                Signal signal = signals.poll(left, TimeUnit.NANOSECONDS);
                if (signal instanceof Signal.Ended ended) {
                    throw new IOException(ended.why());
                }
                if (signal instanceof Signal.Events events) {
                    pauseMillis = FIRST_PAUSE_MILLIS;
                    state = changed(state, events.response());
                    publish(state);
                }
            }
        }
    }

    private static Watch.Listener listener(BlockingQueue<Signal> signals) {
        return Watch.listener(
                response -> signals.add(new Signal.Events(response)),
                failure -> signals.add(new Signal.Ended("the watch of etcd broke: " + failure)),
                () -> signals.add(new Signal.Ended("the watch of etcd was ended")));
    }

    private State changed(State state, WatchResponse response) {
        SortedMap<String, Entry> entries = new TreeMap<>(state.entries());
        long revision = state.revision();
        for (WatchEvent event : response.getEvents()) {
            long written = event.getKeyValue().getModRevision();
            if (written <= state.revision()) {
                continue; // from before the read: etcd may repeat it after a restart
            }
            revision = Math.max(revision, written);
            if (event.getEventType() == WatchEvent.EventType.DELETE) {
                entries.remove(store.name(event.getKeyValue()));
            } else {
                Entry entry = store.entry(event.getKeyValue());
                entries.put(entry.key(), entry);
            }
        }
        return new State(revision, entries);
    }

    private void publish(State state) {
        if (!state.entries().equals(last) && !closed) {
            listener.onState(state);
            last = state.entries();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        if (!thread.equals(Thread.currentThread())) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
