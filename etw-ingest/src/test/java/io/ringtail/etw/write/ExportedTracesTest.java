package io.ringtail.etw.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.etw.export.EtlExport;
import io.ringtail.etw.export.NotExportableException;
import io.ringtail.etw.file.FileFacts;
import io.ringtail.etw.file.TraceInput;
import io.ringtail.etw.merge.TraceFiles;
import io.ringtail.etw.source.OpenTraces;
import io.ringtail.etw.source.TraceRecorder;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is exported, from a trace or a journal, is read back as it was read before. */
class ExportedTracesTest {
    private static final List<String> FACTS_OF_THE_FILE = List.of(
            FileFacts.FILE,
            FileFacts.SIZE_BYTES,
            FileFacts.BUFFER_SIZE,
            FileFacts.LOG_FILE_MODE,
            FileFacts.BUFFERS,
            FileFacts.COMPRESSED_BUFFERS);

    @TempDir
    private Path folder;

    @Test
    void keepsRandomEventsOfEveryKindAndTheFactsOfTheirTrace() throws IOException {
        for (long seed = 1; seed <= 80; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            EtlOptions options = RandomTraces.options(random);
            Path file = folder.resolve("random" + seed + ".etl");
            Path copy = folder.resolve("copy.etl");
            List<ReadEvent> written = RandomTraces.write(file, options, random);
            if (written.isEmpty()) {
                continue;
            }

            EtlExport.Summary summary = random.nextInt(8) == 0 ? exportByJournal(file, copy) : export(file, copy);

            assertThat(RandomTraces.read(copy)).as("seed %d, %s", seed, options).isEqualTo(written);
            assertThat(summary).isEqualTo(new EtlExport.Summary(written.size(), 0));
            assertThat(facts(copy)).as("seed %d, %s", seed, options).isEqualTo(facts(file));
        }
    }

    @Test
    void mergesTracesOfOneClock() throws IOException {
        Clock first = EtlOptions.qpc(1_000, RandomTraces.START);
        Clock second = EtlOptions.qpc(1_000 + Ticks.PER_SECOND, RandomTraces.START + Ticks.PER_SECOND);
        Path kernel = folder.resolve("kernel.etl");
        Path user = folder.resolve("user.etl");
        List<ReadEvent> written = new ArrayList<>();
        written.addAll(RandomTraces.write(kernel, of(first), new SplittableRandom(1)));
        written.addAll(RandomTraces.write(user, of(second), new SplittableRandom(2)));
        Path merged = folder.resolve("merged.etl");

        try (TraceFiles files =
                TraceFiles.open(List.of(new TraceInput(kernel, ""), new TraceInput(user, "")), folder)) {
            export(files, merged);
        }

        written.sort(Comparator.comparingLong(ReadEvent::rawTime));
        assertThat(RandomTraces.read(merged)).isEqualTo(written);
    }

    @Test
    void refusesEventsOfTwoClocks() throws IOException {
        Path one = folder.resolve("one.etl");
        Path other = folder.resolve("other.etl");
        RandomTraces.write(one, of(EtlOptions.qpc(1_000, RandomTraces.START)), new SplittableRandom(1));
        RandomTraces.write(
                other, of(new Clock(Clock.Kind.QPC, 5, RandomTraces.START, 3_000_000)), new SplittableRandom(2));

        try (TraceFiles files = TraceFiles.open(List.of(new TraceInput(one, ""), new TraceInput(other, "")), folder)) {
            assertThatThrownBy(() -> export(files, folder.resolve("both.etl")))
                    .isInstanceOf(NotExportableException.class)
                    .hasMessage("the selection holds events of two clocks, and a trace has one: '" + one
                            + "' (session 'Ringtail', clock qpc at 10,000,000 Hz of a machine started"
                            + " 2026-03-01T09:00:00.0000000Z), and '" + other
                            + "' (session 'Ringtail', clock qpc at 3,000,000 Hz of a machine started"
                            + " 2026-03-01T09:00:00.0000000Z); export each by itself, with where Session =="
                            + " 'Ringtail' and the like");
        }
    }

    /** As {@link EtlOptions#of}, with a machine that was started at the same time whatever the session's start. */
    private static EtlOptions of(Clock clock) {
        EtlOptions options = EtlOptions.of(clock, 4);
        HostFacts host = options.host();
        return options.withHost(new HostFacts(
                host.pointerBytes(),
                host.osMajor(),
                host.osMinor(),
                host.osBuild(),
                host.cpuMegahertz(),
                RandomTraces.START - Ticks.PER_DAY,
                host.zone()));
    }

    private static EtlExport.Summary export(Path from, Path to) throws IOException {
        try (TraceFiles files = TraceFiles.open(List.of(new TraceInput(from, "")), from.resolveSibling("."))) {
            return export(files, to);
        }
    }

    private EtlExport.Summary exportByJournal(Path from, Path to) throws IOException {
        Path folderOfJournal = folder.resolve(from.getFileName() + ".journal");
        try (OpenTraces traces = OpenTraces.open(List.of(from), folder, List.of());
                Bus bus = Bus.open(folderOfJournal, BusOptions.defaults())) {
            TraceRecorder.record(traces, bus, (events, bytes) -> {});
        }
        try (Journal journal = Journal.open(folderOfJournal)) {
            return export(journal, to);
        }
    }

    /** All events, the header included. */
    private static EtlExport.Summary export(Recording recording, Path to) throws IOException {
        try (EtlExport export = EtlExport.into(to, recording, List.of());
                BlockCursor cursor = recording.scan(Scan.ALL_EVENTS)) {
            while (cursor.next()) {
                int[] rows = IntStream.range(0, cursor.block().count()).toArray();
                export.write(cursor.block(), rows, rows.length);
            }
            return export.finish();
        }
    }

    /** What a trace tells of machine, clock and session. */
    private Map<String, String> facts(Path file) throws IOException {
        try (TraceFiles files = TraceFiles.open(List.of(new TraceInput(file, "")), folder)) {
            Map<String, String> facts = new HashMap<>(files.files().getFirst().facts());
            FACTS_OF_THE_FILE.forEach(facts::remove);
            return facts;
        }
    }
}
