package io.ringtail.etw.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.file.EtlFile;
import io.ringtail.etw.file.TraceInput;
import io.ringtail.etw.merge.RecordObserver;
import io.ringtail.etw.merge.TraceFiles;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts what is read instead of timing it. */
class SkippedBuffersTest {
    private static final int CPUS = 4;
    private static final int SECONDS = 400;
    private static final int EVENTS_A_SECOND = 60;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSpanOfTimeReadsItsOwnBuffersAndDecompressesNoneTwice(boolean compressed) throws IOException {
        try (TraceFiles traces = TraceFiles.open(List.of(new TraceInput(write(compressed), "")), folder)) {
            EtlFile file = traces.files().getFirst();
            traces.survey(RecordObserver.NONE);
            int buffers = file.plan().count();
            assertThat(file.readCounts().buffers()).isEqualTo(buffers);
            assertThat(file.readCounts().decompressed()).isEqualTo(file.plan().compressedCount());

            long from = RandomTraces.START + 200 * Ticks.PER_SECOND;
            long events = count(traces, Scan.ALL_EVENTS.withTime(from, from + 10 * Ticks.PER_SECOND));

            long read = file.readCounts().buffers() - buffers;
            assertThat(events).isGreaterThanOrEqualTo(10 * EVENTS_A_SECOND);
            // Its own fortieth, a second of margin, and one buffer that overlaps for each CPU.
            assertThat(read).isBetween(1L, buffers / 20L + 2 * CPUS);
            assertThat(file.readCounts().decompressed()).isEqualTo(file.plan().compressedCount());
            assertThat(compressed ? file.plan().compressedCount() : buffers).isGreaterThan(200);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSpanBeforeAllEventsReadsNothing(boolean compressed) throws IOException {
        try (TraceFiles traces = TraceFiles.open(List.of(new TraceInput(write(compressed), "")), folder)) {
            EtlFile file = traces.files().getFirst();
            traces.survey(RecordObserver.NONE);
            long before = file.readCounts().buffers();

            count(traces, Scan.ALL_EVENTS.withTime(0, RandomTraces.START - Ticks.PER_DAY));

            assertThat(file.readCounts().buffers()).isEqualTo(before);
        }
    }

    private static long count(TraceFiles traces, Scan scan) throws IOException {
        long events = 0;
        try (BlockCursor cursor = traces.scan(scan)) {
            while (cursor.next()) {
                events += cursor.block().count();
            }
        }
        return events;
    }

    private Path write(boolean compressed) throws IOException {
        Path file = folder.resolve("long.etl");
        EtlOptions options = EtlOptions.of(EtlOptions.qpc(1, RandomTraces.START), CPUS)
                .withBuffers(new BufferOptions(1 << 13, CPUS, compressed, true));
        EventType type =
                new EventType(HeaderKind.EVENT, 8, new UUID(1, 2), 1, 0, 0, 4, 0, 0, 0, EventType.NO_TRACE_LOGGING);
        EventRecord record = new EventRecord().clear().payload(new byte[40], 0, 40);
        try (EtlWriter writer = EtlWriter.create(file, options)) {
            for (int i = 0; i < SECONDS * EVENTS_A_SECOND; i++) {
                record.cpu = i % CPUS;
                record.timeTicks = RandomTraces.START + i * Ticks.PER_SECOND / EVENTS_A_SECOND;
                writer.write(type, record);
            }
        }
        return file;
    }
}
