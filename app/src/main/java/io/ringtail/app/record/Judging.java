package io.ringtail.app.record;

import io.ringtail.app.canary.StoreAddress;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.processors.canary.Canary;
import io.ringtail.processors.canary.CanaryEffector;
import io.ringtail.processors.canary.FleetMember;
import io.ringtail.processors.canary.StoreFeed;
import io.ringtail.processors.effect.Effector;
import io.ringtail.processors.host.ProcessorHost;
import io.ringtail.processors.strategy.StoreKeys;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A store of strategies, and its changes on their way into a journal. Closed before the bus. */
final class Judging implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StoreAddress address;
    private final StrategyStore store;
    private final String host;
    private final FleetMember member;

    private Judging(StoreAddress address, StrategyStore store, String host) {
        this.address = address;
        this.store = store;
        this.host = host;
        this.member = new FleetMember(store, host, FleetMember.TIME_TO_LIVE);
    }

    /** @param host this machine's name in its fleet */
    static Judging open(StoreAddress address, String host) throws IOException {
        if (!StoreKeys.isService(host)) {
            throw Refusal.usage(
                    "--host '" + host + "' is no name of a host: it is made of letters, digits, '.', '_' and"
                            + " '-', and begins with a letter or digit");
        }
        return new Judging(address, address.open(), host);
    }

    /** What writes into the store. */
    List<Effector> effectors() {
        List<Effector> effectors = new ArrayList<>(CanaryEffector.all(store, PATIENCE));
        effectors.add(member);
        return effectors;
    }

    /** Adds the judge to a host. */
    static void judge(ProcessorHost host) throws IOException {
        host.add(new Canary());
    }

    /** Journals what the store holds and each change; behind all processors that are to hear it. */
    StoreFeed feed(Bus bus, Path path, Console console) throws IOException {
        StoreFeed feed;
        try (Journal journal = Journal.open(path)) {
            feed = StoreFeed.start(store, bus, journal, InstantSource.system(), Optional.of(host), console::warn);
        }
        try {
            if (!feed.awaitFirst(PATIENCE)) {
                feed.close();
                throw Refusal.failure(
                        "--strategies " + address.place() + " cannot be read within " + PATIENCE.toSeconds() + " s");
            }
            if (store.read(StrategyStore.STRATEGIES).entries().isEmpty()) {
                console.warn("--strategies " + address.place()
                        + " holds no strategy, so nothing is judged until there is" + " one" + address.wayToPut());
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
        member.close();
        store.close();
    }
}
