package io.ringtail.ring.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.block.Section;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.Recorded;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final BusOptions SMALL =
            BusOptions.defaults().withRing(256, 1 << 18).withClock(() -> NOON);
    private static final Schema SCHEMA =
            new Schema("test", Schema.ANY, Schema.ANY, Schema.Rank.BUILT_IN, new byte[3_000_000]);

    @TempDir
    Path folder;

    @Test
    void beginsANewCycleAtTheSizeAndEachCycleReadsAlone() throws Exception {
        List<Recorded> expected = new ArrayList<>();
        try (Bus bus = Bus.open(folder, SMALL.withCycle(200_000, Duration.ofHours(1)))) {
            bus.registry().register(SCHEMA);
            EventRecord event = new EventRecord();
            for (int n = 0; n < 5_000; n++) {
                Recorded.fill(event, 1, n, 400);
                event.type = bus.registry().register(type(n / 100));
                expected.add(Recorded.of(event, n + 1));
                bus.publish(event);
                if (n % 500 == 0) {
                    bus.flush();
                }
            }
        }
        List<Path> cycles = cycles(Lane.TRACE);
        assertThat(cycles)
                .hasSizeGreaterThan(3)
                .first()
                .extracting(file -> String.valueOf(file.getFileName()))
                .isEqualTo("20261123-120000.cq4");
        assertThat(cycles.get(1).getFileName()).hasToString("20261123-120001.cq4");

        Files.delete(cycles.get(0));
        Files.delete(cycles.get(1));

        try (Journal journal = Journal.open(folder)) {
            List<Recorded> rest = Recorded.all(journal, Lane.TRACE);
            assertThat(rest).isNotEmpty().isEqualTo(expected.subList(expected.size() - rest.size(), expected.size()));
            assertThat(journal.catalog().schemas()).containsExactly(SCHEMA);
            assertThat(rest)
                    .allSatisfy(event ->
                            assertThat(journal.catalog().type(event.type())).isEqualTo(type(event.tid() / 100)));
        }
        VerifyReport report = JournalVerifier.verify(folder, (done, total) -> {});
        assertThat(report.findings()) // nobody pruned it
                .extracting(JournalProblem::what)
                .singleElement()
                .asString()
                .matches("sequences 1 to \\d+ are missing before it");
    }

    @Test
    void noticesThatTheLastFileOfARunIsMissing() throws Exception {
        for (int run = 0; run < 2; run++) {
            try (Bus bus = Bus.open(folder, SMALL.withCycle(6_000, Duration.ofHours(1)))) {
                for (int n = 0; n < 100; n++) {
                    bus.publish(Recorded.fill(new EventRecord(), 1, n, 400));
                    bus.flush();
                }
            }
        }
        assertThat(missing()).isEmpty();
        List<Path> cycles = cycles(Lane.TRACE);
        List<Path> first = cycles.stream()
                .filter(file -> file.toString().contains("00000001"))
                .toList();

        Files.delete(first.getLast());
        assertThat(missing()).singleElement().asString().matches("sequences \\d+ to 100 are missing before it");

        Files.delete(cycles.getLast());
        assertThat(missing()).hasSize(2).last().asString().matches("sequences \\d+ to 202 are missing before it");

        for (Path control : cycles(Lane.CONTROL)) {
            Files.delete(control);
        }
        assertThat(missing()).last().asString().matches("sequences \\d+ to 203 are missing behind it");
    }

    private List<String> missing() throws Exception {
        return JournalVerifier.verify(folder, (done, total) -> {}).findings().stream()
                .map(JournalProblem::what)
                .toList();
    }

    @Test
    void beginsANewCycleWhenTheOldOneIsOldEnough() throws Exception {
        Instant[] now = {NOON};
        try (Bus bus = Bus.open(folder, SMALL.withClock(() -> now[0]).withCycle(1 << 30, Duration.ofMinutes(10)))) {
            for (int i = 0; i < 3; i++) {
                bus.publish(new EventRecord().clear());
                bus.flush();
                now[0] = now[0].plus(Duration.ofMinutes(10));
            }
        }

        assertThat(cycles(Lane.TRACE))
                .extracting(file -> String.valueOf(file.getFileName()))
                .containsExactly("20261123-120000.cq4", "20261123-121000.cq4", "20261123-122000.cq4");
    }

    @Test
    void seesACycleThatWasEmptyWhenItWasFirstLookedAt() throws Exception {
        try (Bus bus = Bus.open(folder, SMALL);
                Journal journal = Journal.open(folder)) {
            bus.publish(new EventRecord().clear());
            bus.flush();
            Path first = cycles(Lane.TRACE).getFirst();
            Path next = first.resolveSibling("20261123-120100.cq4");
            Files.createFile(next);
            assertThat(journal.cyclesFrom(Lane.TRACE, 0))
                    .extracting(CycleFile::path)
                    .containsExactly(first);

            Files.copy(first, next, StandardCopyOption.REPLACE_EXISTING);

            assertThat(journal.cyclesFrom(Lane.TRACE, 0))
                    .extracting(CycleFile::path)
                    .containsExactly(first, next);
        }
    }

    @Test
    void showsSeveralReadersAllEventsWhileTheyAreWritten() throws Exception {
        int count = 20_000;
        try (Bus bus = Bus.open(folder, SMALL.withCycle(500_000, Duration.ofHours(1)));
                Journal journal = Journal.open(folder);
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<Long>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(threads.submit(() -> follow(journal, count)));
            }
            EventRecord event = new EventRecord();
            for (int n = 0; n < count; n++) {
                bus.publish(Recorded.fill(event, 1, n, 300));
            }
            for (Future<Long> reader : readers) {
                assertThat(reader.get()).isEqualTo(count);
            }
            assertThat(journal.problems()).isEmpty();
        }
    }

    @Test
    void skipsBlocksByTheirHeaders() throws Exception {
        try (Bus bus = Bus.open(folder, SMALL)) {
            EventRecord event = new EventRecord();
            for (int n = 0; n < 10; n++) {
                event.clear().timeTicks = n * 100L;
                bus.publish(event);
                bus.flush();
            }
        }

        try (Journal journal = Journal.open(folder)) {
            Scan times = Scan.ALL_EVENTS.withTime(250, 500).withSections(EnumSet.of(Section.TIME));
            assertThat(sequences(journal, times)).containsExactly(4L, 5L, 6L);
            assertThat(sequences(journal, Scan.ALL_EVENTS.withFromSequence(9))).containsExactly(9L, 10L);
        }
    }

    @Test
    void isReadableByItsOwnerOnly() throws Exception {
        Path journal = folder.resolve("new/journal");
        Bus.open(journal, SMALL).close();
        assumeThat(Files.getFileAttributeView(folder, PosixFileAttributeView.class))
                .isNotNull();

        try (Stream<Path> paths = Files.walk(journal)) {
            assertThat(paths)
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void saysWhatIsWrongWithAFolderThatIsNoJournal() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "text");
        Path missing = folder.resolve("missing");
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThatThrownBy(() -> Journal.open(missing))
                .isInstanceOf(IOException.class)
                .hasMessage(missing + " does not exist; record into it first or choose another --journal");
        assertThatThrownBy(() -> Journal.open(file))
                .hasMessage(file + " is a file, and a journal is a folder; choose another --journal");
        assertThatThrownBy(() -> Journal.open(empty))
                .hasMessage(empty + " is not a journal: it has neither a whole journal.json nor a lane;"
                        + " record into it first or choose another --journal");
        assertThatThrownBy(() -> Bus.open(folder, SMALL))
                .hasMessage(folder + " is not a journal and not empty; choose an empty or a new folder as --journal");
        assertThatThrownBy(() -> Bus.open(file, SMALL))
                .hasMessage(file + " is a file, and a journal is a folder; choose another --journal");
        assertThatThrownBy(() -> Bus.open(file.resolve("below"), SMALL))
                .hasMessageStartingWith("the journal folder " + file.resolve("below") + " cannot be made: ")
                .hasMessageEndingWith("; choose another --journal");
        Files.writeString(empty.resolve("journal.json"), "{\"format\": 2, \"id\": \"" + new UUID(0, 0) + "\"}\n");
        assertThatThrownBy(() -> Journal.open(empty))
                .hasMessage(empty + " is a journal of format 2, and this Ringtail reads up to 1; use a newer one");
        Files.writeString(empty.resolve("journal.json"), "rubbish");
        assertThatThrownBy(() -> Journal.open(empty))
                .hasMessage(empty + " is not a journal: it has neither a whole journal.json nor a lane;"
                        + " record into it first or choose another --journal");
        Bus.open(empty, SMALL).close();
    }

    @Test
    void tellsWhatThereIs() throws Exception {
        try (Bus bus = Bus.open(folder, SMALL);
                Journal journal = Journal.open(folder)) {
            bus.flush();
            assertThat(journal.info().writer())
                    .get()
                    .asString()
                    .startsWith("process " + ProcessHandle.current().pid());
        }

        try (Journal journal = Journal.open(folder)) {
            JournalInfo info = journal.info();
            assertThat(info.writer()).isEmpty();
            assertThat(info.epochs()).isEqualTo(1);
            assertThat(info.controlCycles()).isEqualTo(1);
            assertThat(info.id()).isPresent();
            assertThat(info.bytes()).isLessThan(1 << 20);
        }
    }

    private static long follow(Journal journal, int count) throws IOException {
        long next = 1;
        try (BlockCursor cursor = journal.scan(Scan.ALL_EVENTS)) {
            while (next <= count) {
                while (cursor.next()) {
                    assertThat(cursor.block().firstSequence()).isEqualTo(next);
                    next = cursor.block().lastSequence() + 1;
                }
                Thread.onSpinWait();
            }
        }
        return next - 1;
    }

    private static List<Long> sequences(Journal journal, Scan scan) throws IOException {
        try (BlockCursor cursor = journal.scan(scan)) {
            return Recorded.rest(cursor).stream().map(Recorded::sequence).toList();
        }
    }

    private List<Path> cycles(Lane lane) throws IOException {
        return new JournalFolder(folder)
                .cycles(lane).stream().map(CycleFile::path).toList();
    }

    private static EventType type(int id) {
        return EventType.own(new UUID(1, 2), id, 0);
    }
}
