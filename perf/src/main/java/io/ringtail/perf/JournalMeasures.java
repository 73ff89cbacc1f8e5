package io.ringtail.perf;

import io.ringtail.etw.source.OpenTraces;
import io.ringtail.etw.source.TraceRecorder;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.WaitProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The journal itself ({@link RingMeasures}), and recording a trace: file to ring to journal, against reading the same file
 * alone.
 */
final class JournalMeasures {
    private final Traces traces;
    private final long events;

    JournalMeasures(Traces traces, long events) {
        this.traces = traces;
        this.events = events;
    }

    List<Measure> run() throws IOException {
        List<Measure> measures = new ArrayList<>(new RingMeasures(traces.folder(), events).run());
        measures.addAll(new LatencyMeasures(traces.folder(), Duration.ofSeconds(4)).run());
        List<GrowthMeasures.Point> growth = new GrowthMeasures(traces.folder(), 5 * events).points();
        measures.addAll(GrowthMeasures.measures(growth));
        String root = System.getProperty("ringtail.root");
        if (root != null) {
            GrowthMeasures.draw(growth, Path.of(root, "docs", "performance"));
        }
        measures.addAll(recording());
        return measures;
    }

    private List<Measure> recording() throws IOException {
        double scan = Rounds.perSecond(() -> EtlMeasures.merge(traces.openUncompressed()));
        double scanCompressed = Rounds.perSecond(() -> EtlMeasures.merge(traces.openCompressed()));
        double recorded = Rounds.perSecond(this::clear, () -> record(traces.uncompressed()));
        double recordedCompressed = Rounds.perSecond(this::clear, () -> record(traces.compressed()));
        return List.of(
                new Measure("journal.record", recorded, "events/s", "etl.merged: reading alone", scan),
                new Measure(
                        "journal.record.compressed",
                        recordedCompressed,
                        "events/s",
                        "reading the compressed trace alone",
                        scanCompressed));
    }

    private void clear() throws IOException {
        Folders.delete(journal());
    }

    private long record(Path trace) throws IOException {
        return recordInto(journal(), trace, traces.folder());
    }

    private Path journal() {
        return traces.folder().resolve("measured.journal");
    }

    /** From an unread file to a closed journal: the survey for schemas, the merge, the ring and the journal. */
    static long recordInto(Path journal, Path trace, Path temporary) throws IOException {
        BusOptions options = BusOptions.defaults().withProfile(WaitProfile.THROUGHPUT);
        try (OpenTraces open = OpenTraces.open(List.of(trace), temporary, List.of());
                Bus bus = Bus.open(journal, options)) {
            return TraceRecorder.record(open, bus, (events, bytes) -> {});
        }
    }
}
