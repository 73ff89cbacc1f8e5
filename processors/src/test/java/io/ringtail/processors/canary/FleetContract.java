package io.ringtail.processors.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.processors.Feeder;
import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.canary.proto.Judged;
import io.ringtail.processors.effect.Effector;
import io.ringtail.processors.host.ControlScan;
import io.ringtail.processors.host.HostOptions;
import io.ringtail.processors.host.Output;
import io.ringtail.processors.host.ProcessorHost;
import io.ringtail.processors.proto.Outcome;
import io.ringtail.processors.replay.Comparison;
import io.ringtail.processors.replay.Replay;
import io.ringtail.processors.strategy.Observed;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.OwnMessages;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several hosts, each with a journal of its own, over one store: one judges for all. */
public abstract class FleetContract {
    private static final String CHECKOUT = StrategyStore.STRATEGIES + "checkout";
    private static final String TEXT =
            "{\"version\":\"2\",\"weight\":50,\"rollbackOn5xxRate\":0.03,\"scope\":\"fleet\","
                    + "\"interval\":\"10s\",\"lateness\":0,\"minRequests\":100}";
    private static final int REQUESTS = 40;
    private static final long WINDOW_MILLIS = 10_000;

    @TempDir
    private Path folder;

    private final List<Host> hosts = new ArrayList<>();
    private int window;

    /** Another way to the same content, as from another process. */
    protected abstract StrategyStore open() throws IOException;

    /** While the store is still there. */
    @AfterEach
    protected void closeHosts() throws IOException {
        for (Host host : hosts) {
            host.close();
        }
    }

    @Test
    void hostsReachTogetherWhatNoneReachesAlone() throws Exception {
        start(4);
        windows(2, 10);
        windows(3, 0);

        assertThat(strategy().value()).contains("\"rollback\":true", "160 requests");
        assertThat(rollbacks()).containsExactly("DONE");
        for (Host other : hosts) {
            assertThat(other.judged().isEmpty()).isEqualTo(!other.equals(owner()));
        }
        assertThat(owner().judged())
                .first()
                .satisfies(judged -> assertThat(judged.getHosts()).isEqualTo(4));
        for (Host host : hosts) {
            host.assertReplaysAlike();
        }
    }

    @Test
    void oneBadHostRollsBackNothing() throws Exception {
        start(4);
        for (int i = 0; i < 5; i++) {
            for (Host host : hosts) {
                host.window(window, host.name.equals("web-2") ? REQUESTS : 0);
            }
            window++;
            exchange();
        }

        assertThat(strategy().value()).isEqualTo(TEXT);
        assertThat(owner().judged())
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(judged -> assertThat(judged.getVerdict() + " " + judged.getWhy())
                        .startsWith("INCONCLUSIVE 40 of 160 requests")
                        .endsWith(", but not without the host web-2"));
    }

    @Test
    void anotherHostTakesOverAndNothingIsDoneTwice() throws Exception {
        start(4);
        windows(2, 0);
        Host first = owner();
        windows(1, 10); // bad, and judged by nobody yet

        first.die();
        hosts.remove(first);
        Observed owners = new Observed();
        try (StrategyStore store = open()) {
            store.watch(StrategyStore.OWNERS, owners);
            owners.await(state -> state.find(FleetMember.OWNER)
                    .filter(entry -> !entry.value().equals(first.name))
                    .isPresent());
        }
        exchange();
        windows(2, 10);
        windows(3, 0);

        assertThat(strategy().value()).contains("\"rollback\":true");
        assertThat(rollbacks()).containsExactly("DONE");
        assertThat(first.judged())
                .allSatisfy(judged -> assertThat(judged.getVerdict()).isNotEqualTo("FAIL"));
        for (Host host : hosts) {
            host.assertReplaysAlike();
        }
        first.close();
    }

    private void start(int count) throws Exception {
        try (StrategyStore store = open()) {
            assertThat(store.put(CHECKOUT, TEXT, StrategyStore.ABSENT)).isInstanceOf(StrategyStore.Write.Done.class);
        }
        for (int i = 0; i < count; i++) {
            hosts.add(new Host("web-" + i));
        }
    }

