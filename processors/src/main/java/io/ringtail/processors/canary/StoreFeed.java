package io.ringtail.processors.canary;

import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.canary.proto.StoreChanged;
import io.ringtail.processors.host.ControlScan;
import io.ringtail.processors.proto.ProcessorStarted;
import io.ringtail.processors.strategy.StoreChange;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.processors.strategy.StrategyStore.Entry;
import io.ringtail.processors.strategy.StrategyStore.State;
import io.ringtail.processors.strategy.StrategyText;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Journals what a store holds, and each change of it once, before any processor sees it. What was journaled last is found
 * in the journal, so after a restart only what changed meanwhile is told; but if a processor began anew since, which has
 * not heard it, all is told again. Start it behind the processors.
 *
 * <p><b>Threads:</b> the store's watch publishes. <b>Failure:</b> while the store cannot be reached, what was journaled
 * last stays in force.
 */
public final class StoreFeed implements AutoCloseable {
    /** Under it stands the host's own name, which no store holds. */
    static final String SELF = "self";

    /** One more than a strategy may have. */
    private static final int MOST_CHARACTERS = StrategyText.MOST_CHARACTERS + 1;
    /** Far above what a host's counts can have, and below what an own event holds. */
    private static final int MOST_CHARACTERS_OF_COUNTS = 512 << 10;

    private static final long NOT_TOLD = -1;

    private final StrategyStore store;
    private final Bus bus;
    private final InstantSource clock;
    private final Optional<String> host;
    private final Consumer<String> problems;
    private final CountDownLatch first = new CountDownLatch(1);
    private State journaled;
    private StrategyStore.Watch watch = () -> {};

    private StoreFeed(
            StrategyStore store,
            Bus bus,
            InstantSource clock,
            Optional<String> host,
            Consumer<String> problems,
            State journaled) {
        this.store = store;
        this.bus = bus;
        this.clock = clock;
        this.host = host;
        this.problems = problems;
        this.journaled = journaled;
    }

    /** Follows a store as a host that judges for itself. */
    public static StoreFeed start(
            StrategyStore store, Bus bus, Journal journal, InstantSource clock, Consumer<String> problems)
            throws IOException {
        return start(store, bus, journal, clock, Optional.empty(), problems);
    }

    /**
     * Follows a store.
     *
     * @param journal what the bus writes
     * @param host the name of this host in its fleet, whose counts are journaled while it judges for all
     * @param problems hears what is wrong with the store
     */
    public static StoreFeed start(
            StrategyStore store,
            Bus bus,
            Journal journal,
            InstantSource clock,
            Optional<String> host,
            Consumer<String> problems)
            throws IOException {
        bus.flush();
        StoreFeed feed = new StoreFeed(store, bus, clock, host, problems, lastJournaled(journal));
        feed.watch = store.watch("", feed.listener());
        return feed;
    }

    /** Waits until what the store holds is journaled; false if it could not be read by then. */
    public boolean awaitFirst(Duration atMost) throws InterruptedException {
        return first.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Journals what the store holds now, though its watch has not told yet; what was written is then in the journal. */
    public void catchUp() throws IOException {
        publish(store.read(""));
    }

    @Override
    public void close() {
        watch.close();
    }

    /** What the journal says that the store held last; under no revision if a processor has begun since it was told. */
    private static State lastJournaled(Journal journal) throws IOException {
        SortedMap<String, Entry> entries = new TreeMap<>();
        ControlScan.run(journal, 0, type -> isChange(type) || isStart(type), (type, event) -> {
            if (isStart(type)) {
                boolean begins = ProcessorStarted.parseFrom(event.payload()).getPosition() < 0;
                entries.replaceAll((key, entry) -> begins ? new Entry(key, entry.value(), NOT_TOLD) : entry);
            } else {
                take(StoreChanged.parseFrom(event.payload()), entries);
            }
        });
        return new State(0, entries);
    }

    private static void take(StoreChanged change, SortedMap<String, Entry> entries) {
        if (change.getGone()) {
            entries.remove(change.getKey());
        } else {
            entries.put(change.getKey(), new Entry(change.getKey(), change.getValue(), change.getRevision()));
        }
    }

    private static boolean isChange(EventType type) {
        return CanaryEvents.PROVIDER.has(type, CanaryEvents.STORE_CHANGED);
    }

    private static boolean isStart(EventType type) {
        return ProcessorEvents.PROVIDER.has(type, ProcessorEvents.PROCESSOR_STARTED);
    }

    private StrategyStore.Listener listener() {
        return new StrategyStore.Listener() {
            @Override
            public void onState(State state) {
                publish(state);
            }

            @Override
            public void onProblem(String what) {
                problems.accept(what);
            }
        };
    }

    private synchronized void publish(State state) {
        State known = relevant(state);
        for (StoreChange change : StoreChange.between(journaled, known)) {
            bus.publishDurable(
                    CanaryEvents.PROVIDER, CanaryEvents.STORE_CHANGED, Ticks.of(clock.instant()), message(change));
        }
        journaled = known;
        first.countDown();
    }

    private State relevant(State state) {
        SortedMap<String, Entry> entries =
                new TreeMap<>(state.under(StrategyStore.STRATEGIES).entries());
        entries.putAll(state.under(StrategyStore.CONTROL).entries());
        host.ifPresent(name -> addFleet(name, state, entries));
        return new State(state.revision(), entries);
    }

    /** What other hosts counted is heard by the one who judges. */
    private static void addFleet(String name, State state, SortedMap<String, Entry> entries) {
        entries.put(SELF, new Entry(SELF, name, 1));
        Optional<Entry> owner = state.find(FleetMember.OWNER);
        owner.ifPresent(entry -> entries.put(entry.key(), entry));
        if (owner.isPresent() && owner.get().value().equals(name)) {
            state.under(StrategyStore.METRICS).entries().forEach((key, entry) -> {
                if (!key.endsWith("/" + name)) {
                    entries.put(key, entry);
                }
            });
        }
    }

    /** A change as it is journaled; a text that is too long is cut, which makes it none. */
    public static StoreChanged message(StoreChange change) {
        String value = change.value().orElse("");
        int most = change.key().startsWith(StrategyStore.METRICS) ? MOST_CHARACTERS_OF_COUNTS : MOST_CHARACTERS;
        return StoreChanged.newBuilder()
                .setKey(change.key())
                .setRevision(change.revision())
                .setGone(change.value().isEmpty())
                .setValue(value.length() <= most ? value : value.substring(0, most))
                .build();
    }
}
