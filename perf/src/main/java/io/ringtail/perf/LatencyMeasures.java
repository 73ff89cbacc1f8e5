package io.ringtail.perf;

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
 * be published, whether or not the publisher was held up, so that waiting counts for all who wait.
 */
final class LatencyMeasures {
    private static final long MOST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;

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
            Thread publisher = new Thread(() -> publish(bus, events, eventsPerSecond), "publisher");
            publisher.start();
            return follow(reader, events);
        }
    }

    /** The event's time is when it was due, in this process's nanoseconds. */
    private static void publish(Bus bus, long events, int eventsPerSecond) {
        EventRecord event = RingMeasures.batch(bus)[0];
        long start = System.nanoTime();
        for (long n = 0; n < events; n++) {
            long due = start + n * 1_000_000_000L / eventsPerSecond;
            while (System.nanoTime() < due) {
                Thread.onSpinWait();
            }
            event.timeTicks = due;
            bus.publish(event);
        }
    }

    private static Histogram follow(Journal reader, long events) throws IOException {
        Histogram latency = new Histogram(MOST_NANOS, DIGITS);
        try (BlockCursor cursor = reader.scan(Scan.ALL_EVENTS.withSections(EnumSet.of(Section.TIME)))) {
            for (long seen = 0; seen < events; ) {
                if (!cursor.next()) {
                    Thread.onSpinWait();
                    continue;
                }
                long now = System.nanoTime();
                for (int row = 0; row < cursor.block().count(); row++) {
                    latency.recordValue(Math.min(
                            MOST_NANOS, Math.max(0, now - cursor.block().timeTicks(row))));
                }
                seen += cursor.block().count();
            }
        }
        return latency;
    }
}
