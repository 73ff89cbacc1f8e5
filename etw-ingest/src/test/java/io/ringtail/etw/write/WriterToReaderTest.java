package io.ringtail.etw.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.file.TraceInput;
import io.ringtail.etw.merge.MergedRecords;
import io.ringtail.etw.merge.TraceFiles;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the writer writes, the reader reads back: the same events in the order of their times. */
class WriterToReaderTest {
    private static final long START = Ticks.of(Instant.parse("2026-03-02T09:00:00Z"));
    private static final int[] BUFFER_SIZES = {1 << 10, 1 << 10, 1 << 12, 1 << 12, 3 << 12, 1 << 16, 1 << 16, 1 << 20};

    @TempDir
    private Path folder;

    /** All of an event that a reader tells, in a form that compares and prints. */
    private record Event(EventType type, long time, int pid, int tid, int cpu, List<String> items, String payload) {
        static Event of(EventType type, long time, EventRecord record) {
            byte[] payload = Arrays.copyOfRange(
                    record.payload, record.payloadOffset, record.payloadOffset + record.payloadBytes);
            return new Event(
                    type,
                    time,
                    record.pid,
                    record.tid,
                    record.cpu,
                    items(record),
                    HexFormat.of().formatHex(payload));
        }

        private static List<String> items(EventRecord record) {
            List<String> items = new ArrayList<>();
            byte[] bytes = record.extended.bytes();
            for (int at = 0; at < record.extended.length(); ) {
                int type = (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8;
                int next = at + 4 + ((bytes[at + 2] & 0xFF) | (bytes[at + 3] & 0xFF) << 8);
                if (type != ExtendedItems.RAW_CLOCK) {
                    items.add(type + "=" + HexFormat.of().formatHex(bytes, at + 4, next));
                }
                at = next;
            }
            items.sort(null);
            return items;
        }
    }

    @Test
    void readsBackRandomEventsOfEveryKind() throws IOException {
        for (long seed = 1; seed <= 120; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            EtlOptions options = options(random);
            Path file = folder.resolve("random.etl");

            List<Event> written = write(file, options, random);

            assertThat(read(file)).as("seed %d, %s", seed, options).isEqualTo(written);
        }
    }

    @Test
    void readsBackTheFactsOfTheHeader() throws IOException {
        for (long seed = 1; seed <= 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            EtlOptions options = options(random);
            Path file = folder.resolve("header.etl");
            try (EtlWriter writer = EtlWriter.create(file, options)) {
                writer.lost(7, 3);
            }

            try (TraceFiles files = TraceFiles.open(List.of(new TraceInput(file, "")), folder)) {
                var header = files.files().getFirst().header();
                var described = assertThat(header).as("seed %d, %s", seed, options);
                described.returns((long) options.buffers().bufferBytes(), h -> h.bufferSize());
                described.returns((long) options.buffers().cpus(), h -> h.cpus());
                described.returns(options.host().pointerBytes(), h -> h.pointerSize());
                described.returns((long) options.host().osBuild(), h -> h.osBuild());
                described.returns(options.host().bootTicks(), h -> h.bootTicks());
                described.returns(options.host().zone().biasMinutes(), h -> h.biasMinutes());
                described.returns(options.session().loggerName(), h -> h.loggerName());
                described.returns(options.session().logFileName(), h -> h.logFileName());
                described.returns(START, h -> h.startTicks());
                described.returns(START, h -> h.endTicks());
                described.returns(7L, h -> h.eventsLost());
                described.returns(3L, h -> h.buffersLost());
                assertThat(header.clock().kind()).isEqualTo(options.clock().kind());
                assertThat(header.clock().frequency()).isEqualTo(options.clock().frequency());
                assertThat(files.problems()).isEmpty();
            }
        }
    }

    private List<Event> write(Path file, EtlOptions options, SplittableRandom random) throws IOException {
        int most = Math.min(60_000, options.buffers().bufferBytes() - 600);
        RandomEvents events = new RandomEvents(random, options.buffers().cpus(), most);
        List<Event> written = new ArrayList<>();
        long raw = options.clock().raw0();
        try (EtlWriter writer = EtlWriter.create(file, options)) {
            for (int i = random.nextInt(300); i > 0; i--) {
                raw += random.nextLong(1, options.clock().frequency());
                RandomEvents.Sample sample = events.next();
                writer.write(sample.type(), raw, sample.record());
                written.add(Event.of(sample.type(), options.clock().toTicks(raw), sample.record()));
                if (random.nextInt(50) == 0) {
                    writer.flush(sample.record().cpu);
                }
            }
        }
        return written;
    }

    /** The events without the header. */
    private List<Event> read(Path file) throws IOException {
        try (TraceFiles files = TraceFiles.open(List.of(new TraceInput(file, "")), folder)) {
            List<Event> read = new ArrayList<>();
            MergedRecords records = files.records();
            while (records.next()) {
                EventRecord event = records.event();
                read.add(Event.of(files.catalog().type(event.type), event.timeTicks, event));
            }
            assertThat(files.problems()).isEmpty();
            assertThat(read.getFirst().type().kind()).isEqualTo(HeaderKind.SYSTEM);
            return read.subList(1, read.size());
        }
    }

    private static EtlOptions options(SplittableRandom random) {
        Clock clock = switch (random.nextInt(5)) {
            case 0 -> EtlOptions.systemTime(START);
            case 1 -> new Clock(Clock.Kind.CPU_CYCLE, random.nextLong(1L << 50), START, 1_992_000_000L);
            case 2 -> new Clock(Clock.Kind.QPC, random.nextLong(1L << 50), START, 1_818_300);
            case 3 -> new Clock(Clock.Kind.QPC, random.nextLong(1L << 50), START, 24_000_000);
            default -> EtlOptions.qpc(random.nextLong(1L << 50), START);
        };
        int megahertz = clock.kind() == Clock.Kind.CPU_CYCLE ? 1992 : 2600;
        int pointerBytes = random.nextBoolean() ? 4 : 8;
        boolean compressed = random.nextBoolean();
        int bufferBytes = BUFFER_SIZES[random.nextInt(BUFFER_SIZES.length)];
        boolean hugeBuffer = random.nextInt(30) == 0;
        BufferOptions buffers = new BufferOptions(
                hugeBuffer ? BufferOptions.MAX_BYTES : bufferBytes,
                random.nextInt(1, 9),
                compressed,
                random.nextBoolean());
        HostFacts host = new HostFacts(
                pointerBytes,
                10,
                0,
                22000,
                megahertz,
                START - Ticks.PER_DAY,
                new HostFacts.ZoneFacts(random.nextInt(-720, 720), "here", "there", -60));
        SessionFacts session = SessionFacts.named("session " + random.nextInt(), "C:\\ü\\" + random.nextInt() + ".etl");
        return new EtlOptions(buffers, clock, host, compressed ? session.withLayout(2, 0) : session);
    }
}
