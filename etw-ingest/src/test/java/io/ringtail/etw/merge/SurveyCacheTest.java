package io.ringtail.etw.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.file.EtlFile;
import io.ringtail.etw.file.TraceInput;
import io.ringtail.etw.file.TraceInputs;
import io.ringtail.etw.schema.SchemaSource;
import io.ringtail.etw.sim.IncidentSimulator;
import io.ringtail.etw.source.OpenTraces;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trace that was surveyed before gives the same as one that was not, with less reading; a changed one is read whole. */
class SurveyCacheTest {
    private static final Path REAL =
            Path.of(System.getProperty("ringtail.root", ".")).resolveSibling("shared/data/etl");

    @TempDir
    private Path folder;

    private SurveyCache cache() {
        return SurveyCache.in(folder.resolve("kept"), 0);
    }

    @Test
    void aKnownTraceReadsOnlyTheBuffersThatTellSomething() throws IOException {
        Path trace = simulated();
        String first = told(trace, cache());
        long whole = buffersRead(trace, SurveyCache.NONE);
        long known = buffersRead(trace, cache());

        assertThat(known).isPositive().isLessThan(whole / 4);
        assertThat(told(trace, cache())).isEqualTo(first).isEqualTo(told(trace, SurveyCache.NONE));
    }

    @Test
    void aSpanOfTimeOfAKnownTraceReadsItsOwnBuffers() throws IOException {
        Path trace = simulated();
        told(trace, cache());
        try (OpenTraces traces = open(trace, cache())) {
            EtlFile file = traces.files().files().getFirst();
            long before = file.readCounts().buffers();
            long from = file.header().startTicks() + 10 * 60 * Ticks.PER_SECOND;
            long events = 0;
            try (BlockCursor cursor = traces.files().scan(Scan.ALL_EVENTS.withTime(from, from + Ticks.PER_SECOND))) {
                while (cursor.next()) {
                    events += cursor.block().count();
                }
            }
            assertThat(events).isPositive();
            assertThat(file.readCounts().buffers() - before)
                    .isLessThan(file.plan().count() / 4);
        }
    }

