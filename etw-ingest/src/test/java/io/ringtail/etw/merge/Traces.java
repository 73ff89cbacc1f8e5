package io.ringtail.etw.merge;

import io.ringtail.etw.file.TraceInputs;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What tests do with traces. */
final class Traces {
    /** An event that outlives its cursor. */
    record Read(
            EventType type,
            long timeTicks,
            int source,
            int pid,
            int tid,
            int cpu,
            int flags,
            List<Byte> payload,
            List<Byte> items) {
        int id() {
            return type.id();
        }
    }

    private Traces() {}

    /** Writes each trace to a file of its own and opens them together. */
    static TraceFiles open(Path folder, byte[]... traces) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < traces.length; i++) {
            paths.add(Files.write(folder.resolve("trace" + i + ".etl"), traces[i]));
        }
        return TraceFiles.open(TraceInputs.expand(paths), folder);
    }

    static List<Read> readAll(TraceFiles traces) throws IOException {
        List<Read> events = new ArrayList<>();
        MergedRecords records = traces.records();
        while (records.next()) {
            EventRecord event = records.event();
            events.add(new Read(
                    traces.catalog().type(event.type),
                    event.timeTicks,
                    event.source,
                    event.pid,
                    event.tid,
                    event.cpu,
                    event.extended.flags(),
                    list(event.payload, event.payloadOffset, event.payloadBytes),
                    list(event.extended.bytes(), 0, event.extended.length())));
        }
        return events;
    }

    /** The ids of all events but the log file header's. */
    static List<Integer> ids(TraceFiles traces) throws IOException {
        return readAll(traces).stream()
                .filter(event -> !event.type().kind().isKernel())
                .map(Read::id)
                .toList();
    }

    static List<Byte> list(byte... bytes) {
        return list(bytes, 0, bytes.length);
    }

    private static List<Byte> list(byte[] bytes, int from, int length) {
        List<Byte> list = new ArrayList<>();
        for (byte b : Arrays.copyOfRange(bytes, from, from + length)) {
            list.add(b);
        }
        return list;
    }
}
