package io.ringtail.perf;

import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How cost grows with the journal: opening, finding a place, scanning a column, resident memory. */
final class GrowthMeasures {
    private final Path folder;
    private final List<Long> sizes;

    /** What one size came to. */
    record Point(
            long events, double openMillis, double seekMillis, double scanMillis, double ownMib, double mappedMib) {}

    GrowthMeasures(Path folder, long mostEvents) {
        this.folder = folder;
        List<Long> all = new ArrayList<>();
        for (long events = mostEvents / 100; events <= mostEvents; events *= 10) {
            all.add(events);
        }
        this.sizes = List.copyOf(all);
    }

    List<Point> points() throws IOException {
        List<Point> points = new ArrayList<>();
        for (long events : sizes) {
            Path journal = folder.resolve("growth.journal");
            Folders.delete(journal);
            RingMeasures.publishAll(journal, events);
            measured(journal, events); // warms up
            points.add(measured(journal, events));
            Folders.delete(journal);
        }
        return points;
    }

    static List<Measure> measures(List<Point> points) {
        List<Measure> measures = new ArrayList<>();
        for (Point point : points) {
            String name = String.format(Locale.ROOT, "journal.growth.%d", point.events());
            measures.add(Measure.alone(name + ".open", point.openMillis(), "ms"));
            measures.add(Measure.alone(name + ".seek", point.seekMillis(), "ms"));
            measures.add(Measure.alone(name + ".scan", point.scanMillis(), "ms"));
            measures.add(Measure.alone(name + ".resident", point.ownMib(), "MiB"));
            measures.add(Measure.alone(name + ".resident.mapped", point.mappedMib(), "MiB"));
        }
        return measures;
    }

    /** A chart for each cost, in the folder of documents. */
    static void draw(List<Point> points, Path documents) throws IOException {
        Files.createDirectories(documents);
        List<Double> events =
                points.stream().map(point -> (double) point.events()).toList();
        Files.writeString(
                documents.resolve("journal-growth-time.svg"),
                new LogChart("Time over events in the journal", "events", "ms")
                        .line(
                                "open",
                                events,
                                points.stream().map(Point::openMillis).toList())
                        .line(
                                "seek to the middle",
                                events,
                                points.stream().map(Point::seekMillis).toList())
                        .line(
                                "scan one column",
                                events,
                                points.stream().map(Point::scanMillis).toList())
                        .svg());
        Files.writeString(
                documents.resolve("journal-growth-memory.svg"),
                new LogChart("Resident memory over events in the journal", "events", "MiB")
                        .line(
                                "without mapped files",
                                events,
                                points.stream().map(Point::ownMib).toList())
                        .line(
                                "mapped files",
                                events,
                                points.stream().map(Point::mappedMib).toList())
                        .svg());
    }

    private static Point measured(Path path, long events) throws IOException {
        long start = System.nanoTime();
        try (Journal journal = Journal.open(path)) {
            double open = millisSince(start);
            start = System.nanoTime();
            try (BlockCursor cursor = journal.scan(Scan.ALL_EVENTS.withFromSequence(events / 2))) {
                cursor.next();
            }
            double seek = millisSince(start);
            start = System.nanoTime();
            RingMeasures.sumOfTimes(journal);
            double scan = millisSince(start);
            return new Point(events, open, seek, scan, resident("RssAnon:"), resident("RssFile:"));
        }
    }

    private static double millisSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e6;
    }

    /** Of this process, where Linux tells; else not a number. */
    static double resident(String what) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return Double.NaN;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(what))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElse(Double.NaN);
    }
}