    @Test
    void realTracesGiveTheSame() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(REAL), "no real traces in " + REAL);
        for (TraceInput input : TraceInputs.expand(List.of(REAL))) {
            if (input.member().isEmpty()) {
                String plain = told(input.path(), SurveyCache.NONE);
                assertThat(told(input.path(), cache())).as(input.name()).isEqualTo(plain);
                assertThat(told(input.path(), cache()))
                        .as(input.name() + ", known")
                        .isEqualTo(plain);
            }
        }
    }

    @Test
    void damageIsToldAgain() throws IOException {
        Path trace = simulated();
        byte[] bytes = Files.readAllBytes(trace);
        int middle = bytes.length / 2;
        IntStream.range(middle, middle + 3_000).forEach(at -> bytes[at] = (byte) 0xA5);
        Files.write(trace, bytes);

        String first = told(trace, cache());

        assertThat(first).contains("Problem[");
        assertThat(told(trace, cache())).isEqualTo(first);
    }

    @Test
    void aTraceThatChangedSinceIsReadWhole() throws IOException {
        Path trace = simulated();
        told(trace, cache());
        byte[] bytes = Files.readAllBytes(trace);
        bytes[bytes.length / 2] ^= 1; // of the same size, and perhaps with the same buffers
        Files.write(trace, bytes);
        Files.setLastModifiedTime(trace, FileTime.fromMillis(1_000));

        assertThat(buffersRead(trace, cache())).isEqualTo(buffersRead(trace, SurveyCache.NONE));
    }

    @Test
    void whatWasKeptAndIsDamagedIsNotUsed() throws IOException {
        Path trace = simulated();
        String told = told(trace, cache());
        Path kept = kept().getFirst();
        byte[] bytes = Files.readAllBytes(kept);
        for (int at = 0; at < bytes.length; at += Math.max(1, bytes.length / 50)) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 4;
            Files.write(kept, flipped);
            assertThat(told(trace, cache())).as("flipped at " + at).isEqualTo(told);
        }
        for (int length : new int[] {0, 3, 8, bytes.length - 1}) {
            Files.write(kept, Arrays.copyOf(bytes, length));
            assertThat(told(trace, cache())).as("cut to " + length).isEqualTo(told);
        }
        assertThat(Files.readAllBytes(kept)).isEqualTo(bytes);
    }

    /** What a killed process leaves takes room for ever; what another writes at this moment is left alone. */
    @Test
    void sweepsWhatAKilledProcessDidNotFinish() throws IOException {
        Path home = Files.createDirectories(folder.resolve("kept"));
        Path left = Files.write(home.resolve("new123.survey"), new byte[10]);
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path written = Files.write(home.resolve("new124.survey"), new byte[10]);

        told(simulated(), cache());

        assertThat(left).doesNotExist();
        assertThat(written).exists();
        assertThat(home)
                .isDirectoryContaining(file -> !file.getFileName().toString().startsWith("new"));
    }

    @Test
    void smallTracesAreNotRemembered() throws IOException {
        told(simulated(), SurveyCache.in(folder.resolve("kept")));

        assertThat(folder.resolve("kept")).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeWrittenIsNoError() throws IOException {
        Path trace = simulated();
        Path taken = Files.writeString(folder.resolve("taken"), "a file");

        assertThat(told(trace, SurveyCache.in(taken, 0))).isEqualTo(told(trace, SurveyCache.NONE));
    }

    @Test
    void aTraceThatIsStillWrittenIsNotRemembered() throws IOException {
        Path trace = simulated();
        byte[] bytes = Files.readAllBytes(trace);
        endTicksOf(bytes, 0);
        Files.write(trace, bytes);

        told(trace, cache());

        assertThat(folder.resolve("kept")).doesNotExist();
    }

    /** Behind the buffer's header (72 bytes), that of the record (32) and 16 bytes of the trace header. */
    private static void endTicksOf(byte[] trace, int value) {
        for (int at = 72 + 32 + 16; at < 72 + 32 + 24; at++) {
            trace[at] = (byte) value;
        }
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("kept"))) {
            return files.toList();
        }
    }

    private Path simulated() throws IOException {
        Path trace = folder.resolve("incident.etl");
        IncidentSimulator.write(trace, 7, 60_000);
        return trace;
    }

    private OpenTraces open(Path trace, SurveyCache cache) throws IOException {
        return OpenTraces.open(List.of(trace), folder, SchemaSource.NONE, cache);
    }

    private long buffersRead(Path trace, SurveyCache cache) throws IOException {
        try (OpenTraces traces = open(trace, cache)) {
            return traces.files().files().getFirst().readCounts().buffers();
        }
    }

    /** All that a reader can see of a trace, as text; of the events a digest. */
    private String told(Path trace, SurveyCache cache) throws IOException {
        try (OpenTraces traces = open(trace, cache)) {
            List<String> told = new ArrayList<>();
            Catalog catalog = traces.files().catalog();
            IntStream.range(0, catalog.typeCount())
                    .forEach(id -> told.add(catalog.type(id).provider() + "/"
                            + catalog.type(id).id() + "/" + catalog.type(id).hashCode()));
            IntStream.range(0, catalog.sourceCount()).forEach(id -> told.add(catalog.source(id) + ""));
            catalog.schemas().forEach(schema -> told.add(schema.format() + " " + schema.content().length));
            traces.files().problems().forEach(problem -> told.add(problem + ""));
            told.addAll(traces.schemaProblems());
            told.add("events " + traces.eventCount() + ", digest " + digest(traces));
            traces.files().problems().forEach(problem -> told.add(problem + ""));
            return String.join("\n", told);
        }
    }

    private static long digest(OpenTraces traces) throws IOException {
        long digest = 0;
        EventView event = new EventView();
        try (BlockCursor cursor = traces.files().scan(Scan.ALL_EVENTS)) {
            while (cursor.next()) {
                Block block = cursor.block();
                for (int row = 0; row < block.count(); row++) {
                    event.wrap(block, row);
                    digest = digest * 31 + event.sequence();
                    digest = digest * 31 + event.timeTicks();
                    digest = digest * 31 + event.type();
                    digest = digest * 31 + event.hashBytes(0, event.payloadBytes());
                }
            }
        }
        return digest;
    }
}
