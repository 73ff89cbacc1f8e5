package io.ringtail.perf;

import io.ringtail.etw.merge.MergedRecords;
import io.ringtail.etw.merge.RecordObserver;
import io.ringtail.etw.merge.TraceFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reading traces, against a plain sequential read of the same file that sums its bytes. */
final class EtlMeasures {
    private static final double MIB = 1 << 20;
    private static final int READ_BYTES = 1 << 16;

    private final Traces traces;

    EtlMeasures(Traces traces) {
        this.traces = traces;
    }

    List<Measure> run() throws IOException {
        double plain = Rounds.perSecond(() -> sumBytes(traces.uncompressed()));
        double plainCompressed = Rounds.perSecond(() -> sumBytes(traces.compressed()));
        double headers = Rounds.perSecond(() -> survey(traces.openUncompressed()));
        double headersCompressed = Rounds.perSecond(() -> survey(traces.openCompressed()));
        double merged = Rounds.perSecond(() -> merge(traces.openUncompressed()));
        double bytesPerEvent = (double) Files.size(traces.uncompressed()) / traces.events();
        double compressedPerEvent = (double) Files.size(traces.compressed()) / traces.events();

        List<Measure> measures = new ArrayList<>();
        measures.add(new Measure(
                "etl.headers", headers * bytesPerEvent / MIB, "MiB/s", "sum of the file's bytes", plain / MIB));
        measures.add(new Measure(
                "etl.headers.compressed",
                headersCompressed * compressedPerEvent / MIB,
                "MiB/s",
                "sum of the file's bytes",
                plainCompressed / MIB));
        measures.add(new Measure(
                "etl.headers.events",
                headers,
                "events/s",
                "sum of the file's bytes, in events",
                plain / bytesPerEvent));
        measures.add(new Measure("etl.merged", merged, "events/s", "etl.headers.events", headers));
        measures.add(new Measure(
                "etl.headers.events.compressed", headersCompressed, "events/s", "etl.headers.events", headers));
        measures.addAll(new DecodeMeasures(traces).run(merged));
        measures.add(CompressedBuffers.of(traces.compressed()).measure());
        return measures;
    }

    /** The limit: every byte read through the same call and looked at once. */
    private static long sumBytes(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(READ_BYTES);
        long total = 0;
        long sum = 0;
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(bytes.clear()) > 0) {
                bytes.flip();
                for (int i = 0; i + Long.BYTES <= bytes.limit(); i += Long.BYTES) {
                    sum += bytes.getLong(i);
                }
                total += bytes.limit();
            }
        }
        return sum == 42 ? total + 1 : total; // the sum must be used, or the loop is optimised away
    }

    /** Every record's header, in the order of the file. */
    private long survey(TraceFiles files) throws IOException {
        try (files) {
            files.survey(RecordObserver.NONE);
        }
        return traces.events();
    }

    /** Every record's header, in the order of time. */
    static long merge(TraceFiles files) throws IOException {
        long events = 0;
        try (files) {
            MergedRecords records = files.records();
            while (records.next()) {
                events++;
            }
        }
        return events;
    }
}
