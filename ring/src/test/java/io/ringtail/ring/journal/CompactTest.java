package io.ringtail.ring.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Compression;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.LaneCompression;
import io.ringtail.ring.bus.Recorded;
import io.ringtail.ring.bus.proto.Tick;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactTest {
    private static final InstantSource NOON = () -> Instant.parse("2026-11-23T12:00:00Z");
    private static final BusOptions SMALL =
            BusOptions.defaults().withRing(256, 1 << 18).withClock(NOON).withCycle(150_000, Duration.ofHours(1));

    @TempDir
    Path folder;

    @Test
    void keepsEveryEventItsSequenceAndItsOrder() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 3; run++) {
            Compression compression = Compression.values()[random.nextInt(3)];
            record(random, 3_000, SMALL.withCompression(new LaneCompression(compression, Compression.NONE)));
        }
        List<Recorded> trace = all(Lane.TRACE);
        List<Recorded> control = all(Lane.CONTROL);

        CompactReport report = compact(Compression.ZSTD);

        assertThat(report.left()).as("seed %d", seed).isEmpty();
        CompactReport.OfLane lane = report.lanes().getFirst();
        assertThat(lane.events()).isEqualTo(9_000);
        assertThat(lane.rewritten()).isPositive();
        assertThat(lane.blocksAfter()).isLessThan(lane.blocksBefore() / 2);
        assertThat(lane.bytesAfter()).isLessThan(lane.bytesBefore());
        assertThat(all(Lane.TRACE)).as("seed %d", seed).isEqualTo(trace);
        assertThat(all(Lane.CONTROL)).as("seed %d", seed).isEqualTo(control);
        assertThat(JournalVerifier.verify(folder, (done, total) -> {}).findings())
                .as("seed %d", seed)
                .isEmpty();
        assertThat(compact(Compression.ZSTD).lanes())
                .extracting(CompactReport.OfLane::rewritten)
                .containsExactly(0, 0);
    }

    @Test
    void goesOnAfterCompactionWhereTheLastWriterStopped() throws Exception {
        record(new SplittableRandom(1), 2_000, SMALL);
        List<Recorded> before = all(Lane.TRACE);
        compact(Compression.LZ4);

        record(new SplittableRandom(2), 500, SMALL);

        List<Recorded> after = all(Lane.TRACE);
        assertThat(after.subList(0, before.size())).isEqualTo(before);
        assertThat(after).hasSize(before.size() + 500);
        assertThat(JournalVerifier.verify(folder, (done, total) -> {}).isSound())
                .isTrue();
    }

    @Test
    void disturbsNeitherAWriterNorAReaderThatIsUnderWay() throws Exception {
        record(new SplittableRandom(1), 2_000, SMALL);
        List<Recorded> seen = new ArrayList<>();
        CompactReport report;
        List<Recorded> expected;
        try (Bus bus = Bus.open(folder, SMALL);
                Journal reader = Journal.open(folder);
                BlockCursor cursor = reader.scan(Scan.ALL_EVENTS)) {
            publish(bus, new SplittableRandom(2), 4_000);
            bus.flush();
            expected = all(Lane.TRACE);
            for (int block = 0; block < 5 && cursor.next(); block++) {
                seen.addAll(Recorded.of(cursor.block()));
            }

            report = compact(Compression.ZSTD);

            seen.addAll(Recorded.rest(cursor));
            assertThat(seen).isEqualTo(expected);
            publish(bus, new SplittableRandom(3), 1_000);
            bus.flush();
            seen.addAll(Recorded.rest(cursor));
        }
        assertThat(report.lanes().getFirst().rewritten()).isPositive();
        assertThat(seen).hasSize(7_000);
        assertThat(all(Lane.TRACE)).isEqualTo(seen);
        assertThat(JournalVerifier.verify(folder, (done, total) -> {}).findings())
                .isEmpty();
    }

    @Test
    void leavesADamagedFileAsItIsAndSaysSo() throws Exception {
        record(new SplittableRandom(1), 2_000, SMALL);
        Path damaged = cycles().get(1);
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged, bytes);
        List<Recorded> readable = all(Lane.TRACE);

        CompactReport report = compact(Compression.ZSTD);

        assertThat(report.left())
                .singleElement()
                .asString()
                .startsWith("trace/00000001/" + damaged.getFileName() + " is left as it is: it is damaged at ");
        assertThat(Files.readAllBytes(damaged)).isEqualTo(bytes);
        assertThat(all(Lane.TRACE)).isEqualTo(readable);
    }

    @Test
    void clearsAwayWhatAnInterruptedCompactionLeft() throws Exception {
        record(new SplittableRandom(1), 500, SMALL);
        List<Recorded> events = all(Lane.TRACE);
        Path half = Files.createDirectories(folder.resolve("compacting/trace/00000001"));
        Files.write(half.resolve("20261123-120000.cq4"), new byte[10_000]);

        assertThat(all(Lane.TRACE)).isEqualTo(events);
        compact(Compression.LZ4);

        assertThat(folder.resolve("compacting")).doesNotExist();
        assertThat(all(Lane.TRACE)).isEqualTo(events);

        Files.createDirectories(half);
        Bus.open(folder, SMALL).close();

        assertThat(folder.resolve("compacting")).doesNotExist();
    }

    @Test
    void refusesASecondCompactionMeanwhile() throws Exception {
        record(new SplittableRandom(1), 500, SMALL);

        assertThatThrownBy(() -> JournalCompactor.compact(
                        folder, Compression.LZ4, NOON, (done, total) -> compact(Compression.LZ4)))
                .hasMessage(folder + " is being compacted already; wait until that is done");
    }

    @Test
    void keepsWritersAwayWhileNobodyWrites() throws Exception {
        record(new SplittableRandom(1), 500, SMALL);
        List<String> refusals = new ArrayList<>();

        JournalCompactor.compact(folder, Compression.LZ4, NOON, (done, total) -> {
            try {
                Bus.open(folder, SMALL).close();
            } catch (IOException e) {
                refusals.add(String.valueOf(e.getMessage()));
            }
        });

        assertThat(refusals)
                .isNotEmpty()
                .allSatisfy(message -> assertThat(message).contains("another process"));
    }

    private CompactReport compact(Compression compression) {
        try {
            return JournalCompactor.compact(folder, compression, NOON, (done, total) -> {});
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private void record(SplittableRandom random, int events, BusOptions options) throws IOException {
        try (Bus bus = Bus.open(folder, options)) {
            publish(bus, random, events);
        }
    }

    /** Small blocks: a flush after every few events. */
    private static void publish(Bus bus, SplittableRandom random, int events) {
        EventRecord event = new EventRecord();
        for (int n = 0; n < events; n++) {
            Recorded.fill(event, 1, n, 200);
            java.util.Arrays.fill(event.payload, (byte) random.nextInt(5));
            event.type = bus.registry().register(type(n / 700));
            bus.publish(event);
            if (n % 20 == 0) {
                bus.publishOwn(
                        BusEvents.TICK,
                        n,
                        Tick.newBuilder().setWatermarkTicks(n).build());
                bus.flush();
            }
        }
    }

    private List<Recorded> all(Lane lane) throws IOException {
        try (Journal journal = Journal.open(folder)) {
            return Recorded.all(journal, lane);
        }
    }

    private List<Path> cycles() throws IOException {
        return JournalFolder.existing(folder).cycles(Lane.TRACE).stream()
                .map(CycleFile::path)
                .toList();
    }

    private static EventType type(int id) {
        UUID provider = UUID.fromString("11111111-2222-3333-4444-555555555555");
        return new EventType(HeaderKind.EVENT, 8, provider, id, 0, 0, 4, 0, 0, 0, EventType.NO_TRACE_LOGGING);
    }
}
