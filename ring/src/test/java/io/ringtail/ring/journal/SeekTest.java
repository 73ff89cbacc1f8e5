package io.ringtail.ring.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.Recorded;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a reader starts that asks for a sequence or a time: what it finds, and what it has to look at for that. */
class SeekTest {
    private static final int BLOCKS = 3_000;
    private static final int EVENTS_A_BLOCK = 2;
    private static final int LAST = BLOCKS * EVENTS_A_BLOCK;
    private static final BusOptions SMALL =
            BusOptions.defaults().withRing(64, 1 << 18).withCycle(120_000, Duration.ofHours(1));

    @TempDir
    Path folder;

    /** Times rise by 10 an event, but for every 50th, which is late by 400. */
    @BeforeEach
    void write() throws IOException {
        try (Bus bus = Bus.open(folder, SMALL)) {
            EventRecord event = new EventRecord().clear();
            for (int n = 1; n <= LAST; n++) {
                event.timeTicks = time(n);
                event.type = bus.registry().register(EventType.own(new UUID(1, 1), n / 500, 0));
                bus.publish(event);
                if (n % EVENTS_A_BLOCK == 0) {
                    bus.flush();
                }
            }
        }
        assertThat(cycles()).hasSizeGreaterThan(4);
    }

    @Test
    void looksAtFewBlocksToStartAtASequence() throws Exception {
        try (Journal journal = Journal.open(folder)) {
            for (int sequence = 1; sequence <= LAST; sequence += 173) {
                LaneCursor cursor = new LaneCursor(journal, Scan.ALL_EVENTS.withFromSequence(sequence));

                assertThat(cursor.next()).isTrue();

                assertThat(cursor.block().lastSequence()).isGreaterThanOrEqualTo(sequence);
                assertThat(cursor.block().firstSequence()).isLessThanOrEqualTo(sequence);
                assertThat(cursor.touched()).isLessThanOrEqualTo(CycleIndex.BLOCKS_AN_ENTRY);
            }
        }
    }

    @Test
    void looksAtFewBlocksToStartAtATime() throws Exception {
        try (Journal journal = Journal.open(folder)) {
            for (int n = 1; n < LAST; n += 173) {
                long from = time(n);
                LaneCursor cursor = new LaneCursor(journal, Scan.ALL_EVENTS.withTime(from, Long.MAX_VALUE));

                assertThat(cursor.next()).isTrue();

                assertThat(cursor.block().firstSequence()).isEqualTo(firstBlockWith(from));
                assertThat(cursor.touched()).isLessThanOrEqualTo(2 * CycleIndex.BLOCKS_AN_ENTRY);
                assertThat(journal.sequenceAt(from)).isEqualTo(firstBlockWith(from));
            }
            assertThat(journal.sequenceAt(Long.MIN_VALUE)).isEqualTo(1);
            assertThat(journal.sequenceAt(Long.MAX_VALUE)).isEqualTo(LAST + 2).isEqualTo(journal.nextSequence());
        }
    }

    @Test
    void findsTheSameWithoutIndexesAndWithDamagedOnes() throws Exception {
        List<Recorded> expected = read();
        for (Path index : files(".index")) {
            byte[] bad = Files.readAllBytes(index);
            bad[bad.length / 2] ^= 1;
            Files.write(index, bad);
        }
        assertThat(read()).isEqualTo(expected);
        for (Path index : files(".index")) {
            Files.write(index, new byte[7]);
        }
        assertThat(read()).isEqualTo(expected);
        for (Path index : files(".index")) {
            Files.delete(index);
        }
        assertThat(read()).isEqualTo(expected);
        List<Long> wanted = LongStream.rangeClosed(4_401, LAST)
                .filter(n -> time((int) n) <= time(LAST))
                .boxed()
                .toList();
        assertThat(expected).extracting(Recorded::sequence).containsAll(wanted);
    }

    @Test
    void knowsWhatIdsStandForThatStandBeforeThePlace() throws Exception {
        try (Journal journal = Journal.open(folder);
                Bus bus = Bus.open(folder, SMALL)) {
            int type = bus.registry().register(EventType.own(new UUID(7, 7), 7, 0));
            EventRecord event = new EventRecord().clear();
            event.timeTicks = time(LAST + 1);
            event.type = type;
            for (int n = 0; n < 300; n++) {
                bus.publish(event);
                bus.flush();
            }
            long last = bus.committedSequence();

            LaneCursor cursor = new LaneCursor(journal, Scan.ALL_EVENTS.withFromSequence(last));

            assertThat(cursor.next()).isTrue();
            assertThat(cursor.touched()).isLessThanOrEqualTo(CycleIndex.BLOCKS_AN_ENTRY);
            assertThat(journal.catalog().type(type)).isEqualTo(EventType.own(new UUID(7, 7), 7, 0));
        }
    }

    /** Held against a look at every block, whatever the times. */
    @Test
    void findsWhatAFullLookFindsForTimesInAnyOrder() throws Exception {
        long seed = 11;
        SplittableRandom random = new SplittableRandom(seed);
        CycleIndex index = new CycleIndex();
        int blocks = 1_000;
        long[] min = new long[blocks];
        long[] max = new long[blocks];
        for (int n = 0; n < blocks; n++) {
            min[n] = n * 5L + random.nextLong(-2_000, 2_000);
            max[n] = min[n] + random.nextLong(3_000);
            index.addBlock(100 + n, n * 10L, n * 10L + 9, min[n], max[n]);
        }
        CycleIndex stored = CycleIndex.of(index.toBytes(5_000), 5_000).orElseThrow();
        assertThat(CycleIndex.of(index.toBytes(5_000), 5_001)).isEmpty();
        assertThat(CycleIndex.of(index.toBytes(500), 500))
                .as("blocks behind the end of the file")
                .isEmpty();
        for (int round = 0; round < 2_000; round++) {
            long from = random.nextLong(-3_000, 10_000);
            boolean both = random.nextInt(3) == 0;
            long sequence = both ? random.nextLong(10_000) : 0;
            Scan scan = Scan.ALL_EVENTS.withTime(from, Long.MAX_VALUE).withFromSequence(sequence);
            int first = 0;
            while (first < blocks && (max[first] < from || first * 10L + 9 < sequence)) {
                first++;
            }

            int start = Math.max(0, stored.start(scan) - 100);

            assertThat(start).as("seed %d, round %d", seed, round).isLessThanOrEqualTo(first);
            if (!both) { // of two limits each says where to start at the earliest, which is not where both hold
                assertThat(first - start).as("seed %d, round %d", seed, round).isLessThanOrEqualTo(64);
            }
        }
    }

    private static long time(int n) {
        return n * 10L - (n % 50 == 0 ? 400 : 0);
    }

    /** The first sequence of the first block of which an event is not before the time. */
    private static long firstBlockWith(long from) {
        int n = 1;
        while (time(n) < from) {
            n++;
        }
        return 1 + (n - 1L) / EVENTS_A_BLOCK * EVENTS_A_BLOCK;
    }

    private List<Recorded> read() throws IOException {
        try (Journal journal = Journal.open(folder);
                LaneCursor cursor = new LaneCursor(
                        journal, Scan.ALL_EVENTS.withFromSequence(4_401).withTime(time(777), time(LAST)))) {
            List<Recorded> found = Recorded.rest(cursor);
            assertThat(journal.problems()).isEmpty();
            return found;
        }
    }

    private List<CycleFile> cycles() throws IOException {
        return new JournalFolder(folder).cycles(Lane.TRACE);
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }
}
