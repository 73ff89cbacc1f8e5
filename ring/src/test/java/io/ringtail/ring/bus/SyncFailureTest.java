package io.ringtail.ring.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.bus.proto.SyncFailed;
import io.ringtail.ring.bus.proto.Tick;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.journal.DiskSync;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.journal.JournalVerifier;
import io.ringtail.ring.journal.StorageOptions;
import io.ringtail.ring.journal.SyncFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fails once and takes the same file without a word the next time, as Linux does. */
@Timeout(60)
class SyncFailureTest {
    @TempDir
    Path folder;

    private final FailingDisk disk = new FailingDisk();

    private static final class FailingDisk implements DiskSync {
        private final Map<Path, Integer> synced = new ConcurrentHashMap<>();
        private final Map<Path, Boolean> failed = new ConcurrentHashMap<>();
        private final CountDownLatch failing = new CountDownLatch(1);
        private final CountDownLatch mayFail = new CountDownLatch(1);
        private volatile boolean waits;
        private volatile String failsIn = "none";

        @Override
        public void file(Path file) throws IOException {
            if (file.toString().contains("/" + failsIn + "/")) {
                fail(file);
            }
            synced.merge(file, 1, Integer::sum);
        }

        @Override
        public void folder(Path folder) {
            // it is there
        }

        private void fail(Path file) throws IOException {
            if (waits) {
                waits = false;
                failsIn = "none"; // whoever syncs next succeeds
                failing.countDown();
                awaitUninterrupted(mayFail);
            }
            failed.put(file, true);
            throw new IOException("Input/output error");
        }
    }

    @Test
    void takesNothingForSafeThatTheDiskDidNotTakeOnce() throws Exception {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        try (Bus bus = open();
                Journal journal = Journal.open(folder)) {
            bus.metrics().bindTo(metrics);
            bus.publish(new EventRecord().clear());
            long before = publishDurable(bus);
            bus.publish(new EventRecord().clear());
            disk.failsIn = "trace";

            assertThatThrownBy(() -> publishDurable(bus))
                    .isInstanceOf(NotDurableException.class)
                    .hasMessageStartingWith("event " + (before + 2) + " is in the journal, but not known to be on the")
                    .hasMessageContaining("the trace lane could not be brought to the disk (Input/output error):")
                    .hasMessageContaining(": sequences " + (before + 1) + " to ");
            disk.failsIn = "none";
            disk.synced.clear();
            bus.publish(new EventRecord().clear());
            long after = publishDurable(bus);

            assertThat(after).isGreaterThan(before + 2);
            assertThat(disk.failed).hasSize(1);
            assertThat(disk.synced).isNotEmpty();
            assertThat(disk.synced.keySet()).as("synced again").doesNotContainAnyElementsOf(disk.failed.keySet());
            assertThat(cycles(Lane.TRACE)).isEqualTo(2);
            assertThat(journal.info().synced()).isEqualTo(OptionalLong.of(before));
            assertThatThrownBy(bus::sync).isInstanceOf(SyncFailedException.class);
            assertThat(metrics.get("ringtail.journal.sync.failures")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
        }
        try (Journal journal = Journal.open(folder)) {
            assertThat(Recorded.all(journal, Lane.TRACE)).hasSize(3);
            List<byte[]> told = OwnEventsRead.all(journal, BusEvents.SYNC_FAILED);
            assertThat(told).hasSize(1);
            SyncFailed failure = SyncFailed.parseFrom(told.getFirst());
            assertThat(failure.getLane()).isEqualTo("trace");
            assertThat(failure.getFirstSequence()).isEqualTo(2 + 1);
            assertThat(failure.getWhy()).contains("Input/output error");
        }
        assertThat(JournalVerifier.verify(folder, (done, total) -> {}).findings())
                .isEmpty();
    }

    /** Whoever waits for a file that another thread is about to sync must not be told that it is safe. */
    @Test
    void doesNotAcknowledgeWhatAnotherThreadFailedToSync() throws Exception {
        try (Bus bus = open();
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            bus.publish(new EventRecord().clear());
            disk.waits = true;
            disk.failsIn = "trace";
            Future<?> first = threads.submit(bus::sync);
            disk.failing.await();
            Future<Long> durable = threads.submit(() -> publishDurable(bus));

            disk.mayFail.countDown();

            assertThatThrownBy(first::get).hasCauseInstanceOf(SyncFailedException.class);
            assertThatThrownBy(durable::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(NotDurableException.class);
            assertThat(publishDurable(bus)).isPositive();
        }
    }

    @Test
    void givesUpOnADiskThatTakesNothing() throws Exception {
        Bus bus = open();
        disk.failsIn = "control";
        List<Throwable> thrown = new ArrayList<>();

        for (int n = 0; n < 3; n++) {
            try {
                publishDurable(bus);
            } catch (NotDurableException | JournalFailedException e) {
                thrown.add(e);
            }
        }

        assertThat(thrown)
                .hasExactlyElementsOfTypes(
                        NotDurableException.class, NotDurableException.class, JournalFailedException.class);
        assertThat(cycles(Lane.CONTROL)).isEqualTo(3);
        assertThatThrownBy(bus::close).isInstanceOf(JournalFailedException.class);
    }

    private Bus open() throws IOException {
        return Bus.open(
                folder,
                BusOptions.defaults()
                        .withRing(64, 1 << 18)
                        .withLinger(Duration.ofMinutes(1))
                        .withStorage(StorageOptions.defaults().withDisk(disk)));
    }

    private long cycles(Lane lane) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(lane.folder()))) {
            return files.filter(file -> file.toString().endsWith(".cq4")).count();
        }
    }

    private static long publishDurable(Bus bus) {
        return bus.publishDurable(OwnProvider.BUS, BusEvents.TICK, 0, Tick.getDefaultInstance());
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