    /** So many windows of all hosts, each of whose trial requests so many fail. */
    private void windows(int count, int failures) throws IOException {
        for (int i = 0; i < count; i++) {
            for (Host host : hosts) {
                host.window(window, failures);
            }
            window++;
            exchange();
        }
    }

    /** What was counted is published, and then heard. */
    private void exchange() throws IOException {
        for (Host host : hosts) {
            host.processors.settle();
        }
        for (Host host : hosts) {
            host.feed.catchUp();
            host.processors.settle();
        }
    }

    private StrategyStore.Entry strategy() throws IOException {
        try (StrategyStore store = open()) {
            return store.read(CHECKOUT).find(CHECKOUT).orElseThrow();
        }
    }

    private Host owner() throws IOException {
        try (StrategyStore store = open()) {
            String name = store.read(FleetMember.OWNER)
                    .find(FleetMember.OWNER)
                    .orElseThrow()
                    .value();
            return hosts.stream()
                    .filter(host -> host.name.equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private List<String> rollbacks() throws IOException {
        List<String> all = new ArrayList<>();
        for (Host host : hosts) {
            all.addAll(host.rollbacks());
        }
        return all;
    }

    private final class Host {
        private final String name;
        private final Path path;
        private final StrategyStore store;
        private final FleetMember member;
        private final Bus bus;
        private final Journal journal;
        private final ProcessorHost processors;
        private final StoreFeed feed;
        private final Feeder feeder;
        private boolean closed;

        Host(String name) throws Exception {
            this.name = name;
            path = folder.resolve(name);
            store = open();
            member = new FleetMember(store, name, Duration.ofSeconds(2));
            bus = Bus.open(path, BusOptions.defaults());
            List<Effector> effectors = new ArrayList<>(CanaryEffector.all(store, Duration.ofSeconds(30)));
            effectors.add(member);
            processors = ProcessorHost.start(bus, path, read -> new RequestDecoder(), effectors, HostOptions.DEFAULT);
            processors.add(new Canary());
            journal = Journal.open(path);
            feed = StoreFeed.start(store, bus, journal, InstantSource.system(), Optional.of(name), problem -> {});
            assertThat(feed.awaitFirst(Duration.ofSeconds(30))).isTrue();
            feeder = Feeder.open(bus, name);
        }

        void window(int number, int failures) {
            for (int i = 0; i < REQUESTS; i++) {
                long time = number * WINDOW_MILLIS + 1_500 + i * 200L;
                feeder.event(1, time, (byte) 2, (byte) (i < failures ? 1 : 0));
                feeder.event(1, time, (byte) 1, (byte) 0);
            }
        }

        List<Judged> judged() throws IOException {
            List<Judged> found = new ArrayList<>();
            ControlScan.run(
                    journal,
                    0,
                    type -> CanaryEvents.PROVIDER.has(type, CanaryEvents.JUDGED),
                    (type, event) -> found.add(Judged.parseFrom(event.payload())));
            return found;
        }

        List<String> rollbacks() throws IOException {
            return new Replay(journal, RequestDecoder::new, OwnMessages.ofBus())
                    .outcomes().values().stream()
                            .filter(outcome -> outcome.getAction().equals("rollback"))
                            .map(Outcome::getStatus)
                            .toList();
        }

        void assertReplaysAlike() throws IOException {
            OwnMessages messages = CanaryEvents.addTo(ProcessorEvents.addTo(OwnMessages.ofBus()));
            Replay replay = new Replay(journal, RequestDecoder::new, messages);
            List<Output> recorded = replay.recorded(Canary.NAME);
            List<Output> again = new ArrayList<>();
            replay.run(new Canary(), replay.recordedStart(Canary.NAME).orElseThrow(), Replay.Pace.MAX, again::add);
            assertThat(recorded).isNotEmpty();
            assertThat(Comparison.of(again, recorded)).isEqualTo(new Comparison(List.of(), List.of()));
        }

        /** As if the process had gone: its lease is renewed no more. */
        void die() {
            member.abandon();
            feed.close();
        }

        void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            try (bus;
                    journal;
                    store;
                    member) {
                feed.close();
                processors.close();
            }
        }
    }
}
