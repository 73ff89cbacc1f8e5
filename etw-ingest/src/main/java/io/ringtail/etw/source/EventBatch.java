package io.ringtail.etw.source;

import io.ringtail.etw.merge.MergedRecords;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.event.EventRecord;
import java.io.IOException;
import java.util.Arrays;

/**
 * Merged events gathered to be published with one claim. Owns the bytes of their payloads, because the merge reuses the
 * buffers that they lie in. Reused from batch to batch. <b>Threads:</b> one.
 */
final class EventBatch {
    /** Enough that the claim costs next to nothing for each event, few enough to stay in the processor's cache. */
    static final int MAX_EVENTS = 256;
    /** A batch closes here; one more payload of any size fits behind. */
    private static final int MAX_BYTES = 1 << 17;

    private final EventRecord[] events = new EventRecord[MAX_EVENTS];
    private final byte[] bytes = new byte[MAX_BYTES + EventRecord.MAX_PAYLOAD_BYTES];
    private int count;
    private int usedBytes;

    EventBatch() {
        Arrays.setAll(events, i -> new EventRecord());
    }

    /** Takes as many of the next events as there is room for; false if there was none left. */
    boolean fill(MergedRecords records) throws IOException {
        count = 0;
        usedBytes = 0;
        while (count < MAX_EVENTS && usedBytes < MAX_BYTES && records.next(events[count])) {
            keepPayload(events[count++]);
        }
        return count > 0;
    }

    int count() {
        return count;
    }

    /** Of all payloads in it. */
    int payloadBytes() {
        return usedBytes;
    }

    EventRecord event(int n) {
        return events[n];
    }

    void publish(Bus bus, int fromInclusive, int toExclusive) {
        bus.publish(events, fromInclusive, toExclusive);
    }

    private void keepPayload(EventRecord event) {
        int length = event.payloadBytes;
        System.arraycopy(event.payload, event.payloadOffset, bytes, usedBytes, length);
        event.payload(bytes, usedBytes, length);
        usedBytes += length;
    }
}
