package io.ringtail.perf;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.block.Section;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.WaitProfile;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * From publishing an event to seeing it in a reader that follows the journal. Each event has the time at which it was to
 * be published, whether or not the publisher was held up, so that waiting counts for all who wait. One thread publishes
 * what is due and reads in between, the journaler has the other processor: three that never sleep would wait for each other
 * on a machine of two.
 *
 * <p>The baseline is what the machine allows: the same two threads hand each event's number over and back through two
 * volatile fields, and nothing else.
 */
final class LatencyMeasures {
    private static final long MOST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;
    /** After so many events in a row the reader has its turn, even if more are due. */
    private static final int MOST_AT_ONCE = 64;

    private final Path folder;
    private final Duration span;

    /** @param span how long each rate is kept up */
    LatencyMeasures(Path folder, Duration span) {
        this.folder = folder;
        this.span = span;
    }

    List<Measure> run() throws IOException {
        List<Measure> measures = new ArrayList<>();
        for (int rate : new int[] {100_000, 1_000_000}) {
            at(rate, span.dividedBy(4)); // warms up
            Histogram latency = at(rate, span);
            Histogram handedOver = handedOver(rate, span);
            String name = "journal.latency." + rate / 1000 + "k";
            measures.add(percentile(name + ".p50", 50, latency, handedOver));
            measures.add(percentile(name + ".p99", 99, latency, handedOver));
            measures.add(percentile(name + ".p999", 99.9, latency, handedOver));
            measures.add(percentile(name + ".max", 100, latency, handedOver));
        }
        return measures;
    }

    private static Measure percentile(String name, double percentile, Histogram latency, Histogram handedOver) {
        return new Measure(
                name,
                latency.getValueAtPercentile(percentile) / 1e3,
                "us",
                "two threads without a journal",
                handedOver.getValueAtPercentile(percentile) / 1e3);
    }

    private static Histogram handedOver(int eventsPerSecond, Duration howLong) {
        Histogram latency = new Histogram(MOST_NANOS, DIGITS);
        try (HandOver other = new HandOver()) {
            long events = eventsPerSecond * howLong.toMillis() / 1000;
            long published = 0;
            long start = System.nanoTime();
            for (long seen = 0; seen < events; ) {
                if (published < events && System.nanoTime() >= due(start, published, eventsPerSecond)) {
                    other.there = ++published;
                }
                long back = other.back;
                long now = System.nanoTime();
                for (; seen < back; seen++) {
                    latency.recordValue(now - due(start, seen, eventsPerSecond));
                }
            }
        }
        return latency;
    }

    private static long due(long start, long event, int eventsPerSecond) {
        return start + event * 1_000_000_000L / eventsPerSecond;
    }

    /** A thread that gives back at once what it is given. */
    private static final class HandOver implements AutoCloseable {
        private final Thread thread = Thread.ofPlatform().daemon().start(this::giveBack);
        private volatile long there;
        private volatile long back;
        private volatile boolean ended;

        private void giveBack() {
            while (!ended) {
                back = there;
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() {
            ended = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Histogram at(int eventsPerSecond, Duration howLong) throws IOException {
        Path journal = folder.resolve("latency.journal");
        Folders.delete(journal);
        long events = eventsPerSecond * howLong.toMillis() / 1000;
        BusOptions options =
                BusOptions.defaults().withProfile(WaitProfile.LOW_LATENCY).withLinger(Duration.ZERO);
        try (Bus bus = Bus.open(journal, options);
                Journal reader = Journal.open(journal)) {
            return run(bus, reader, events, eventsPerSecond);
        }
    }

    /** An event's time is when it was due, in this process's nanoseconds. */
    private static Histogram run(Bus bus, Journal reader, long events, int eventsPerSecond) throws IOException {
        Histogram latency = new Histogram(MOST_NANOS, DIGITS);
        EventRecord event = RingMeasures.batch(bus)[0];
        long published = 0;
        int burst = 0;
        long start = System.nanoTime();
        try (BlockCursor cursor = reader.scan(Scan.ALL_EVENTS.withSections(EnumSet.of(Section.TIME)))) {
            for (long seen = 0; seen < events; ) {
                long due = due(start, published, eventsPerSecond);
                if (published < events && burst < MOST_AT_ONCE && System.nanoTime() >= due) {
                    event.timeTicks = due;
                    bus.publish(event);
                    published++;
                    burst++;
                    continue;
                }
                burst = 0;
                if (cursor.next()) {
                    seen += record(cursor.block(), latency);
                }
            }
        }
        return latency;
    }

    private static int record(Block block, Histogram latency) {
        long now = System.nanoTime();
        for (int row = 0; row < block.count(); row++) {
            latency.recordValue(Math.min(MOST_NANOS, Math.max(0, now - block.timeTicks(row))));
        }
        return block.count();
    }
}
