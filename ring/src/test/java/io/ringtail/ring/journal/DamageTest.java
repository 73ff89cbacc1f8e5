package io.ringtail.ring.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.Recorded;
import io.ringtail.ring.bus.proto.JournalOpened;
import io.ringtail.ring.event.EventRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flips, zeroes and cuts what is stored. Damage costs the block that it hit; the others stay readable. */
class DamageTest {
    private static final int BLOCKS = 30;
    private static final int EVENTS_A_BLOCK = 5;

    @TempDir
    Path folder;

    private CycleFile cycle = new CycleFile(Lane.TRACE, 1, "", Path.of(""));
    private byte[] good = {};
    private List<Recorded> events = List.of();
    private List<Range> excerpts = List.of();

    /** Where a block or record lies in the file, its frame included. */
    private record Range(int start, int end, boolean isBlock) {}

    @BeforeEach
    void write() throws IOException {
        try (Bus bus = Bus.open(folder, BusOptions.defaults().withRing(64, 1 << 18))) {
            EventRecord event = new EventRecord();
            for (int n = 0; n < BLOCKS * EVENTS_A_BLOCK; n++) {
                bus.publish(Recorded.fill(event, 1, n, 60));
                if (n % EVENTS_A_BLOCK == EVENTS_A_BLOCK - 1) {
                    bus.flush();
                }
            }
        }
        cycle = new JournalFolder(folder).cycles(Lane.TRACE).getFirst();
        good = Files.readAllBytes(cycle.path());
        try (Journal journal = Journal.open(folder)) {
            events = Recorded.all(journal, Lane.TRACE);
        }
        excerpts = excerpts();
        assertThat(excerpts).filteredOn(Range::isBlock).hasSizeGreaterThanOrEqualTo(BLOCKS);
        assertThat(JournalVerifier.verify(folder, (done, total) -> {}).findings())
                .isEmpty();
    }

    @Test
    void findsAFlippedBitInAnyPartOfABlockAndReadsAllOthers() throws Exception {
        long seed = 5;
        SplittableRandom random = new SplittableRandom(seed);
        List<Range> blocks = excerpts.stream().filter(Range::isBlock).toList();
        for (int round = 0; round < 300; round++) {
            Range hit = blocks.get(random.nextInt(blocks.size()));
            int at = round < 60 ? hit.start + round % 30 : random.nextInt(hit.start, hit.end);
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(cycle.path(), bad);

            VerifyReport report = JournalVerifier.verify(folder, (done, total) -> {});
            List<Recorded> read = read();

            assertThat(report.isSound()).as("seed %d, byte %d", seed, at).isFalse();
            assertThat(events).as("seed %d, byte %d", seed, at).containsAll(read);
            boolean inFrame = at < hit.start + ExcerptFormat.WORD_BYTES;
            assertThat(read)
                    .as("seed %d, byte %d", seed, at)
                    .hasSizeGreaterThanOrEqualTo(events.size() - (inFrame ? 0 : EVENTS_A_BLOCK));
        }
    }

