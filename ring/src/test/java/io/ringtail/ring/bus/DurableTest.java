package io.ringtail.ring.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.block.Lane;
import io.ringtail.ring.bus.proto.Tick;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.journal.JournalVerifier;
import io.ringtail.ring.journal.Retention;
import io.ringtail.ring.journal.StorageOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DurableTest {
    private static final BusOptions LINGERING =
            BusOptions.defaults().withRing(64, 1 << 18).withLinger(Duration.ofMinutes(1));

    @TempDir
    Path folder;

    @Test
    void acknowledgesADurableEventOnceItAndAllBeforeItAreOnTheDisk() throws Exception {
        try (Bus bus = Bus.open(folder, LINGERING);
                Journal journal = Journal.open(folder)) {
            assertThat(journal.info().synced()).isEmpty();
            EventRecord event = new EventRecord().clear();
            for (int n = 1; n <= 500; n++) {
                bus.publish(event);
            }

            long sequence = publishDurable(bus, 7);

            assertThat(sequence).isEqualTo(501);
            assertThat(bus.committedSequence()).isEqualTo(501);
            assertThat(journal.info().synced()).isEqualTo(OptionalLong.of(501));
            assertThat(Recorded.all(journal, Lane.TRACE)).hasSize(500);
            bus.publish(event);
            bus.flush();
            assertThat(journal.info().synced()).isEqualTo(OptionalLong.of(501));
            assertThat(bus.sync()).isEqualTo(502);
            assertThat(journal.info().synced()).isEqualTo(OptionalLong.of(502));
        }
    }

    /** Whoever comes too late for the last block is told so, and not left waiting. */
    @Test
    @Timeout(60)
    void leavesNobodyWaitingWhenTheBusIsClosed() throws Exception {
        for (int round = 0; round < 50; round++) {
            Bus bus = Bus.open(folder.resolve("journal" + round), LINGERING);
            List<Thread> publishers = new ArrayList<>();
            for (int n = 0; n < 3; n++) {
                Thread publisher = new Thread(() -> {
                    try {
                        while (true) {
                            publishDurable(bus, 1);
                        }
                    } catch (IllegalStateException e) {
                        // the bus is closed
                    }
                });
                publisher.start();
                publishers.add(publisher);
            }
            Thread.sleep(2);

            bus.close();

            for (Thread publisher : publishers) {
                publisher.join();
            }
        }
    }

    @Test
    void acknowledgesToManyWhoWaitAtATime() throws Exception {
        try (Bus bus = Bus.open(folder, LINGERING);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<List<Long>>> done = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int id = thread;
                done.add(threads.submit(() -> {
                    List<Long> sequences = new ArrayList<>();
                    for (int n = 0; n < 20; n++) {
                        sequences.add(publishDurable(bus, id));
                    }
                    return sequences;
                }));
            }
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> each : done) {
                assertThat(each.get()).isSorted();
                all.addAll(each.get());
            }
            assertThat(all).doesNotHaveDuplicates().hasSize(160);
        }
    }

    /** What is synced by one thread may be pruned by another at that instant. */
    @Test
    void goesOnWhileFilesThatAreSyncedArePruned() throws Exception {
        StorageOptions storage = StorageOptions.defaults().withSyncInterval(Duration.ofMillis(1));
        BusOptions small = LINGERING.withCycle(2_000, Duration.ofHours(1)).withStorage(storage);
        try (Bus bus = Bus.open(folder, small);
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                int id = thread;
                done.add(threads.submit(() -> {
                    for (int n = 0; n < 50; n++) {
                        bus.publish(new EventRecord().clear());
                        publishDurable(bus, id);
                    }
                }));
            }
            done.add(threads.submit(() -> {
                for (int n = 0; n < 20; n++) {
                    bus.prune(List.of(Retention.of(Lane.TRACE).withMaxBytes(0)), false);
                    bus.prune(List.of(Retention.of(Lane.CONTROL).withMaxBytes(0)), false);
                }
            }));
            for (Future<?> each : done) {
                each.get();
            }
        }
        assertThat(JournalVerifier.verify(folder, (bytes, total) -> {}).findings())
                .isEmpty();
    }

    @Test
    @Timeout(60)
    void bringsWhatWasCommittedToTheDiskByItself() throws Exception {
        StorageOptions storage = StorageOptions.defaults().withSyncInterval(Duration.ofMillis(1));
        try (Bus bus = Bus.open(folder, LINGERING.withStorage(storage));
                Journal journal = Journal.open(folder)) {
            bus.publish(new EventRecord().clear());
            bus.flush();

            while (journal.info().synced().orElse(-1) < bus.committedSequence()) {
                Thread.onSpinWait();
            }
        }
    }

    private static long publishDurable(Bus bus, int source) {
        return bus.publishDurable(
                OwnProvider.BUS,
                BusEvents.TICK,
                source,
                Tick.newBuilder().setSource(source).build());
    }
}
