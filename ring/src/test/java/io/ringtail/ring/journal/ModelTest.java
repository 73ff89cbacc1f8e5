package io.ringtail.ring.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.block.Compression;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.OwnProvider;
import io.ringtail.ring.bus.Recorded;
import io.ringtail.ring.bus.proto.Tick;
import io.ringtail.ring.cursor.Cursors;
import io.ringtail.ring.cursor.DurableCursor;
import io.ringtail.ring.event.EventRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Does at random what can be done to a journal, and holds it against a plain map in memory. A seed says what was done: run
 * it again with {@code -Dringtail.model.seed=N}. A crash is a copy of the folder at an instant, on which the run goes on.
 */
class ModelTest {
    private static final int STEPS = 120;
    private static final int MOST_BYTES_A_FILE = 1 << 20;

    private final BusOptions options =
            BusOptions.defaults().withRing(64, 1 << 18).withCycle(6_000, Duration.ofHours(1));
    /** The captured events that must be there, by number: what the journal gave is told by it. */
    private final TreeMap<Integer, Recorded> model = new TreeMap<>();

    @TempDir
    Path folder;

    private Path journal = Path.of("");
    private int crashes;
    private int published;
    private long folded;
    private int foldedEvents;

    static Stream<Long> seeds() {
        Long only = Long.getLong("ringtail.model.seed");
        int count = Boolean.getBoolean("ringtail.long") ? 300 : 8;
        return only == null ? Stream.iterate(1L, seed -> seed + 1).limit(count) : Stream.of(only);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isWhatTheModelIs(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        journal = folder.resolve("0");
        Bus bus = Bus.open(journal, options);
        try {
            for (int step = 0; step < STEPS; step++) {
                String where = "seed " + seed + ", step " + step;
                switch (random.nextInt(13)) {
                    case 0, 1, 2, 3, 4 -> publish(bus, random.nextInt(40));
                    case 5 -> bus.publishOwn(BusEvents.TICK, step, Tick.getDefaultInstance());
                    case 6 -> bus.publishDurable(OwnProvider.BUS, BusEvents.TICK, step, Tick.getDefaultInstance());
                    case 7 -> bus.flush();
                    case 8 -> foldSome(bus, random, where);
                    case 9 -> {
                        bus.close();
                        compact(random, where);
                        bus = Bus.open(journal, options);
                    }
                    case 10 -> bus = crash(bus);
                    case 11 -> compact(random, where); // beside the writer
                    default -> prune(bus, random);
                }
                if (random.nextInt(10) == 0) {
                    bus.flush();
                    check(where);
                }
            }
        } finally {
            bus.close();
        }
        check("seed " + seed + ", at the end");
        assertThat(JournalVerifier.verify(journal, (done, total) -> {}).findings())
                .as("seed %d", seed)
                .isEmpty();
    }

    private void publish(Bus bus, int count) {
        EventRecord event = new EventRecord();
        for (int i = 0; i < count; i++) {
            bus.publish(Recorded.fill(event, 1, published, 200));
            model.put(published++, Recorded.of(event, 0));
        }
    }

    /** What is flushed survives; the copy may hold more, but nothing else. */
    private Bus crash(Bus bus) throws IOException {
        bus.flush();
        Path copy = folder.resolve(Integer.toString(++crashes));
        copyTree(journal, copy);
        bus.close();
        journal = copy;
        return Bus.open(journal, options);
    }

    /** Seldom, since each file that is replaced is brought to the disk. */
    private void compact(SplittableRandom random, String where) throws IOException {
        if (random.nextInt(10) > 0) {
            return;
        }
        Compression compression = Compression.values()[random.nextInt(Compression.values().length)];
        CompactReport report =
                JournalCompactor.compact(journal, compression, InstantSource.system(), (done, total) -> {});
        assertThat(report.left()).as(where).isEmpty();
    }

    private void prune(Bus bus, SplittableRandom random) throws IOException {
        Retention limit =
                Retention.of(random.nextInt(4) == 0 ? Lane.CONTROL : Lane.TRACE).withMaxBytes(random.nextInt(100_000));
        bus.flush();
        List<Recorded> before = read();
        long keptFrom = 0;
        for (Pruner.Deletion deletion : bus.prune(List.of(limit), false).deletions()) {
            assertThat(deletion.nextSequence())
                    .isLessThanOrEqualTo(Cursors.of(journal).leastPosition().orElse(Long.MAX_VALUE));
            keptFrom = deletion.lane() == Lane.TRACE ? deletion.nextSequence() : keptFrom;
        }
        for (Recorded event : before) {
            if (event.sequence() < keptFrom) {
                model.remove(event.tid());
            }
        }
    }

    /** A fold that is stopped now and then, and goes on from what it saved: it sees each event once. */
    private void foldSome(Bus bus, SplittableRandom random, String where) throws IOException {
        bus.flush();
        try (Journal opened = Journal.open(journal);
                DurableCursor cursor = Cursors.of(journal).open("fold");
                EventReader reader = EventReader.open(opened, cursor.position())) {
            ByteBuffer state = ByteBuffer.wrap(cursor.state());
            folded = state.hasRemaining() ? state.getLong() : 0;
            foldedEvents = state.hasRemaining() ? state.getInt() : 0;
            for (int n = random.nextInt(200); n > 0 && reader.next(); n--) {
                if (reader.lane() == Lane.TRACE) {
                    int number = reader.event().tid();
                    assertThat(number).as(where).isGreaterThanOrEqualTo(foldedEvents); // later only where pruned before
                    foldedEvents = number + 1;
                    folded += number;
                }
            }
            if (random.nextBoolean()) {
                byte[] next = ByteBuffer.allocate(12)
                        .putLong(folded)
                        .putInt(foldedEvents)
                        .array();
                cursor.save(reader.position(), next);
            }
        }
    }

    private void check(String where) throws IOException {
        List<Recorded> expected = new ArrayList<>(model.values());
        List<Recorded> found = read();
        assertThat(found.stream().map(Recorded::content).toList())
                .as(where)
                .isEqualTo(expected.stream().map(Recorded::content).toList());
        assertThat(found).as(where).extracting(Recorded::sequence).isSorted().doesNotHaveDuplicates();
        checkFrom(found, where);
    }

    /** Reading from each of some positions gives the rest, no more and no less. */
    private void checkFrom(List<Recorded> all, String where) throws IOException {
        try (Journal opened = Journal.open(journal)) {
            for (int index = 0; index < all.size(); index += 97) {
                long from = all.get(index).sequence();
                List<Long> read = new ArrayList<>();
                try (EventReader reader = EventReader.open(opened, from)) {
                    while (reader.next()) {
                        if (reader.lane() == Lane.TRACE) {
                            read.add(reader.event().sequence());
                        }
                    }
                }
                assertThat(read)
                        .as("%s, from %d", where, from)
                        .isEqualTo(all.stream()
                                .map(Recorded::sequence)
                                .filter(sequence -> sequence >= from)
                                .toList());
            }
        }
    }

    private List<Recorded> read() throws IOException {
        try (Journal opened = Journal.open(journal)) {
            List<Recorded> found = Recorded.all(opened, Lane.TRACE);
            assertThat(opened.problems()).isEmpty();
            return found;
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path copy = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectory(copy);
                } else {
                    try (InputStream in = Files.newInputStream(path)) {
                        Files.write(copy, in.readNBytes(MOST_BYTES_A_FILE)); // mapped files are long, and mostly holes
                    }
                }
            }
        }
    }
}
