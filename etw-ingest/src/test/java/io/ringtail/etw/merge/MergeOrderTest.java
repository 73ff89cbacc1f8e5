package io.ringtail.etw.merge;

import static io.ringtail.etw.file.TraceBytes.RAW0;
import static io.ringtail.etw.file.TraceBytes.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.file.BufferReader;
import io.ringtail.etw.file.EtlFile;
import io.ringtail.etw.file.Problem;
import io.ringtail.etw.file.TraceBytes;
import io.ringtail.etw.file.TraceInputs;
import io.ringtail.etw.write.BufferOptions;
import io.ringtail.etw.write.EtlOptions;
import io.ringtail.etw.write.EtlWriter;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Registry;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeOrderTest {
    private static final int BUFFER_BYTES = 1024;

    @TempDir
    private Path folder;

    @Test
    void mergesTheProcessorsByTimeAndBreaksTiesByPlaceInTheFile() throws IOException {
        byte[] trace = new TraceBytes(BUFFER_BYTES)
                .buffer(0, at(10, 1), at(20, 2), at(40, 3))
                .buffer(1, at(10, 4), at(15, 5), at(20, 6), at(20, 7))
                .compressed(0, at(40, 8), at(50, 9))
                .bytes();

        try (TraceFiles traces = Traces.open(folder, trace)) {
            assertThat(Traces.ids(traces)).containsExactly(1, 4, 5, 2, 6, 7, 3, 8, 9);
        }
    }

    @Test
    void putsACircularFileInOrder() throws IOException {
        byte[] trace = new TraceBytes(BUFFER_BYTES)
                .buffer(0, at(90, 5), at(95, 6))
                .buffer(0, at(10, 1), at(20, 2))
                .compressed(0, at(30, 3), at(80, 4))
                .bytes();

        try (TraceFiles traces = Traces.open(folder, trace)) {
            assertThat(Traces.ids(traces)).containsExactly(1, 2, 3, 4, 5, 6);
        }
    }

    @Test
    void sortsRecordsThatAreOutOfOrderInsideABufferAndAcrossBuffers() throws IOException {
        byte[] trace = new TraceBytes(BUFFER_BYTES)
                .buffer(1, at(5, 1), at(50, 6))
                .buffer(0, at(30, 4), at(10, 2), at(60, 7))
                .buffer(0, at(20, 3), at(40, 5))
                .bytes();

        try (TraceFiles traces = Traces.open(folder, trace)) {
            traces.survey(RecordObserver.NONE);

            assertThat(Traces.ids(traces)).containsExactly(1, 2, 3, 4, 5, 6, 7);
        }
    }

    /** A trace of so many processors, and buffers so large, that they do not fit. */
    @Test
    void saysSoWhenMoreOverlapsThanMemoryHolds() throws IOException {
        byte[] trace = new TraceBytes(BUFFER_BYTES)
                .compressed(0, at(10, 1), at(40, 4))
                .compressed(1, at(20, 2), at(30, 3))
                .bytes();

        try (TraceFiles traces = Traces.open(folder, trace)) {
            EtlFile file = traces.files().getFirst();
            ClockGroup group = new ClockGroup(new BufferReader(), 1);
            group.add(file, 0, file.plan().byTime());
            int records = 0;
            for (group.start(); !group.isEmpty(); group.advance()) {
                records++;
            }

            assertThat(records).isEqualTo(5); // and the header
            assertThat(file.problems().listed())
                    .extracting(Problem::what)
                    .containsExactly("buffers of more than 1 bytes overlap in time; some events come out of order (more"
                            + " memory helps: RINGTAIL_JVM_OPTS=-Xmx8g)");
        }
    }

    /** Large events of zeros become a thousandth of their size, and are none the less good. */
    @Test
    void readsBuffersThatExpandAThousandTimes() throws IOException {
        int events = 400;
        EventType type =
                new EventType(HeaderKind.EVENT, 8, new UUID(1, 2), 7, 0, 0, 4, 0, 0, 0, EventType.NO_TRACE_LOGGING);
        Path trace = folder.resolve("zeros.etl");
        EtlOptions options = EtlOptions.of(EtlOptions.systemTime(Ticks.of(Instant.parse("2026-03-02T09:00:00Z"))), 1)
                .withBuffers(new BufferOptions(BufferOptions.MAX_BYTES, 1, true, true));
        try (EtlWriter writer = EtlWriter.create(trace, options)) {
            EventRecord record = new EventRecord().clear();
            byte[] zeros = new byte[60_000];
            for (int n = 0; n < events; n++) {
                record.timeTicks = options.clock().startTicks() + n;
                record.payload(zeros, 0, zeros.length);
                writer.write(type, record);
            }
        }

        try (TraceFiles traces = TraceFiles.open(TraceInputs.expand(List.of(trace)), folder)) {
            MergedRecords records = traces.records(new Registry(), new int[] {0});
            int read = 0;
            while (records.next()) {
                read++;
            }
            assertThat(read).isEqualTo(events + 1); // and the header
            assertThat(traces.files().getFirst().problems().listed()).isEmpty();
        }
    }

    @Test
    void sortsWhateverTheOrderInTheFile() throws IOException {
        long seed = 20260101;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 30; round++) {
            TraceBytes trace = new TraceBytes(BUFFER_BYTES);
            int count = 0;
            for (int buffer = 0; buffer < 12; buffer++) {
                byte[][] records = new byte[random.nextInt(1, 10)][];
                for (int i = 0; i < records.length; i++) {
                    records[i] = at(random.nextInt(1, 60), count++);
                }
                trace.buffer(random.nextInt(4), records);
            }

            try (TraceFiles traces = Traces.open(folder, trace.bytes())) {
                traces.survey(RecordObserver.NONE);
                List<Traces.Read> events = Traces.readAll(traces);

                assertThat(events)
                        .as("seed %d round %d", seed, round)
                        .isSortedAccordingTo((a, b) -> Long.compare(a.timeTicks(), b.timeTicks()));
                assertThat(Traces.ids(traces)).containsExactlyInAnyOrderElementsOf(numbers(count));
            }
        }
    }

    @Test
    void mergesFilesOfOneClockByRawTimeAndTiesByArgumentOrder() throws IOException {
        byte[] one =
                new TraceBytes(BUFFER_BYTES).buffer(0, at(10, 1), at(20, 2)).bytes();
        byte[] two =
                new TraceBytes(BUFFER_BYTES).buffer(0, at(10, 3), at(15, 4)).bytes();

        try (TraceFiles traces = Traces.open(folder, one, two)) {
            assertThat(Traces.ids(traces)).containsExactly(1, 3, 4, 2);
            assertThat(Traces.readAll(traces)).extracting(Traces.Read::source).containsExactly(0, 1, 0, 1, 1, 0);
        }
    }

    @Test
    void mergesFilesOfDifferentClocksByEventTime() throws IOException {
        byte[] fast = new TraceBytes(BUFFER_BYTES, 1, 10_000_000, 5)
                .buffer(0, at(100, 1), at(300, 2))
                .bytes();
        byte[] slow = new TraceBytes(BUFFER_BYTES, 1, 1_000_000, 5)
                .buffer(0, at(10, 3), at(20, 4))
                .bytes();

        try (TraceFiles traces = Traces.open(folder, fast, slow)) {
            assertThat(Traces.ids(traces)).containsExactly(1, 3, 4, 2);
        }
    }

    @Test
    void passesOverBuffersOutsideATimeRangeButKeepsTheSequences() throws IOException {
        TraceBytes trace = new TraceBytes(BUFFER_BYTES);
        int second = 10_000_000;
        for (int i = 0; i < 100; i++) {
            trace.buffer(i % 2, at((long) i * second, 2 * i), at((long) i * second + 1, 2 * i + 1));
        }

        try (TraceFiles traces = Traces.open(folder, trace.bytes())) {
            traces.survey(RecordObserver.NONE);
            long from = Ticks.ofFiletime(TraceBytes.START) + 50L * second;
            Scan scan = Scan.ALL_EVENTS.withTime(from, from + second);

            List<Long> sequences = sequences(traces, scan);

            assertThat(sequences).startsWith(101L, 102L, 103L, 104L).hasSizeLessThan(12);
            assertThat(sequences(traces, Scan.ALL_EVENTS)).hasSize(201);
        }
    }

    @Test
    void hasNoControlEvents() throws IOException {
        try (TraceFiles traces = Traces.open(folder, new TraceBytes(BUFFER_BYTES).bytes())) {
            assertThat(sequences(traces, Scan.ALL_EVENTS.withLane(Lane.CONTROL)))
                    .isEmpty();
        }
    }

    @Test
    void givesIdsOfTheRegistryThatItIsHanded() throws IOException {
        Registry registry = new Registry();
        byte[] trace = new TraceBytes(BUFFER_BYTES).buffer(0, at(1, 7)).bytes();
        try (TraceFiles traces = Traces.open(folder, trace)) {
            registry.register(traces.sources().get(0));
            int source = registry.register(traces.sources().get(0).withSession("mine"));

            MergedRecords records = traces.records(registry, new int[] {source});

            assertThat(records.next()).isTrue();
            assertThat(records.next()).isTrue();
            assertThat(registry.type(records.event().type).id()).isEqualTo(7);
            assertThat(records.event().source).isEqualTo(source);
            assertThat(records.rawTime()).isEqualTo(RAW0 + 1);
            assertThat(records.next()).isFalse();
            assertThat(records.next()).isFalse();
        }
    }

    private static List<Long> sequences(TraceFiles traces, Scan scan) throws IOException {
        List<Long> sequences = new ArrayList<>();
        try (BlockCursor cursor = traces.scan(scan)) {
            while (cursor.next()) {
                for (int row = 0; row < cursor.block().count(); row++) {
                    sequences.add(cursor.block().sequence(row));
                }
            }
        }
        return sequences;
    }

    private static byte[] at(long raw, int id) {
        return event(RAW0 + raw, id);
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
