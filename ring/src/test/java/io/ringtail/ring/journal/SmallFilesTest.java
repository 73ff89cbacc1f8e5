package io.ringtail.ring.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.Recorded;
import io.ringtail.ring.event.EventRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages what lies beside the blocks: nothing is answered wrongly for it, and {@code verify} tells. */
class SmallFilesTest {
    private static final int EVENTS = 60;
    private static final BusOptions SMALL = BusOptions.defaults().withRing(64, 1 << 18);

    @TempDir
    Path folder;

    private Path journal = Path.of("");
    private List<Recorded> events = List.of();

    @BeforeEach
    void write() throws IOException {
        journal = folder.resolve("journal");
        write(journal, 1);
        events = read(journal);
        assertThat(findings()).isEmpty();
    }

    @Test
    void believesNoGapsOfAFileThatWasDamaged() throws IOException {
        KnownGaps gaps = KnownGaps.read(new JournalFolder(journal));
        gaps.addPruned(Lane.TRACE, 10);
        gaps.addUncommitted(20, 30);
        gaps.write(new JournalFolder(journal));
        byte[] good = Files.readAllBytes(journal.resolve("gaps"));
        int lines = new String(good, StandardCharsets.UTF_8).indexOf("crc32c");

        for (int bit = 0; bit < 8 * lines; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(journal.resolve("gaps"), bad);

            assertThat(KnownGaps.read(new JournalFolder(journal)).unexplainedFrom(0))
                    .as("bit %d", bit)
                    .isZero();
            assertThat(findings())
                    .as("bit %d", bit)
                    .containsExactly("gaps at 0: its checksum is wrong, so that nobody knows what was pruned");
        }
    }

    @Test
    void readsGapsThatAnEarlierReleaseWrote() throws IOException {
        Files.writeString(journal.resolve("gaps"), "pruned trace 10\nuncommitted 10 30\n");

        assertThat(KnownGaps.read(new JournalFolder(journal)).unexplainedFrom(0))
                .isEqualTo(31);
        assertThat(findings()).isEmpty();
    }

    @Test
    void doesWithoutAnIndexThatIsAnotherJournals() throws IOException {
        Path other = folder.resolve("other");
        write(other, 100);
        Path file = cycle(journal).path();
        Path foreign = cycle(other).path();
        assertThat(Files.size(foreign)).isEqualTo(Files.size(file));
        byte[] own = Files.readAllBytes(LaneIndex.path(file));
        Files.copy(LaneIndex.path(foreign), LaneIndex.path(file), StandardCopyOption.REPLACE_EXISTING);
        assertThat(Files.readAllBytes(LaneIndex.path(file))).isNotEqualTo(own);

        assertThat(findings())
                .containsExactly(
                        cycle(journal).label()
                                + " at 0: the index beside it is not its own or damaged; delete it, for readers can do without");
        try (Journal read = Journal.open(journal)) {
            long last = events.getLast().sequence();
            assertThat(read.scan(Scan.ALL_EVENTS.withFromSequence(last)).next()).isTrue();
        }
    }

    @Test
    void refusesAnIndexThatPointsOutOfItsFile() {
        CycleIndex index = new CycleIndex();
        index.addBlock(4096, 1, 2, 3, 4);

        assertThat(CycleIndex.of(index.toBytes(4097), 4097)).isPresent();
        assertThat(CycleIndex.of(index.toBytes(4096), 4096)).isEmpty();
    }

    @Test
    void keepsItsIdWhenTheFileThatTellsItIsLost() throws IOException {
        Optional<UUID> id = new JournalFolder(journal).identity();
        Files.writeString(
                journal.resolve("journal.json"), "{\"format\": 1, \"id\": \"------------------------------------\"}");
        assertThat(findings())
                .containsExactly("journal.json at 0: it is missing or damaged; the next writer makes it anew");

        Bus.open(journal, SMALL).close();

        assertThat(new JournalFolder(journal).identity()).isEqualTo(id);
        assertThat(findings()).isEmpty();
    }

    @Test
    void refusesALaterFormatWhateverElseItSays() throws IOException {
        Files.writeString(journal.resolve("journal.json"), "{\"format\": 2, \"id\": \"x\", \"cipher\": \"y\"}");

        assertThatThrownBy(() -> Journal.open(journal))
                .hasMessage(journal + " is a journal of format 2, and this Ringtail reads up to 1; use a newer one");
        assertThatThrownBy(() -> Bus.open(journal, SMALL)).hasMessageContaining("format 2");
    }

    @Test
    void namesWhatStandsInTheWay() throws IOException {
        Path file = cycle(journal).path();
        Files.delete(file);
        Files.createDirectory(file);
        assertThatThrownBy(() -> read(journal)).hasMessage(file + " is a folder, and a cycle is a file; move it away");

        Files.delete(file);
        Path lane = journal.resolve("control").resolve("00000007");
        Files.createFile(lane);
        assertThatThrownBy(() -> read(journal))
                .hasMessage(lane + " is no folder, and in a journal it has to be one; move it away");
    }

    /** It hid nothing while there was none; what the writer has not committed is hidden none the less. */
    @Test
    void takesTheMarkOfAWriterThatCameLater() throws IOException {
        Files.delete(journal.resolve("committed"));
        try (Journal reader = Journal.open(journal)) {
            assertThat(reader.committed()).isEqualTo(Long.MAX_VALUE);

            try (Bus bus = Bus.open(journal, SMALL)) {
                bus.flush();
                assertThat(reader.isAtRest()).isFalse();
                assertThat(reader.committed()).isEqualTo(bus.committedSequence());
            }
        }
    }

    @Test
    void tellsOfADamagedCommitMark() throws IOException {
        Files.write(journal.resolve("committed"), new byte[] {1, 2, 3});

        assertThat(findings())
                .containsExactly(
                        "committed at 0: it is damaged; what is missing at the end of the journal would not show");
    }

    /** What was not committed when the writer was killed was promised to nobody. */
    @Test
    void findsNothingMissingBehindWhatWasCommitted() throws IOException {
        long committed = events.get(EVENTS / 2).sequence();
        ByteBuffer mark = ByteBuffer.allocate(CommitMark.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        mark.putInt(CommitMark.MAGIC)
                .putInt(CommitMark.VERSION)
                .putLong(committed)
                .putLong(~committed);
        Files.write(journal.resolve("committed"), mark.array());
        try (var files = Files.list(journal.resolve("control").resolve("00000001"))) {
            for (Path file : files.toList()) {
                Files.delete(file); // what it held before the first event, and behind the last
            }
        }

        assertThat(findings())
                .singleElement()
                .asString()
                .endsWith("sequences 0 to " + (events.getFirst().sequence() - 1) + " are missing before it");
    }

    private List<String> findings() throws IOException {
        return JournalVerifier.verify(journal, (done, total) -> {}).findings().stream()
                .map(JournalProblem::toString)
                .toList();
    }

    private static CycleFile cycle(Path of) throws IOException {
        return new JournalFolder(of).cycles(Lane.TRACE).getFirst();
    }

    private static void write(Path into, int source) throws IOException {
        try (Bus bus = Bus.open(into, SMALL)) {
            EventRecord event = new EventRecord();
            for (int n = 0; n < EVENTS; n++) {
                bus.publish(Recorded.fill(event, source, n, 60));
                if (n % 6 == source % 5) {
                    bus.flush();
                }
            }
        }
    }

    private static List<Recorded> read(Path from) throws IOException {
        try (Journal open = Journal.open(from)) {
            return Recorded.all(open, Lane.TRACE);
        }
    }
}
