package io.ringtail.etw.source;

import static io.ringtail.etw.file.TraceBytes.RAW0;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.ringtail.etw.file.TraceBytes;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.Watermarks;
import io.ringtail.ring.bus.proto.EventsLost;
import io.ringtail.ring.bus.proto.SourceClosed;
import io.ringtail.ring.bus.proto.SourceOpened;
import io.ringtail.ring.bus.proto.Tick;
import io.ringtail.ring.bus.proto.TraceDamaged;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.EventReader;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceRecorderTest {
    private static final int BUFFER_BYTES = 1 << 16;
    /** Of the log file header's record: behind the buffer's header, its own header and 64 bytes of its payload. */
    private static final int EVENTS_LOST_AT = 72 + 32 + 48;

    private static final long START_TICKS = Ticks.ofFiletime(TraceBytes.START);

    @TempDir
    private Path folder;

    private Path journal;

    @BeforeEach
    void nameTheJournal() {
        journal = folder.resolve("journal");
    }

    /** One event as it can be compared between a file and a journal: all but its ids. */
    private record Seen(long timeTicks, String source, int id, int pid, int tid, int cpu, String bytes) {
        static Seen of(Recording recording, EventView event) {
            HexFormat hex = HexFormat.of();
            return new Seen(
                    event.timeTicks(),
                    recording.catalog().source(event.source()).name(),
                    recording.catalog().type(event.type()).id(),
                    event.pid(),
                    event.tid(),
                    event.cpu(),
                    hex.formatHex(event.payload()) + " " + hex.formatHex(event.extended()));
        }
    }

    @Test
    void recordsWhatAScanOfTheTracesGives() throws IOException {
        Path first = trace("first.etl", severalBuffers(0, 500, 30));
        Path second = trace("second.etl", severalBuffers(7, 300, 3_000));

        try (OpenTraces traces = OpenTraces.open(List.of(first, second), folder, List.of())) {
            long recorded = record(traces);

            List<Seen> expected = all(traces.files());
            assertThat(recorded).isEqualTo(expected.size()).isEqualTo(traces.eventCount());
            try (Journal read = Journal.open(journal)) {
                assertThat(all(read)).isEqualTo(expected);
            }
        }
    }

    @Test
    void takesTheLargestPayloadsOneBehindTheOther() throws IOException {
        TraceBytes bytes = new TraceBytes(BUFFER_BYTES);
        for (int i = 0; i < 10; i++) {
            byte[] payload = new byte[65_000];
            payload[payload.length - 1] = (byte) i;
            bytes.buffer(0, TraceBytes.event(RAW0 + i, i, payload));
        }

        try (OpenTraces traces = OpenTraces.open(List.of(trace("large.etl", bytes.bytes())), folder, List.of())) {
            record(traces);

            try (Journal read = Journal.open(journal)) {
                assertThat(all(read)).hasSize(11).isEqualTo(all(traces.files()));
            }
        }
    }

    @Test
    void tellsWhenSourcesOpenAndCloseAndHowManyEventsTheyHad() throws IOException {
        Path trace = trace("one.etl", severalBuffers(0, 20, 8));

        record(trace);

        List<SourceOpened> opened = own(BusEvents.SOURCE_OPENED, SourceOpened::parseFrom);
        List<SourceClosed> closed = own(BusEvents.SOURCE_CLOSED, SourceClosed::parseFrom);
        assertThat(opened).extracting(SourceOpened::getName).containsExactly(trace.toString());
        assertThat(closed)
                .containsExactly(SourceClosed.newBuilder()
                        .setSource(opened.get(0).getSource())
                        .setEvents(21)
                        .build());
    }

    @Test
    void tellsOnceASecondHowFarEventTimeIsBeforeTheEventsOfThatSecond() throws IOException {
        TraceBytes bytes = new TraceBytes(BUFFER_BYTES);
        int events = 30;
        for (int i = 0; i < events; i++) {
            bytes.buffer(0, TraceBytes.event(RAW0 + i * Ticks.PER_SECOND / 4, i));
        }

        record(trace("ticking.etl", bytes.bytes()));

        List<Tick> ticks = own(BusEvents.TICK, Tick::parseFrom);
        int source =
                own(BusEvents.SOURCE_OPENED, SourceOpened::parseFrom).get(0).getSource();
        assertThat(ticks).allMatch(tick -> tick.getSource() == source).hasSizeBetween(7, 8);
        assertThat(ticks).extracting(Tick::getWatermarkTicks).isSorted().doesNotHaveDuplicates();
        try (Journal read = Journal.open(journal);
                EventReader reader = EventReader.open(read, 0)) {
            long watermark = 0;
            Watermarks watermarks = new Watermarks(read.catalog());
            while (reader.next()) {
                if (reader.lane() == Lane.CONTROL) {
                    watermarks.take(reader.event());
                    watermark = watermarks.least().orElse(watermark);
                } else {
                    assertThat(reader.event().timeTicks()).isGreaterThanOrEqualTo(watermark);
                    assertThat(reader.event().timeTicks() - watermark)
                            .isLessThan(watermark == 0 ? Long.MAX_VALUE : 2 * Ticks.PER_SECOND);
                }
            }
            assertThat(watermarks.least()).isEmpty(); // closed, so nothing more is to come
        }
    }

    @Test
    void journalsWhatTheSessionLost() throws IOException {
        byte[] bytes = severalBuffers(0, 20, 8);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(EVENTS_LOST_AT, 77);

        record(trace("lossy.etl", bytes));

        EventsLost lost = own(BusEvents.EVENTS_LOST, EventsLost::parseFrom).get(0);
        assertThat(lost.getReason()).isEqualTo("SESSION_BUFFERS");
        assertThat(lost.getCount()).isEqualTo(77);
        assertThat(lost.getFromTicks()).isEqualTo(START_TICKS);
        assertThat(lost.getToTicks()).isEqualTo(START_TICKS + 19);
    }

    @Test
    void journalsWhatOfATraceIsDamaged() throws IOException {
        TraceBytes bytes = new TraceBytes(BUFFER_BYTES)
                .buffer(0, TraceBytes.event(RAW0, 1), new byte[] {1, 2, 3, 4, 5, 6, 7, 8})
                .buffer(0, TraceBytes.event(RAW0 + 1, 2));

        long recorded = record(trace("damaged.etl", bytes.bytes()));

        TraceDamaged damaged =
                own(BusEvents.TRACE_DAMAGED, TraceDamaged::parseFrom).get(0);
        assertThat(recorded).isEqualTo(3);
        assertThat(damaged.getOffset()).isEqualTo(BUFFER_BYTES);
        assertThat(damaged.getBuffer()).isEqualTo(1);
        assertThat(damaged.getAt()).isEqualTo(80);
        assertThat(damaged.getWhat())
                .isEqualTo("0x04030201 is not the start of a record; the last 8 bytes of the buffer were left out");
        assertThat(own(BusEvents.SOURCE_CLOSED, SourceClosed::parseFrom).get(0).getProblems())
                .isEqualTo(1);
    }

    @Test
    void reportsHowFarItIs() throws IOException {
        Path trace = trace("long.etl", severalBuffers(0, 40_000, 4));
        List<Long> reports = new ArrayList<>();
        long[] bytes = {0};

        try (OpenTraces traces = OpenTraces.open(List.of(trace), folder, List.of());
                Bus bus = Bus.open(journal, BusOptions.defaults())) {
            TraceRecorder.record(traces, bus, (events, payloadBytes) -> {
                reports.add(events);
                bytes[0] = payloadBytes;
            });
        }

        assertThat(reports).hasSizeGreaterThan(2).isSorted().endsWith(40_001L);
        assertThat(bytes[0]).isGreaterThan(80_000);
    }

    /** Events of ids that rise from 0, on three processors in turn. */
    private static byte[] severalBuffers(long shift, int events, int maxPayload) {
        TraceBytes bytes = new TraceBytes(BUFFER_BYTES);
        List<byte[]> records = new ArrayList<>();
        int filled = 0;
        int buffers = 0;
        for (int i = 0; i < events; i++) {
            byte[] record = TraceBytes.event(RAW0 + shift + i, i % 1000, new byte[i % (maxPayload + 1)]);
            records.add(record);
            filled += record.length + 8;
            if (filled > BUFFER_BYTES / 2 || i == events - 1) {
                bytes.buffer(buffers++ % 3, records.toArray(byte[][]::new));
                records.clear();
                filled = 0;
            }
        }
        return bytes.bytes();
    }

    private Path trace(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private long record(Path trace) throws IOException {
        try (OpenTraces traces = OpenTraces.open(List.of(trace), folder, List.of())) {
            return record(traces);
        }
    }

    private long record(OpenTraces traces) throws IOException {
        try (Bus bus = Bus.open(journal, BusOptions.defaults().withRing(1 << 10, 1 << 18))) {
            return TraceRecorder.record(traces, bus, (events, bytes) -> {});
        }
    }

    private static List<Seen> all(Recording recording) throws IOException {
        List<Seen> events = new ArrayList<>();
        EventView view = new EventView();
        try (BlockCursor cursor = recording.scan(Scan.ALL_EVENTS)) {
            while (cursor.next()) {
                for (int row = 0; row < cursor.block().count(); row++) {
                    events.add(Seen.of(recording, view.wrap(cursor.block(), row)));
                }
            }
        }
        return events;
    }

    private interface Parser<T> {
        T parse(byte[] payload) throws InvalidProtocolBufferException;
    }

    private <T> List<T> own(int eventId, Parser<T> parser) throws IOException {
        List<T> messages = new ArrayList<>();
        EventView view = new EventView();
        try (Journal read = Journal.open(journal);
                BlockCursor cursor = read.scan(Scan.ALL_EVENTS.withLane(Lane.CONTROL))) {
            while (cursor.next()) {
                Block block = cursor.block();
                for (int row = 0; row < block.count(); row++) {
                    if (read.catalog().type(block.type(row)).id() == eventId) {
                        messages.add(parser.parse(view.wrap(block, row).payload()));
                    }
                }
            }
        }
        return messages;
    }
}
