package io.ringtail.app.record;

import io.ringtail.app.canary.StoreAddress;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.etw.decode.EtwDecoder;
import io.ringtail.processors.canary.Canary;
import io.ringtail.processors.canary.CanaryEffector;
import io.ringtail.processors.canary.StoreFeed;
import io.ringtail.processors.host.HostOptions;
import io.ringtail.processors.host.ProcessorHost;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Judges versions on trial while a journal is recorded, and does what follows. Closed before the bus. */
final class Judging implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StrategyStore store;
    private final Journal journal;
    private final ProcessorHost host;
    private final StoreFeed feed;

    private Judging(StrategyStore store, Journal journal, ProcessorHost host, StoreFeed feed) {
        this.store = store;
        this.journal = journal;
        this.host = host;
        this.feed = feed;
    }

    /** Begins when what the store holds is journaled. */
    static Judging start(StoreAddress address, Bus bus, Path path, Console console) throws IOException {
        StrategyStore store = address.open();
        Journal journal = Journal.open(path);
        ProcessorHost host = ProcessorHost.start(
                bus,
                path,
                read -> EtwDecoder.of(read.catalog(), List.of()),
                CanaryEffector.all(store, PATIENCE),
                HostOptions.DEFAULT);
        host.add(new Canary());
        StoreFeed feed = StoreFeed.start(store, bus, journal, InstantSource.system(), console::warn);
        Judging judging = new Judging(store, journal, host, feed);
        judging.awaitStrategies(address);
        return judging;
    }

    private void awaitStrategies(StoreAddress address) throws IOException {
        try {
            if (!feed.awaitFirst(PATIENCE)) {
                close();
                throw Refusal.failure(
                        "--strategies " + address.place() + " cannot be read within " + PATIENCE.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new IOException("interrupted while strategies were waited for", e);
        }
    }

    /** Waits until what was recorded is judged, and what follows is done. */
    void settle() {
        host.settle();
    }

    @Override
    public void close() throws IOException {
        feed.close();
        try (store;
                journal) {
            host.close();
        }
    }
}
