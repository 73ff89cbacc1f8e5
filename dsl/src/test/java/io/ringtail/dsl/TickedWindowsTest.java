package io.ringtail.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.dsl.follow.Followed;
import io.ringtail.dsl.follow.Follower;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.TickRule;
import io.ringtail.ring.bus.proto.SourceClosed;
import io.ringtail.ring.bus.proto.SourceOpened;
import io.ringtail.ring.bus.proto.Tick;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows of a query that follows a journal close at its ticks, whatever blocks its events are in. */
class TickedWindowsTest {
    private static final long START = Ticks.of(Instant.parse("2026-01-01T00:00:00Z"));
    private static final String QUERY =
            "events | where Cpu < 6 | summarize n = count(), most = max(Cpu) by bin(Timestamp, 5s), EventId";

    @TempDir
    private Path folder;

    @Test
    void givesTheSameRowsWhateverBlocksThereAreAndWheneverItLooks() throws IOException {
        List<String> expected = List.of();
        for (int schedule = 0; schedule < 6; schedule++) {
            SplittableRandom random = new SplittableRandom(schedule);
            Path path = folder.resolve(schedule + ".journal");
            List<String> live = new ArrayList<>();
            try (Bus bus = Bus.open(path, BusOptions.defaults());
                    Journal journal = Journal.open(path);
                    Tail tail = new Tail(journal, new Followed.Start.AtBeginning(), live)) {
                record(bus, 1, 30_000, random, tail);
                record(bus, 2, 0, random, tail); // of earlier times: another recording
                bus.flush();
                tail.look();
                tail.end();
            }
            List<String> afterwards = new ArrayList<>();
            try (Journal journal = Journal.open(path);
                    Tail tail = new Tail(journal, new Followed.Start.AtBeginning(), afterwards)) {
                tail.look();
                tail.end();
            }

            assertThat(afterwards).as("schedule %s", schedule).isEqualTo(live);
            expected = expected.isEmpty() ? live : expected;
            assertThat(live).as("schedule %s", schedule).isEqualTo(expected);
        }
        assertThat(expected).hasSizeGreaterThan(40).last().asString().matches("late [1-9]\\d*");
    }

    @Test
    void closesWindowsAtATickThoughNoEventComes() throws IOException {
        Path path = folder.resolve("quiet.journal");
        List<String> rows = new ArrayList<>();
        try (Bus bus = Bus.open(path, BusOptions.defaults());
                Journal journal = Journal.open(path)) {
            int source = open(bus, "live");
            publish(bus, source, 1, 500, 2);
            tick(bus, source, START);
            bus.flush();
            try (Tail tail = new Tail(journal, new Followed.Start.AtBeginning(), rows)) {
                tail.look();
                assertThat(rows).isEmpty();

                tick(bus, source, START + 5 * Ticks.PER_SECOND);
                bus.flush();
                tail.look();

                assertThat(rows).containsExactly("[" + START + ", 1, 1, 2]");
            }
        }
    }

    @Test
    void knowsAtTheEndOfAJournalWhichSourcesDeliver() throws IOException {
        Path path = folder.resolve("end.journal");
        List<String> rows = new ArrayList<>();
        try (Bus bus = Bus.open(path, BusOptions.defaults());
                Journal journal = Journal.open(path)) {
            int slow = open(bus, "slow");
            int fast = open(bus, "fast");
            tick(bus, slow, START);
            tick(bus, fast, START + 60 * Ticks.PER_SECOND);
            publish(bus, slow, 1, 100, 2);
            bus.flush();
            try (Tail tail = new Tail(journal, new Followed.Start.AtEnd(), rows)) {
                publish(bus, fast, 3, 61_000, 1);
                publish(bus, slow, 1, 1_000, 4);
                bus.flush();
                tail.look();
                assertThat(rows).isEmpty();

                tick(bus, slow, START + 7 * Ticks.PER_SECOND);
                bus.flush();
                tail.look();

                assertThat(rows).containsExactly("[" + START + ", 1, 1, 4]");
            }
        }
    }

    /** A query that follows a journal, with its rows as text. */
    private static final class Tail implements AutoCloseable {
        private final Followed followed;
        private final List<String> rows;

        Tail(Journal journal, Followed.Start start, List<String> rows) throws IOException {
            this.rows = rows;
            BoundQuery query = Queries.bound(QUERY, journal, new FakeDecoder(journal.catalog()));
            Follower.Outcome outcome = query.follow(
                    start,
                    Duration.ZERO,
                    row -> rows.add(Arrays.asList(row).toString().replaceAll("Datetime\\[ticks=(\\d+)]", "$1")));
            followed = ((Follower.Outcome.Ok) outcome).followed();
        }

        void look() throws IOException {
            while (followed.hasMore()) {
                followed.poll();
            }
        }

        void end() {
            rows.add("open " + followed.end());
            rows.add("late " + followed.late());
        }

        @Override
        public void close() throws IOException {
            followed.close();
        }
    }

    private static void record(Bus bus, long seed, long fromMillis, SplittableRandom blocks, Tail tail)
            throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        int source = open(bus, "source " + seed);
        TickRule rule = new TickRule(START + fromMillis * Ticks.PER_MILLISECOND);
        for (int i = 0; i < 2_000; i++) {
            long millis = fromMillis + i * 20L + random.nextInt(9_000);
            long watermark = rule.before(START + millis * Ticks.PER_MILLISECOND);
            if (watermark != TickRule.NONE) {
                tick(bus, source, watermark);
            }
            publish(bus, source, 1 + random.nextInt(3), millis, random.nextInt(8));
            if (blocks.nextInt(50) == 0) {
                bus.flush();
                if (blocks.nextBoolean()) {
                    tail.look();
                }
            }
        }
        bus.publishOwn(
                BusEvents.SOURCE_CLOSED,
                START,
                SourceClosed.newBuilder().setSource(source).build());
    }

    private static int open(Bus bus, String name) {
        int source = bus.registry().register(new Source(name, name, "host", "test", Clock.TICKS, 0, 0, Map.of()));
        bus.publishOwn(
                BusEvents.SOURCE_OPENED,
                START,
                SourceOpened.newBuilder()
                        .setSource(source)
                        .setName(name)
                        .setSession(name)
                        .build());
        return source;
    }

    private static void tick(Bus bus, int source, long watermarkTicks) {
        bus.publishOwn(
                BusEvents.TICK,
                watermarkTicks,
                Tick.newBuilder()
                        .setSource(source)
                        .setWatermarkTicks(watermarkTicks)
                        .build());
    }

    private static void publish(Bus bus, int source, int id, long millis, int cpu) {
        EventRecord event = new EventRecord().clear();
        event.type = bus.registry()
                .register(new EventType(
                        HeaderKind.EVENT, 8, new UUID(7, 7), id, 0, 0, 4, 0, 0, 0, EventType.NO_TRACE_LOGGING));
        event.source = source;
        event.cpu = cpu;
        event.timeTicks = START + millis * Ticks.PER_MILLISECOND;
        bus.publish(event);
    }
}
