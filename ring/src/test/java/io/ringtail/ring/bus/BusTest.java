package io.ringtail.ring.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.ring.block.Lane;
import io.ringtail.ring.bus.proto.EventsLost;
import io.ringtail.ring.bus.proto.JournalClosed;
import io.ringtail.ring.bus.proto.JournalOpened;
import io.ringtail.ring.bus.proto.Mark;
import io.ringtail.ring.bus.proto.Tick;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.journal.JournalLockedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BusTest {
    private static final BusOptions SMALL = BusOptions.defaults().withRing(64, 1 << 18);
    private static final UUID PROVIDER = UUID.fromString("11111111-2222-3333-4444-555555555555");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(WaitProfile.class)
    void givesBackWhatWasPublished(WaitProfile profile) throws Exception {
        List<Recorded> expected = new ArrayList<>();
        try (Bus bus = Bus.open(folder, SMALL.withProfile(profile))) {
            int type = bus.registry().register(type(1));
            int source = bus.registry().register(source("a.etl"));
            EventRecord event = new EventRecord();
            for (int n = 0; n < 10_000; n++) {
                Recorded.fill(event, 3, n, 300);
                event.type = type;
                event.source = source;
                expected.add(Recorded.of(event, n + 1));
                bus.publish(event);
            }
        }

        try (Journal journal = Journal.open(folder)) {
            assertThat(Recorded.all(journal, Lane.TRACE)).isEqualTo(expected);
            assertThat(journal.problems()).isEmpty();
            assertThat(journal.catalog().type(expected.get(0).type())).isEqualTo(type(1));
            assertThat(journal.catalog().source(expected.get(0).source())).isEqualTo(source("a.etl"));
        }
    }

    @Test
    void keepsTheOrderOfEachOfManyPublishersAndLosesNothing() throws Exception {
        int producers = 4;
        int count = 20_000;
        try (Bus bus = Bus.open(folder, SMALL)) {
            publishInParallel(bus, producers, count, 4_000);
        }

        try (Journal journal = Journal.open(folder)) {
            List<Recorded> events = Recorded.all(journal, Lane.TRACE);
            assertThat(events).hasSize(producers * count);
            int[] next = new int[producers];
            EventRecord expected = new EventRecord();
            for (int i = 0; i < events.size(); i++) {
                Recorded event = events.get(i);
                int producer = event.pid();
                Recorded.fill(expected, producer, next[producer]++, 4_000);
                assertThat(event).isEqualTo(Recorded.of(expected, i + 1));
            }
        }
    }

    @Test
    void takesPayloadsUpToTheLimitAndRefusesLargerOnes() throws Exception {
        byte[] payload = new byte[EventRecord.MAX_PAYLOAD_BYTES + 1];
        payload[EventRecord.MAX_PAYLOAD_BYTES - 1] = 7;
        try (Bus bus = Bus.open(folder, SMALL)) {
            EventRecord event = new EventRecord().clear();
            for (int i = 0; i < 40; i++) {
                bus.publish(event.payload(payload, 0, EventRecord.MAX_PAYLOAD_BYTES));
            }

            assertThatThrownBy(() -> bus.publish(event.payload(payload, 0, payload.length)))
                    .hasMessage("an event's payload has at most 65536 bytes, not 65537");
            assertThatThrownBy(() -> bus.publish(event.payload(payload, payload.length, 1)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }

        try (Journal journal = Journal.open(folder)) {
            assertThat(Recorded.all(journal, Lane.TRACE))
                    .hasSize(40)
                    .allMatch(event -> event.content().contains(HexFormat.of().formatHex(payload, 0, 65536)));
        }
    }

    @Test
    void takesOwnEventsThatAreLargerThanCapturedOnesMayBe() throws Exception {
        String text = "x".repeat(1_500_000);
        try (Bus bus = Bus.open(folder, BusOptions.defaults())) {
            for (int n = 0; n < 20; n++) { // more than the arena holds
                bus.publishOwn(
                        BusEvents.MARK, n, Mark.newBuilder().setText(text).build());
            }
            String larger = "x".repeat(2 << 20);

            assertThatThrownBy(() -> bus.publishOwn(
                            BusEvents.MARK, 1, Mark.newBuilder().setText(larger).build()))
                    .hasMessage("an own event has at most 2097152 bytes, a quarter of the ring's arena, not 2097157"
                            + " as this Ringtail-Bus/20");
        }

        try (Journal journal = Journal.open(folder)) {
            List<byte[]> marks = OwnEventsRead.all(journal, BusEvents.MARK);
            assertThat(marks).hasSize(20);
            for (byte[] mark : marks) {
                assertThat(Mark.parseFrom(mark).getText()).isEqualTo(text);
            }
        }
    }

    @Test
    void putsOwnEventsOnTheControlLaneInOneOrderWithTheOthers() throws Exception {
        try (Bus bus = Bus.open(folder, SMALL)) {
            EventRecord event = new EventRecord().clear();
            for (int i = 0; i < 10; i++) {
                bus.publish(event);
                bus.publishOwn(BusEvents.TICK, i, Tick.newBuilder().setSource(i).build());
            }
        }

        try (Journal journal = Journal.open(folder)) {
            List<Recorded> control = Recorded.all(journal, Lane.CONTROL);
            assertThat(Recorded.all(journal, Lane.TRACE))
                    .extracting(Recorded::sequence)
                    .containsExactly(1L, 3L, 5L, 7L, 9L, 11L, 13L, 15L, 17L, 19L);
            assertThat(control)
                    .extracting(Recorded::sequence)
                    .containsExactly(0L, 2L, 4L, 6L, 8L, 10L, 12L, 14L, 16L, 18L, 20L, 21L);
            assertThat(control)
                    .extracting(event -> journal.catalog().type(event.type()).id())
                    .containsExactly(1, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 2);
            EventType tick = journal.catalog().type(control.get(1).type());
            assertThat(tick).isEqualTo(EventType.own(OwnProvider.BUS.guid(), BusEvents.TICK, 0));
            assertThat(JournalClosed.parseFrom(payload(control.get(11))).getNextSequence())
                    .isEqualTo(22);
        }
    }

    @Test
    void goesOnWhereTheLastRunEnded() throws Exception {
        Schema schema = new Schema("test", Schema.ANY, Schema.ANY, Schema.Rank.IMPORTED, new byte[] {1, 2});
        for (int run = 0; run < 3; run++) {
            try (Bus bus = Bus.open(folder, SMALL)) {
                assertThat(bus.registry().register(type(5))).isEqualTo(1);
                bus.registry().register(type(100 + run));
                bus.registry().register(schema);
                EventRecord event = new EventRecord().clear();
                event.source = bus.registry().register(source("run" + run));
                bus.publish(event);
            }
        }

        try (Journal journal = Journal.open(folder)) {
            assertThat(Recorded.all(journal, Lane.TRACE))
                    .extracting(Recorded::sequence)
                    .containsExactly(1L, 4L, 7L);
            assertThat(journal.catalog().schemas()).containsExactly(schema);
            List<Recorded> control = Recorded.all(journal, Lane.CONTROL);
            JournalOpened opened = JournalOpened.parseFrom(payload(control.get(4)));
            assertThat(opened.getEpoch()).isEqualTo(3);
            assertThat(opened.getFirstSequence()).isEqualTo(6);
            assertThat(opened.getRepairsList()).isEmpty();
            assertThat(journal.catalog().source(5).name()).isEqualTo("run2");
        }
    }

    @Test
    void namesTheProcessThatHasTheJournal() throws Exception {
        try (Bus bus = Bus.open(folder, SMALL)) {
            assertThatThrownBy(() -> Bus.open(folder, SMALL))
                    .isInstanceOf(JournalLockedException.class)
                    .hasMessageMatching("journal .* is being written by process "
                            + ProcessHandle.current().pid()
                            + " on host .+ since .+Z; stop it or choose another --journal");
            bus.flush();
        }
        Bus.open(folder, SMALL).close();
    }

    @Test
    void countsEveryEventThatFoundNoRoom() throws Exception {
        int count = 50_000;
        int source;
        int published = 0;
        try (Bus bus = Bus.open(folder, SMALL)) {
            source = bus.registry().register(source("live"));
            EventRecord event = new EventRecord().clear().payload(new byte[3_000], 0, 3_000);
            event.source = source;
            for (int i = 0; i < count; i++) {
                event.timeTicks = i;
                published += bus.tryPublish(event) ? 1 : 0;
            }
            bus.lost(source, "SESSION_BUFFERS", 7, 1, 2);
            bus.lost(source, "SESSION_BUFFERS", 3, 0, 9);
        }

        try (Journal journal = Journal.open(folder)) {
            assertThat(Recorded.all(journal, Lane.TRACE)).hasSize(published);
            List<EventsLost> losses = losses(journal);
            assertThat(losses).allMatch(loss -> loss.getSource() == source);
            assertThat(count(losses, "RING_FULL")).isEqualTo(count - published);
            assertThat(count(losses, "SESSION_BUFFERS")).isEqualTo(10);
        }
    }

    @Test
    void takesSeveralEventsWithOneClaim() throws Exception {
        EventRecord[] events = new EventRecord[100];
        List<Recorded> expected = new ArrayList<>();
        try (Bus bus = Bus.open(folder, SMALL)) {
            for (int round = 0; round < 50; round++) {
                for (int i = 0; i < events.length; i++) {
                    events[i] = Recorded.fill(new EventRecord(), round, i, 5_000);
                    expected.add(Recorded.of(events[i], expected.size() + 1));
                }
                bus.publish(events, events.length);
            }
            bus.publish(events, 0);
        }

        try (Journal journal = Journal.open(folder)) {
            assertThat(Recorded.all(journal, Lane.TRACE)).isEqualTo(expected);
        }
    }

    @Test
    void showsToReadersWhatWasFlushed() throws Exception {
        BusOptions lingering = SMALL.withLinger(Duration.ofMinutes(1));
        try (Bus bus = Bus.open(folder, lingering);
                Journal journal = Journal.open(folder)) {
            EventRecord event = new EventRecord().clear();
            for (int i = 1; i <= 5; i++) {
                bus.publish(event);
                bus.flush();

                assertThat(Recorded.all(journal, Lane.TRACE)).hasSize(i);
                assertThat(bus.committedSequence()).isEqualTo(i);
            }
        }
    }

    @Test
    void tellsPublishersThatTheJournalCannotBeWritten() throws Exception {
        Bus bus = Bus.open(folder, SMALL.withCycle(1, Duration.ofHours(1)));
        bus.flush();
        deleteTree(folder.resolve("trace"));
        Files.writeString(folder.resolve("trace"), "in the way");

        assertThatThrownBy(() -> {
                    while (true) {
                        bus.publish(new EventRecord().clear());
                    }
                })
                .isInstanceOf(JournalFailedException.class)
                .hasMessageStartingWith("the journal " + folder + " can no longer be written: ");
        assertThatThrownBy(bus::flush).isInstanceOf(JournalFailedException.class);
        assertThatThrownBy(bus::close).isInstanceOf(JournalFailedException.class);
        bus.close();
    }

    @Test
    void isClosedOnce() throws Exception {
        Bus bus = Bus.open(folder, SMALL);
        bus.close();
        bus.close();

        assertThatThrownBy(() -> bus.publish(new EventRecord().clear()))
                .hasMessage("the bus is closed; what is published now is not journaled");
    }

    private static void publishInParallel(Bus bus, int producers, int count, int maxPayload) throws Exception {
        CountDownLatch start = new CountDownLatch(producers);
        try (ExecutorService threads = Executors.newFixedThreadPool(producers)) {
            List<Future<?>> done = new ArrayList<>();
            for (int producer = 0; producer < producers; producer++) {
                int id = producer;
                done.add(threads.submit(() -> {
                    start.countDown();
                    start.await();
                    EventRecord event = new EventRecord();
                    for (int n = 0; n < count; n++) {
                        bus.publish(Recorded.fill(event, id, n, maxPayload));
                    }
                    return null;
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        }
    }

    private static void deleteTree(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static List<EventsLost> losses(Journal journal) throws Exception {
        List<EventsLost> losses = new ArrayList<>();
        for (Recorded event : Recorded.all(journal, Lane.CONTROL)) {
            if (journal.catalog().type(event.type()).id() == BusEvents.EVENTS_LOST) {
                losses.add(EventsLost.parseFrom(payload(event)));
            }
        }
        return losses;
    }

    private static long count(List<EventsLost> losses, String reason) {
        return losses.stream()
                .filter(loss -> loss.getReason().equals(reason))
                .mapToLong(EventsLost::getCount)
                .sum();
    }

    private static byte[] payload(Recorded event) {
        return HexFormat.of().parseHex(event.content().split(" ", -1)[3]);
    }

    private static EventType type(int id) {
        return new EventType(HeaderKind.EVENT, 8, PROVIDER, id, 0, 0, 4, 0, 0, 1, new byte[] {4, 5});
    }

    private static Source source(String name) {
        Clock clock = new Clock(Clock.Kind.QPC, 5, 6, 10_000_000);
        return new Source(name, "session", "host", "etl", clock, 99, -60, Map.of("key", "value"));
    }
}
