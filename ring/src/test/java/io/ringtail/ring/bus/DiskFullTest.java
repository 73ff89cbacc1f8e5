package io.ringtail.ring.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ringtail.ring.block.Compression;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.bus.proto.EventsLost;
import io.ringtail.ring.bus.proto.Mark;
import io.ringtail.ring.bus.proto.WritingPaused;
import io.ringtail.ring.cursor.Cursors;
import io.ringtail.ring.cursor.DurableCursor;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.journal.DiskFullException;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.journal.JournalCompactor;
import io.ringtail.ring.journal.JournalVerifier;
import io.ringtail.ring.journal.StorageOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes on a small file system of its own until it is full, and goes on when it is not. */
@Timeout(120)
class DiskFullTest {
    private static final int DISK_BYTES = 16 << 20;
    private static final int PAYLOAD_BYTES = 2_000;

    @TempDir
    Path folder;

    private Path disk;
    private Path ballast;
    private Path journal;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        ballast = disk.resolve("ballast");
        journal = disk.resolve("journal");
        mounted = run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "tmpfs", disk.toString());
        assumeThat(mounted)
                .as("a file system of its own can be mounted, which takes root; else this is not tested")
                .isTrue();
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", "-l", disk.toString())).isTrue();
        }
    }

    /** With a floor, which stops the writer first, and without, where the disk itself does. */
    @ParameterizedTest
    @ValueSource(longs = {0, 2 << 20})
    void losesOnlyWhatItCountsAndGoesOnByItself(long minFreeBytes) throws Exception {
        long source;
        List<Integer> taken = new ArrayList<>();
        long lost = 0;
        try (Bus bus = Bus.open(journal, options(minFreeBytes, Duration.ofDays(1)))) {
            Files.write(ballast, new byte[6 << 20]);
            source = bus.registry().register(DiskFullTest.source());
            EventRecord event = new EventRecord();
            int n = 0;
            for (int lostInPause = 0; lostInPause < 1_000; n++) {
                boolean inPause = bus.isPaused();
                if (!tryPublish(bus, event, source, n, taken)) {
                    lost++;
                    lostInPause += inPause ? 1 : 0;
                }
            }
            try (Journal reader = Journal.open(journal)) {
                assertThat(tids(reader))
                        .isNotEmpty()
                        .isEqualTo(taken.subList(0, tids(reader).size()));
            }

            Files.delete(ballast);
            bus.flush();

            for (int more = 0; more < 100; more++) {
                lost += tryPublish(bus, event, source, n++, taken) ? 0 : 1;
                bus.flush();
            }
        }

        try (Journal reader = Journal.open(journal)) {
            assertThat(tids(reader)).isEqualTo(taken);
            long counted = 0;
            for (byte[] payload : OwnEventsRead.all(reader, BusEvents.EVENTS_LOST)) {
                EventsLost loss = EventsLost.parseFrom(payload);
                assertThat(loss.getReason()).isIn("JOURNAL_FULL", "RING_FULL");
                assertThat(loss.getSource()).isEqualTo((int) source);
                counted += loss.getCount();
            }
            assertThat(counted).isEqualTo(lost);
            List<byte[]> pauses = OwnEventsRead.all(reader, BusEvents.WRITING_PAUSED);
            assertThat(pauses).hasSize(1);
            assertThat(WritingPaused.parseFrom(pauses.getFirst()).getWhy())
                    .startsWith("the disk of " + journal.resolve("trace"));
        }
        assertThat(JournalVerifier.verify(journal, (done, total) -> {}).findings())
                .isEmpty();
    }

    @Test
    void failsInAnOrderlyWayWhenThePatienceIsOver() throws Exception {
        Bus bus = Bus.open(journal, options(1 << 20, Duration.ZERO));
        Files.write(ballast, new byte[10 << 20]);
        EventRecord event = new EventRecord().clear().payload(new byte[PAYLOAD_BYTES], 0, PAYLOAD_BYTES);

        assertThatThrownBy(() -> {
                    while (true) {
                        bus.publish(event);
                    }
                })
                .isInstanceOf(JournalFailedException.class)
                .hasCauseInstanceOf(DiskFullException.class)
                .hasMessageContaining(
                        " bytes free, and 1048576 are left to others; free some, or have old cycles deleted");
        assertThatThrownBy(bus::close).isInstanceOf(JournalFailedException.class);
        try (Journal reader = Journal.open(journal)) {
            assertThat(Recorded.all(reader, Lane.TRACE)).isNotEmpty();
            assertThat(reader.problems()).isEmpty();
        }
    }

    /** What was asked of the writer waits for one that has room; its closing does not. */
    @Test
    void closesWithoutWaitingForRoomForARequest() throws Exception {
        Bus bus = Bus.open(journal, options(2 << 20, Duration.ofDays(1)));
        Files.write(ballast, new byte[8 << 20]);
        EventRecord event = new EventRecord();
        for (int n = 0; !bus.isPaused() || tryPublish(bus, event, 0, n, new ArrayList<>()); n++) {
            tryPublish(bus, event, 0, n, new ArrayList<>());
        }
        WriterRequests.submit(
                journal, BusEvents.MARK, 1, Mark.newBuilder().setText("asked").build());

        assertThatThrownBy(bus::close)
                .isInstanceOf(JournalFailedException.class)
                .hasCauseInstanceOf(DiskFullException.class);
        Files.delete(ballast);
        Bus.open(journal, options(2 << 20, Duration.ofDays(1))).close();

        try (Journal reader = Journal.open(journal)) {
            assertThat(OwnEventsRead.all(reader, BusEvents.MARK)).hasSize(1);
        }
    }

    @Test
    void isNotOpenedOnADiskThatIsFull() throws Exception {
        Files.write(ballast, new byte[DISK_BYTES - (1 << 20)]);

        assertThatThrownBy(() -> Bus.open(journal, options(1 << 20, Duration.ZERO)))
                .isInstanceOf(DiskFullException.class)
                .hasMessageStartingWith("the disk of " + journal + " has 10");
    }

    /** Its files are mapped memory: without room for the first of them the process would fault. */
    @Test
    void compactsNothingOnADiskThatIsFull() throws Exception {
        try (Bus bus = Bus.open(journal, options(0, Duration.ZERO))) {
            bus.publish(new EventRecord().clear().payload(new byte[PAYLOAD_BYTES], 0, PAYLOAD_BYTES));
        }
        fill();

        assertThatThrownBy(() -> JournalCompactor.compact(
                        journal, Compression.NONE, InstantSource.system(), (done, total) -> {}))
                .isInstanceOf(DiskFullException.class)
                .hasMessageStartingWith("the disk of " + journal);

        assertThat(journal.resolve("compacting")).doesNotExist();
        assertThat(JournalVerifier.verify(journal, (done, total) -> {}).findings())
                .isEmpty();
    }

    @Test
    void saysWhichSmallFileHasNoRoomAndLeavesNoPartOfIt() throws Exception {
        try (Bus bus = Bus.open(journal, options(0, Duration.ZERO))) {
            bus.publish(new EventRecord().clear());
        }
        try (DurableCursor cursor = Cursors.of(journal).open("reader")) {
            cursor.save(1, new byte[0]);
            fill();

            assertThatThrownBy(() -> cursor.save(2, new byte[10]))
                    .hasMessageEndingWith(
                            "reader.cursor.new cannot be written: No space left on device; make room on its disk");
        }

        assertThat(journal.resolve("cursors").resolve("reader.cursor.new")).doesNotExist();
        assertThat(Cursors.of(journal).leastPosition()).hasValue(1);
        assertThatThrownBy(() -> WriterRequests.submit(journal, BusEvents.MARK, 0, Mark.getDefaultInstance()))
                .hasMessageEndingWith(".part cannot be written: No space left on device; make room on its disk");
    }

    private void fill() throws IOException {
        try (FileChannel channel = FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (true) {
                channel.write(ByteBuffer.allocate(4096));
            }
        } catch (IOException e) {
            assertThat(Files.getFileStore(disk).getUsableSpace()).isLessThan(4096);
        }
    }

    private static BusOptions options(long minFreeBytes, Duration patience) {
        StorageOptions storage =
                StorageOptions.defaults().withMinFreeBytes(minFreeBytes).withPatience(patience);
        return BusOptions.defaults()
                .withRing(256, 1 << 19)
                .withCycle(2 << 20, Duration.ofHours(1))
                .withStorage(storage);
    }

    private static boolean tryPublish(Bus bus, EventRecord event, long source, int n, List<Integer> taken) {
        event.clear().payload(new byte[PAYLOAD_BYTES], 0, PAYLOAD_BYTES);
        event.source = (int) source;
        event.timeTicks = n;
        event.tid = n;
        boolean published = bus.tryPublish(event);
        if (published) {
            taken.add(n);
        }
        return published;
    }

    private static Source source() {
        return new Source("live", "", "", "etw", Clock.TICKS, 0, 0, Map.of());
    }

    private static List<Integer> tids(Journal reader) throws IOException {
        return Recorded.all(reader, Lane.TRACE).stream().map(Recorded::tid).toList();
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // there is no such command
        }
    }
}
