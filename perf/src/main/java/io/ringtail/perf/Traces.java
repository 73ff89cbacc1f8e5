package io.ringtail.perf;

import io.ringtail.etw.file.TraceInputs;
import io.ringtail.etw.merge.MergedRecords;
import io.ringtail.etw.merge.TraceFiles;
import io.ringtail.etw.sim.IncidentSimulator;
import io.ringtail.etw.write.BufferOptions;
import io.ringtail.etw.write.EtlOptions;
import io.ringtail.etw.write.EtlWriter;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The traces that are measured: the simulated incident, compressed as Windows writes it, and an uncompressed copy. */
record Traces(Path folder, Path compressed, Path uncompressed, long events) {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long SEED = 1;

    static Traces writeInto(Path folder, long events) throws IOException {
        Path compressed = folder.resolve("compressed.etl");
        Path uncompressed = folder.resolve("uncompressed.etl");
        IncidentSimulator.write(compressed, SEED, events);
        copyUncompressed(compressed, uncompressed, folder);
        return new Traces(folder, compressed, uncompressed, events);
    }

    TraceFiles openCompressed() throws IOException {
        return open(compressed);
    }

    TraceFiles openUncompressed() throws IOException {
        return open(uncompressed);
    }

    private TraceFiles open(Path trace) throws IOException {
        return TraceFiles.open(TraceInputs.expand(List.of(trace)), folder);
    }

    private static void copyUncompressed(Path from, Path to, Path temporary) throws IOException {
        try (TraceFiles files = TraceFiles.open(TraceInputs.expand(List.of(from)), temporary)) {
            Clock clock = files.files().get(0).header().clock();
            int cpus = Math.toIntExact(files.files().get(0).header().cpus());
            EtlOptions options =
                    EtlOptions.of(clock, cpus).withBuffers(new BufferOptions(BUFFER_BYTES, cpus, false, true));
            try (EtlWriter writer = EtlWriter.create(to, options)) {
                MergedRecords records = files.records();
                records.next(); // the log-file header, of which the writer makes its own
                while (records.next()) {
                    EventRecord event = records.event();
                    writer.write(files.catalog().type(event.type), event);
                }
            }
        }
    }
}
