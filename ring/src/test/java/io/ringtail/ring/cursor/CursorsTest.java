package io.ringtail.ring.cursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.Recorded;
import io.ringtail.ring.bus.proto.Tick;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.journal.EventReader;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final BusOptions SMALL =
            BusOptions.defaults().withRing(64, 1 << 18).withCycle(20_000, Duration.ofHours(1));

    @TempDir
    Path folder;

    /** The contract that processors stand on: state and position are one, wherever the reader is stopped. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void foldsEachEventOnceHoweverOftenTheReaderIsStopped(long seed) throws Exception {
        int events = 2_000;
        write(events);
        long expected = 0;
        long last = -1;
        try (Journal journal = Journal.open(folder);
                EventReader all = EventReader.open(journal, 0)) {
            while (all.next()) {
                assertThat(all.event().sequence()).isEqualTo(last + 1);
                last = all.event().sequence();
                expected = fold(expected, last);
            }
        }

        SplittableRandom random = new SplittableRandom(seed);
        long state = 0;
        long position = 0;
        int runs = 0;
        while (position <= last) {
            runs++;
            try (Journal journal = Journal.open(folder);
                    DurableCursor cursor = Cursors.of(folder).open("fold");
                    EventReader reader = EventReader.open(journal, cursor.position())) {
                state = cursor.state().length == 0
                        ? 0
                        : ByteBuffer.wrap(cursor.state()).getLong();
                for (int n = random.nextInt(400); n > 0 && reader.next(); n--) {
                    state = fold(state, reader.event().sequence());
                    if (random.nextInt(50) == 0) {
                        cursor.save(reader.position(), bytes(state));
                    }
                    position = reader.position();
                } // what was folded since the last save is lost with the reader, and folded again
                if (position > last) {
                    cursor.save(position, bytes(state));
                }
            }
        }

        assertThat(runs).as("seed %d", seed).isGreaterThan(3);
        assertThat(state).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void startsAtTheBeginningAndKeepsWhatWasSaved() throws Exception {
        Cursors cursors = Cursors.of(folder, () -> NOON);
        try (DurableCursor cursor = cursors.open("rules")) {
            assertThat(cursor.position()).isZero();
            assertThat(cursor.state()).isEmpty();
            cursor.save(7, new byte[] {1, 2});
            cursor.save(9, new byte[] {3});
            assertThat(cursor.position()).isEqualTo(9);
        }

        try (DurableCursor cursor = cursors.open("rules")) {
            assertThat(cursor.position()).isEqualTo(9);
            assertThat(cursor.state()).containsExactly(3);
        }
        assertThat(cursors.list()).singleElement().satisfies(listed -> {
            assertThat(listed.name()).isEqualTo("rules");
            assertThat(listed.inUse()).isFalse();
            assertThat(listed.snapshot().orElseThrow().savedAt()).isEqualTo(NOON);
        });
        assertThat(cursors.leastPosition()).isEqualTo(OptionalLong.of(9));
    }

    @Test
    void belongsToOneReaderAtATime() throws Exception {
        Cursors cursors = Cursors.of(folder);
        DurableCursor cursor = cursors.open("rules");

        assertThat(cursors.list().getFirst().inUse()).isTrue();
        assertThatThrownBy(() -> cursors.open("rules"))
                .hasMessage("the cursor 'rules' is in use; stop who reads with it, or take another name");
        assertThatThrownBy(() -> cursors.delete("rules")).hasMessageContaining("is in use");
        cursor.close();
        cursor.close();

        assertThatThrownBy(() -> cursor.save(1, new byte[0])).hasMessage("the cursor 'rules' is closed");
        assertThat(cursors.delete("rules")).isTrue();
        assertThat(cursors.delete("rules")).isFalse();
        assertThat(cursors.list()).isEmpty();
    }

    @Test
    void goesOnFromTheSnapshotBeforeIfTheLastIsDamaged() throws Exception {
        Cursors cursors = Cursors.of(folder);
        try (DurableCursor cursor = cursors.open("rules")) {
            cursor.save(7, new byte[] {1});
            cursor.save(9, new byte[] {2});
        }
        Path file = folder.resolve("cursors/rules.cursor");
        byte[] whole = Files.readAllBytes(file);
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] bad = whole.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, bad);

            try (DurableCursor cursor = cursors.open("rules")) {
                assertThat(cursor.position()).as("bit %d", bit).isEqualTo(7);
                assertThat(cursor.state()).containsExactly(1);
            }
        }
        try (DurableCursor cursor = cursors.open("rules")) {
            cursor.save(10, new byte[] {3}); // and the damaged one does not take the place of the whole one
        }
        Files.write(file, new byte[3]);
        try (DurableCursor cursor = cursors.open("rules")) {
            assertThat(cursor.position()).isEqualTo(7);
        }

        Files.write(folder.resolve("cursors/rules.cursor.old"), new byte[3]);

        assertThatThrownBy(() -> cursors.open("rules"))
                .hasMessage("of the cursor 'rules' no snapshot is whole any more; start it over with"
                        + " 'ringtail journal cursors reset rules'");
        assertThat(cursors.leastPosition()).isEqualTo(OptionalLong.of(0));
    }

    /** At each instant of a save one of the files is whole. */
    @Test
    void survivesThatASaveIsCutShort() throws Exception {
        Cursors cursors = Cursors.of(folder);
        Path file = folder.resolve("cursors/rules.cursor");
        Path fresh = folder.resolve("cursors/rules.cursor.new");
        Path old = folder.resolve("cursors/rules.cursor.old");
        try (DurableCursor cursor = cursors.open("rules")) {
            cursor.save(7, new byte[0]);
            cursor.save(9, new byte[0]);
        }
        Files.write(fresh, new byte[] {1}); // half written
        assertThat(position(cursors)).isEqualTo(9);
        Files.copy(file, fresh, StandardCopyOption.REPLACE_EXISTING);
        Files.move(file, old, StandardCopyOption.REPLACE_EXISTING);
        assertThat(position(cursors)).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../up", "Upper", ".hidden", "a b", "a/b"})
    void refusesANameThatIsNone(String name) {
        assertThatThrownBy(() -> Cursors.of(folder).open(name))
                .hasMessage("'" + name + "' is no name for a cursor: it has up to 64 of a-z, 0-9, '-', '_' and '.', and"
                        + " begins with a letter or digit");
    }

    @Test
    void keepsSequencesFromBeingGivenAnewToOtherEvents() throws Exception {
        Bus.open(folder, SMALL).close();
        try (DurableCursor cursor = Cursors.of(folder).open("rules")) {
            cursor.save(1_000, new byte[0]); // what it read did not survive that the power was cut
        }

        try (Bus bus = Bus.open(folder, SMALL)) {
            bus.flush();
            assertThat(bus.committedSequence()).isEqualTo(1_000);
        }
    }

    @Test
    void listsAndAsksWhileItIsSavedAndTaken() throws Exception {
        Cursors cursors = Cursors.of(folder);
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread asker = new Thread(() -> {
            try {
                while (!done.get()) {
                    assertThat(cursors.leastPosition()).isPresent();
                    assertThat(cursors.waitingBelow(Long.MAX_VALUE)).containsExactly("busy");
                    cursors.list();
                }
            } catch (IOException | RuntimeException | AssertionError e) {
                failure.set(e);
            }
        });
        cursors.open("busy").close();
        asker.start();

        for (int n = 1; n <= 100; n++) {
            try (DurableCursor cursor = cursors.open("busy")) {
                cursor.save(n, new byte[0]);
            }
        }
        done.set(true);
        asker.join();

        assertThat(failure.get()).isNull();
    }

    @Test
    void belongsToOneReaderByWhateverWayItsFolderIsNamed() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolveSibling(folder.getFileName() + "-link"), folder);
        try (DurableCursor cursor = Cursors.of(folder).open("one")) {
            assertThat(cursor.position()).isZero();
            assertThatThrownBy(() -> Cursors.of(link).open("one"))
                    .hasMessage("the cursor 'one' is in use; stop who reads with it, or take another name");
            assertThat(Cursors.of(link).list()).allMatch(Cursors.Listed::inUse);
        } finally {
            Files.delete(link);
        }
    }

    private static long position(Cursors cursors) throws IOException {
        try (DurableCursor cursor = cursors.open("rules")) {
            return cursor.position();
        }
    }

    private void write(int events) throws IOException {
        EventRecord event = new EventRecord();
        for (int run = 0; run < 2; run++) {
            try (Bus bus = Bus.open(folder, SMALL)) {
                for (int n = 0; n < events / 2; n++) {
                    bus.publish(Recorded.fill(event, run, n, 100));
                    if (n % 7 == 0) {
                        bus.publishOwn(BusEvents.TICK, n, Tick.getDefaultInstance());
                    }
                    if (n % 100 == 0) {
                        bus.flush();
                    }
                }
            }
        }
    }

    private static long fold(long state, long sequence) {
        return state * 31 + sequence;
    }

    private static byte[] bytes(long state) {
        return ByteBuffer.allocate(Long.BYTES).putLong(state).array();
    }
}
