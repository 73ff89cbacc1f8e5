package io.ringtail.etw.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringtail.etw.export.EtlExport;
import io.ringtail.etw.file.TraceHeader;
import io.ringtail.etw.file.TraceInput;
import io.ringtail.etw.write.BufferOptions;
import io.ringtail.etw.write.EtlOptions;
import io.ringtail.etw.write.EtlWriter;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every event of the real traces, put into a file of our own, is read from it as from the original. */
class RewrittenTracesTest {
    @TempDir
    private Path folder;

    @Test
    void keepsEveryEventOfTheRealTraces() throws IOException {
        assumeTrue(RealTraces.areThere(), "the real traces are not beside the checkout");
        for (JsonNode trace : RealTraces.expected().toList()) {
            String name = trace.get("file").asText();
            Path copy = folder.resolve("copy.etl");
            try (TraceFiles original = RealTraces.open(name)) {
                rewrite(original, copy);
                try (TraceFiles read = TraceFiles.open(List.of(new TraceInput(copy, "")), folder)) {
                    assertThat(digest(read)).as(name).isEqualTo(digest(original));
                    assertThat(read.problems()).as(name).isEmpty();
                }
            }
        }
    }

    @Test
    void exportsEveryEventOfTheRealTraces() throws IOException {
        assumeTrue(RealTraces.areThere(), "the real traces are not beside the checkout");
        for (JsonNode trace : RealTraces.expected().toList()) {
            String name = trace.get("file").asText();
            Path copy = folder.resolve("exported.etl");
            try (TraceFiles original = RealTraces.open(name)) {
                EtlExport.Summary summary = export(original, copy);
                try (TraceFiles read = TraceFiles.open(List.of(new TraceInput(copy, "")), folder)) {
                    assertThat(digest(read)).as(name).isEqualTo(digest(original));
                    assertThat(summary)
                            .as(name)
                            .isEqualTo(new EtlExport.Summary(
                                    trace.get("events_total").asLong() - 1, 0));
                    assertThat(header(read)).as(name).isEqualTo(header(original));
                    assertThat(read.problems()).as(name).isEmpty();
                }
            }
        }
    }

    private static EtlExport.Summary export(TraceFiles original, Path copy) throws IOException {
        try (EtlExport export = EtlExport.into(copy, original, List.of());
                BlockCursor cursor = original.scan(Scan.ALL_EVENTS)) {
            while (cursor.next()) {
                int[] rows = IntStream.range(0, cursor.block().count()).toArray();
                export.write(cursor.block(), rows, rows.length);
            }
            return export.finish();
        }
    }

    /** The first event, without what is so of the file alone: buffer size and count, end, mode, size. */
    private static String header(TraceFiles files) throws IOException {
        MergedRecords records = files.records();
        records.next();
        EventRecord event = records.event();
        byte[] payload =
                Arrays.copyOfRange(event.payload, event.payloadOffset, event.payloadOffset + event.payloadBytes);
        Arrays.fill(payload, 0, 4, (byte) 0);
        Arrays.fill(payload, 16, 24, (byte) 0);
        Arrays.fill(payload, 28, 40, (byte) 0);
        return event.timeTicks + " " + event.pid + " " + event.tid + " "
                + HexFormat.of().formatHex(payload);
    }

    private static void rewrite(TraceFiles original, Path copy) throws IOException {
        TraceHeader header = original.files().getFirst().header();
        Clock clock = header.clock();
        int cpus = 256;
        EtlOptions options = EtlOptions.of(clock, cpus).withBuffers(new BufferOptions(1 << 17, cpus, true, true));
        try (EtlWriter writer = EtlWriter.create(copy, options)) {
            MergedRecords records = original.records();
            records.next(); // the log-file header is the writer's own
            while (records.next()) {
                EventRecord event = records.event();
                writer.write(original.catalog().type(event.type), records.rawTime(), event);
            }
        }
    }

    /**
     * Count of events and sum of a checksum over all that each tells, but for the log-file header. Events of one time
     * on several CPUs may change places, for their buffers did.
     */
    private static String digest(TraceFiles files) throws IOException {
        long sum = 0;
        long count = 0;
        MergedRecords records = files.records();
        records.next();
        while (records.next()) {
            EventRecord event = records.event();
            sum += checksum(files.catalog().type(event.type), event);
            count++;
        }
        return count + " events " + Long.toHexString(sum);
    }

    private static long checksum(EventType type, EventRecord event) {
        String header = event.timeTicks + " " + event.pid + " " + event.tid + " " + event.cpu;
        CRC32 crc = new CRC32();
        crc.update(type.toBytes());
        crc.update(header.getBytes(StandardCharsets.US_ASCII));
        crc.update(event.payload, event.payloadOffset, event.payloadBytes);
        crc.update(event.extended.bytes(), 0, event.extended.length());
        return crc.getValue();
    }
}