    @Test
    void losesNothingToAWordThatIsWrong() throws Exception {
        List<Range> blocks = excerpts.stream().filter(Range::isBlock).toList();
        for (Range block : List.of(blocks.getFirst(), blocks.get(blocks.size() / 2), blocks.getLast())) {
            int right = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getInt(block.start);
            List<Integer> words = new ArrayList<>(List.of(ExcerptFormat.NOTHING, ExcerptFormat.END_OF_CYCLE));
            for (int bit = 0; bit < Integer.SIZE; bit++) {
                words.add(right ^ 1 << bit);
            }
            for (int word : words) {
                byte[] bad = good.clone();
                ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN).putInt(block.start, word);
                Files.write(cycle.path(), bad);

                assertThat(read()).as("word %x at %d", word, block.start).isEqualTo(events);
                assertThat(JournalVerifier.verify(folder, (done, total) -> {}).isSound())
                        .as("word %x at %d", word, block.start)
                        .isFalse();
            }
        }
    }

    @Test
    void readsEveryEventIfABitFlipsInACatalogRecordOrInWhatIsNotOurs() throws Exception {
        long seed = 6;
        SplittableRandom random = new SplittableRandom(seed);
        Range record =
                excerpts.stream().filter(range -> !range.isBlock).findFirst().orElseThrow();
        int end = excerpts.getLast().end;
        Set<Integer> ours = new HashSet<>();
        excerpts.stream().filter(Range::isBlock).forEach(range -> {
            for (int at = range.start; at < range.end; at++) {
                ours.add(at);
            }
        });
        for (int round = 0; round < 300; round++) {
            int at = round < 100 ? random.nextInt(record.start, record.end) : random.nextInt(end);
            if (!ours.contains(at)) {
                byte[] bad = good.clone();
                bad[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(cycle.path(), bad);

                assertThat(read()).as("seed %d, byte %d", seed, at).isEqualTo(events);
                boolean inRecord = at >= record.start && at < record.end;
                boolean sound =
                        JournalVerifier.verify(folder, (done, total) -> {}).isSound();
                assertThat(inRecord && sound).as("seed %d, byte %d", seed, at).isFalse();
            }
        }
    }

    @Test
    void survivesZeroedAndRandomStretchesAndCuts() throws Exception {
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            byte[] bad = good.clone();
            int at = random.nextInt(bad.length);
            int length = random.nextInt(Math.min(5_000, bad.length - at + 1));
            switch (round % 3) {
                case 0 -> Arrays.fill(bad, at, at + length, (byte) 0);
                case 1 -> {
                    byte[] noise = new byte[length];
                    random.nextBytes(noise);
                    System.arraycopy(noise, 0, bad, at, length);
                }
                default -> bad = Arrays.copyOf(bad, at);
            }
            Files.write(cycle.path(), bad);
            int damagedTo = round % 3 == 2 ? good.length : at + length;
            long hit = excerpts.stream()
                    .filter(range -> range.isBlock && range.start < damagedTo && range.end > at)
                    .count();

            List<Recorded> read = read();

            assertThat(events).as("seed %d, round %d", seed, round).containsAll(read);
            assertThat(read).as("seed %d, round %d", seed, round).hasSizeGreaterThanOrEqualTo((int)
                    (events.size() - hit * EVENTS_A_BLOCK));
        }
    }

    @Test
    void opensForWritingWhateverTheLastCycleHolds() throws Exception {
        long seed = 8;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20; round++) {
            Path file = new JournalFolder(folder).cycles(Lane.TRACE).getLast().path();
            byte[] bad = Files.readAllBytes(file);
            byte[] noise = new byte[random.nextInt(bad.length / 2)];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, bad, random.nextInt(bad.length - noise.length), noise.length);
            Files.write(file, bad);

            long last;
            try (Bus bus = Bus.open(folder, BusOptions.defaults().withRing(64, 1 << 18))) {
                bus.publish(new EventRecord().clear());
                bus.flush();
                last = bus.committedSequence();
            }

            assertThat(read())
                    .as("seed %d, round %d", seed, round)
                    .last()
                    .satisfies(event -> assertThat(event.sequence()).isEqualTo(last));
        }
    }

    @Test
    void cutsAnExcerptThatWasNotFinishedAndSaysSo() throws Exception {
        int end = endOfFile();
        byte[] torn = Arrays.copyOf(good, good.length + 5_000);
        Arrays.fill(torn, end, end + 3_000, (byte) 9);
        torn[end + 3] = (byte) 0x80;
        Files.write(cycle.path(), torn);
        String label = "trace/00000001/" + cycle.name();
        assertThat(JournalVerifier.verify(folder, (done, total) -> {}).findings())
                .extracting(JournalProblem::toString)
                .singleElement()
                .asString()
                .startsWith(label)
                .endsWith("an excerpt was not finished");

        Bus.open(folder, BusOptions.defaults()).close();

        try (Journal journal = Journal.open(folder)) {
            List<Recorded> control = Recorded.all(journal, Lane.CONTROL);
            byte[] opened = HexFormat.of().parseHex(control.get(2).content().split(" ", -1)[3]);
            assertThat(JournalOpened.parseFrom(opened).getRepairsList())
                    .containsExactly(label + ": an excerpt at " + end + " was not finished and has been cut off");
        }
        assertThat(read()).isEqualTo(events);
        assertThat(JournalVerifier.verify(folder, (done, total) -> {}).findings())
                .isEmpty();
    }

    /** Readers have seen it, so its sequences must not be given to other events. */
    @ParameterizedTest
    @ValueSource(ints = {0, 0x8000_0000})
    void keepsABlockThatWasWholeButNotMarkedSo(int word) throws Exception {
        Range last = excerpts.stream().filter(Range::isBlock).toList().getLast();
        byte[] torn = good.clone();
        ByteBuffer.wrap(torn).order(ByteOrder.LITTLE_ENDIAN).putInt(last.start, word);
        Arrays.fill(torn, last.end, torn.length, (byte) 0);
        Files.write(cycle.path(), torn);
        assertThat(read()).isEqualTo(events);

        Bus.open(folder, BusOptions.defaults()).close();

        assertThat(read()).isEqualTo(events);
        assertThat(JournalVerifier.verify(folder, (done, total) -> {}).findings())
                .isEmpty();
    }

    @Test
    void tellsOfACycleThatWasEmptied() throws Exception {
        Files.write(cycle.path(), new byte[0]);

        VerifyReport report = JournalVerifier.verify(folder, (done, total) -> {});

        assertThat(report.findings())
                .contains(new JournalProblem(
                        Optional.of(Lane.TRACE),
                        cycle.label(),
                        0,
                        "the file is empty, and a cycle has at least a preamble; what it held is lost"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"journal.json", "writer.json"})
    void readsAndGoesOnWritingIfASmallFileIsNoText(String name) throws Exception {
        Files.write(folder.resolve(name), new byte[] {(byte) 0xFF, '{', (byte) 0xC0, 0});

        assertThat(read()).isEqualTo(events);
        Bus.open(folder, BusOptions.defaults()).close();
        assertThat(read()).isEqualTo(events);
    }

    @Test
    void saysWhereTheDamageIs() throws Exception {
        Range hit = excerpts.stream().filter(Range::isBlock).toList().get(3);
        byte[] bad = good.clone();
        bad[hit.end - 30] ^= 1;
        Files.write(cycle.path(), bad);

        try (Journal journal = Journal.open(folder)) {
            Recorded.all(journal, Lane.TRACE);

            assertThat(journal.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.position()).isEqualTo(hit.start);
                assertThat(problem.file()).isEqualTo("trace/00000001/" + cycle.name());
                assertThat(problem.what())
                        .startsWith("the checksum of the block's ")
                        .endsWith(" section is wrong; its 5 events are left out");
            });
        }
    }

    private List<Recorded> read() throws IOException {
        try (Journal journal = Journal.open(folder)) {
            return Recorded.all(journal, Lane.TRACE);
        }
    }

    private int endOfFile() throws IOException {
        ExcerptWalker walker = new ExcerptWalker(CycleMemory.map(cycle.path()), new Block(), (position, what) -> {});
        while (walker.next(false) != ExcerptWalker.Step.NOTHING_YET) {
            assertThat(walker.position()).isPositive();
        }
        return walker.position();
    }

    private List<Range> excerpts() throws IOException {
        List<Range> found = new ArrayList<>();
        ExcerptWalker walker = new ExcerptWalker(CycleMemory.map(cycle.path()), new Block(), (position, what) -> {});
        ExcerptWalker.Step step = walker.next(true);
        while (step == ExcerptWalker.Step.BLOCK || step == ExcerptWalker.Step.CATALOG) {
            found.add(new Range(walker.excerptPosition(), walker.position(), step == ExcerptWalker.Step.BLOCK));
            step = walker.next(true);
        }
        return found;
    }
}
