package io.ringtail.app.record;

import io.ringtail.app.canary.StoreAddress;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.processors.canary.Canary;
import io.ringtail.processors.canary.CanaryEffector;
import io.ringtail.processors.canary.StoreFeed;
import io.ringtail.processors.effect.Effector;
import io.ringtail.processors.host.ProcessorHost;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** A store of strategies, and its changes on their way into a journal. Closed before the bus. */
final class Judging implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StoreAddress address;
    private final StrategyStore store;

    private Judging(StoreAddress address, StrategyStore store) {
        this.address = address;
        this.store = store;
    }

    static Judging open(StoreAddress address) throws IOException {
        return new Judging(address, address.open());
    }

    /** What writes into the store. */
    List<Effector> effectors() {
        return CanaryEffector.all(store, PATIENCE);
    }

    /** Adds the judge to a host. */
    static void judge(ProcessorHost host) throws IOException {
        host.add(new Canary());
    }

    /** Journals what the store holds and each change; behind all processors that are to hear it. */
    StoreFeed feed(Bus bus, Path path, Console console) throws IOException {
        StoreFeed feed;
        try (Journal journal = Journal.open(path)) {
            feed = StoreFeed.start(store, bus, journal, InstantSource.system(), console::warn);
        }
        try {
            if (!feed.awaitFirst(PATIENCE)) {
                feed.close();
                throw Refusal.failure(
                        "--strategies " + address.place() + " cannot be read within " + PATIENCE.toSeconds() + " s");
            }
            return feed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            feed.close();
            throw new IOException("interrupted while strategies were waited for", e);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
