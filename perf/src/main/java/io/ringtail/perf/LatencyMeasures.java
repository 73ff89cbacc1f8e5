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
            String name = "journal.latency." + rate / 1000 + "k";
            measures.add(Measure.alone(name + ".p50", latency.getValueAtPercentile(50) / 1e3, "us"));
            measures.add(Measure.alone(name + ".p99", latency.getValueAtPercentile(99) / 1e3, "us"));
            measures.add(Measure.alone(name + ".p999", latency.getValueAtPercentile(99.9) / 1e3, "us"));
            measures.add(Measure.alone(name + ".max", latency.getMaxValue() / 1e3, "us"));
        }
        return measures;
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
                long due = start + published * 1_000_000_000L / eventsPerSecond;
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
