package io.ringtail.etw.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.file.TraceInput;
import io.ringtail.etw.merge.MergedRecords;
import io.ringtail.etw.merge.TraceFiles;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Traces of random shape with events of every kind. */
final class RandomTraces {
    static final long START = Ticks.of(Instant.parse("2026-03-02T09:00:00Z"));

    private static final int[] BUFFER_SIZES = {1 << 10, 1 << 10, 1 << 12, 1 << 12, 3 << 12, 1 << 16, 1 << 16, 1 << 20};

    private RandomTraces() {}

    static List<ReadEvent> write(Path file, EtlOptions options, SplittableRandom random) throws IOException {
        int most = Math.min(60_000, options.buffers().bufferBytes() - 600);
        RandomEvents events = new RandomEvents(random, options.buffers().cpus(), most);
        List<ReadEvent> written = new ArrayList<>();
        long raw = options.clock().raw0();
        try (EtlWriter writer = EtlWriter.create(file, options)) {
            for (int i = random.nextInt(300); i > 0; i--) {
                raw += random.nextLong(1, options.clock().frequency());
                RandomEvents.Sample sample = events.next();
                writer.write(sample.type(), raw, sample.record());
                written.add(ReadEvent.of(sample.type(), options.clock().toTicks(raw), raw, sample.record()));
                if (random.nextInt(50) == 0) {
                    writer.flush(sample.record().cpu);
                }
            }
        }
        return written;
    }

    /** The events without the header. */
    static List<ReadEvent> read(Path file) throws IOException {
        try (TraceFiles files = TraceFiles.open(List.of(new TraceInput(file, "")), file.resolveSibling("."))) {
            List<ReadEvent> read = new ArrayList<>();
            MergedRecords records = files.records();
            while (records.next()) {
                EventRecord event = records.event();
                read.add(ReadEvent.of(files.catalog().type(event.type), event.timeTicks, records.rawTime(), event));
            }
            assertThat(files.problems()).isEmpty();
            assertThat(read.getFirst().type().kind()).isEqualTo(HeaderKind.SYSTEM);
            return read.subList(1, read.size());
        }
    }

    static EtlOptions options(SplittableRandom random) {
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
