package io.ringtail.ring.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.block.Lane;
import io.ringtail.ring.bus.proto.CycleDeleted;
import io.ringtail.ring.bus.proto.CycleKept;
import io.ringtail.ring.cursor.Cursors;
import io.ringtail.ring.cursor.DurableCursor;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.journal.JournalProblem;
import io.ringtail.ring.journal.JournalVerifier;
import io.ringtail.ring.journal.Pruner;
import io.ringtail.ring.journal.Retention;
import io.ringtail.ring.journal.StorageOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Retention TRACE = Retention.of(Lane.TRACE);
    private static final int EVENTS_A_CYCLE = 10;
    private static final int CYCLES = 6;

    @TempDir
    Path folder;

    private Instant now = NOON;
    private final BusOptions options =
            BusOptions.defaults().withRing(64, 1 << 18).withClock(() -> now).withCycle(1 << 30, Duration.ofMinutes(10));

    /** A cycle each ten minutes from noon, of ten events each; sequence 0 is the opening. */
    @BeforeEach
    void write() throws IOException {
        try (Bus bus = Bus.open(folder, options)) {
            EventRecord event = new EventRecord();
            for (int n = 0; n < CYCLES * EVENTS_A_CYCLE; n++) {
                bus.publish(Recorded.fill(event, 1, n, 100));
                if (n % EVENTS_A_CYCLE == EVENTS_A_CYCLE - 1) {
                    bus.flush();
                    now = now.plus(Duration.ofMinutes(10));
                }
            }
        }
        assertThat(traceFiles()).hasSize(CYCLES);
    }

    @Test
    void deletesByAge() throws Exception {
        assertThat(prune(TRACE.withMaxAge(Duration.ofMinutes(30)), false).deletions())
                .extracting(Pruner.Deletion::firstSequence, Pruner.Deletion::nextSequence)
                .containsExactly(tuple(0, 11), tuple(11, 21));

        assertThat(firstTraceSequence()).isEqualTo(21);
        assertSound();
    }

    @Test
    void deletesBySizeAndKeepsTheLastFileWhateverTheLimit() throws Exception {
        List<Pruner.Deletion> deletions = prune(TRACE.withMaxBytes(0), false).deletions();

        assertThat(deletions).hasSize(CYCLES - 1);
        assertThat(deletions.getFirst().why()).matches("complete files of the lane have \\d+ bytes, more than 0");
        assertThat(firstTraceSequence()).isEqualTo((CYCLES - 1) * EVENTS_A_CYCLE + 1);
        assertThat(Pruner.of(folder)
                        .plan(List.of(TRACE.withMaxBytes(0)), now, OptionalLong.empty())
                        .deletions())
                .as("another time, for runs that have no events of their own")
                .isEmpty();
        assertSound();
    }

    @Test
    void deletesUntilTheDiskHasRoom() throws Exception {
        assertThat(prune(TRACE.withMinFreeBytes(Long.MAX_VALUE), false).deletions())
                .hasSize(CYCLES - 1);
        assertThat(prune(TRACE.withMinFreeBytes(0), false).deletions()).isEmpty();
    }

    @Test
    void journalsEveryDeletion() throws Exception {
        prune(TRACE.withMaxAge(Duration.ofMinutes(45)), false);

        try (Journal journal = Journal.open(folder)) {
            List<byte[]> events = OwnEventsRead.all(journal, BusEvents.CYCLE_DELETED);
            assertThat(events).hasSize(1);
            CycleDeleted deleted = CycleDeleted.parseFrom(events.getFirst());
            assertThat(deleted.getFile()).isEqualTo("trace/00000001/20261123-120000.cq4");
            assertThat(deleted.getFirstSequence()).isZero();
            assertThat(deleted.getNextSequence()).isEqualTo(11);
            assertThat(deleted.getWhy()).isEqualTo("complete since 2026-11-23T12:10:00Z, which is longer than 45m");
        }
    }

    @Test
    void neverPassesACursorUnlessTold() throws Exception {
        try (DurableCursor cursor = Cursors.of(folder).open("rules")) {
            cursor.save(25, new byte[0]);
        }

        Pruner.Plan plan = prune(TRACE.withMaxBytes(0), false);

        assertThat(plan.deletions()).hasSize(2);
        assertThat(plan.held()).singleElement().satisfies(held -> {
            assertThat(held.file()).isEqualTo("trace/00000001/20261123-122000.cq4");
            assertThat(held.why()).isEqualTo("not read yet by the cursors rules");
        });
        assertThat(firstTraceSequence()).isEqualTo(21);
        try (Journal journal = Journal.open(folder)) {
            assertThat(OwnEventsRead.all(journal, BusEvents.CYCLE_KEPT))
                    .singleElement()
                    .satisfies(kept -> assertThat(CycleKept.parseFrom(kept).getWhy())
                            .isEqualTo("not read yet by the cursors rules"));
        }

        assertThat(prune(TRACE.withMaxBytes(0), true).deletions()).hasSize(CYCLES - 3);
        assertSound();
    }

    @Test
    void tellsWhatIsLostFromWhatWasPruned() throws Exception {
        Path first = traceFiles().getFirst();
        Path second = traceFiles().get(1);
        prune(TRACE.withMaxAge(Duration.ofMinutes(45)), false);
        assertThat(first).doesNotExist();
        assertSound();

        Files.delete(second);

        assertThat(JournalVerifier.verify(folder, (done, total) -> {}).findings())
                .extracting(JournalProblem::what)
                .containsExactly("sequences 11 to 20 are missing before it");
    }

    @Test
    void removesAnEpochOfWhichNothingIsLeft() throws Exception {
        try (Bus bus = Bus.open(folder, options)) {
            bus.publish(Recorded.fill(new EventRecord(), 1, 1, 100));
        }
        prune(TRACE.withMaxBytes(0), false);
        prune(Retention.of(Lane.CONTROL).withMaxBytes(0), false);

        assertThat(folder.resolve("trace/00000001")).doesNotExist();
        assertThat(folder.resolve("control/00000001")).doesNotExist();
        try (Journal journal = Journal.open(folder)) {
            assertThat(Recorded.all(journal, Lane.CONTROL)).isNotEmpty();
        }
        assertSound();
    }

    @Test
    @Timeout(60)
    void keepsToItsLimitsWhileItWrites() throws Exception {
        long mostBytes = 600_000;
        StorageOptions storage = StorageOptions.defaults().withRetention(List.of(TRACE.withMaxBytes(mostBytes)));
        BusOptions small =
                BusOptions.defaults().withCycle(100_000, Duration.ofHours(1)).withStorage(storage);
        try (Bus bus = Bus.open(folder, small)) {
            EventRecord event = new EventRecord();
            for (int n = 0; !wasPruned(); n++) {
                bus.publish(Recorded.fill(event, 1, n, 400));
                if (n % 1_000 == 0) {
                    bus.flush();
                }
            }
        }
        assertSound();
    }

    @Test
    void keepsToItsLimitsHoweverShortTheRun() throws Exception {
        StorageOptions storage = StorageOptions.defaults().withRetention(List.of(TRACE.withMaxBytes(0)));
        try (Bus bus = Bus.open(
                folder,
                BusOptions.defaults().withCycle(50_000, Duration.ofHours(1)).withStorage(storage))) {
            for (int n = 0; n < 1_000; n++) {
                bus.publish(Recorded.fill(new EventRecord(), 1, n, 400));
                if (n % 100 == 99) {
                    bus.flush();
                }
            }
        }

        assertThat(traceFiles()).hasSize(1);
        assertSound();
    }

    private boolean wasPruned() {
        return !Files.exists(folder.resolve("trace/00000001/20261123-120000.cq4"));
    }

    private Pruner.Plan prune(Retention retention, boolean force) throws IOException {
        try (Bus bus = Bus.open(folder, options)) {
            return bus.prune(List.of(retention), force);
        }
    }

    private void assertSound() throws IOException {
        assertThat(JournalVerifier.verify(folder, (done, total) -> {}).findings())
                .isEmpty();
    }

    private long firstTraceSequence() throws IOException {
        try (Journal journal = Journal.open(folder)) {
            return Recorded.all(journal, Lane.TRACE).getFirst().sequence();
        }
    }

    private List<Path> traceFiles() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("trace"))) {
            files.filter(file -> file.toString().endsWith(".cq4")).sorted().forEach(found::add);
        }
        return found;
    }

    private static Tuple tuple(long first, long next) {
        return Tuple.tuple(first, next);
    }
}
