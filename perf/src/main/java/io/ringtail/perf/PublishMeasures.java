package io.ringtail.perf;

import io.ringtail.etw.merge.MergedRecords;
import io.ringtail.etw.source.OpenTraces;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.WaitProfile;
import io.ringtail.ring.event.EventRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Whether gathering events pays before they are published: 256 with one claim, for which their payloads are copied once
 * more, against one at a time. Both record the same open trace, in alternation.
 */
final class PublishMeasures {
    private static final int ROUNDS = 11;
    private static final int BATCH = 256;
    private static final int BATCH_BYTES = 1 << 17;

    private final Traces traces;
    private final EventRecord[] events = new EventRecord[BATCH];
    private final byte[] bytes = new byte[BATCH_BYTES + EventRecord.MAX_PAYLOAD_BYTES];

    PublishMeasures(Traces traces) {
        this.traces = traces;
        Arrays.setAll(events, i -> new EventRecord());
    }

    List<Measure> run() throws IOException {
        try (OpenTraces open = OpenTraces.open(List.of(traces.uncompressed()), traces.folder(), List.of())) {
            double[] rates = Rounds.alternated(
                    ROUNDS, () -> Folders.delete(journal()), () -> record(open, false), () -> record(open, true));
            return List.of(new Measure("journal.publish.batched", rates[1], "events/s", "one at a time", rates[0]));
        }
    }

    private Path journal() {
        return traces.folder().resolve("published.journal");
    }

    private long record(OpenTraces open, boolean batched) throws IOException {
        BusOptions options = BusOptions.defaults().withProfile(WaitProfile.THROUGHPUT);
        try (Bus bus = Bus.open(journal(), options)) {
            int[] sources = open.files().sources().stream()
                    .mapToInt(source -> bus.registry().register(source))
                    .toArray();
            MergedRecords records = open.files().records(bus.registry(), sources);
            return batched ? publishBatches(records, bus) : publishSingly(records, bus);
        }
    }

    private static long publishSingly(MergedRecords records, Bus bus) throws IOException {
        long count = 0;
        while (records.next()) {
            bus.publish(records.event());
            count++;
        }
        return count;
    }

    private long publishBatches(MergedRecords records, Bus bus) throws IOException {
        long count = 0;
        int gathered = gather(records);
        while (gathered > 0) {
            bus.publish(events, gathered);
            count += gathered;
            gathered = gather(records);
        }
        return count;
    }

    private int gather(MergedRecords records) throws IOException {
        int count = 0;
        int used = 0;
        while (count < BATCH && used < BATCH_BYTES && records.next(events[count])) {
            EventRecord event = events[count++];
            System.arraycopy(event.payload, event.payloadOffset, bytes, used, event.payloadBytes);
            event.payload(bytes, used, event.payloadBytes);
            used += event.payloadBytes;
        }
        return count;
    }
}
