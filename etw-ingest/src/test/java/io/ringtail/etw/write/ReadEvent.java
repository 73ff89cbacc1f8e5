package io.ringtail.etw.write;

import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** All of an event that a reader tells, in a form that compares and prints. */
record ReadEvent(
        EventType type, long time, long rawTime, int pid, int tid, int cpu, List<String> items, String payload) {
    static ReadEvent of(EventType type, long time, long rawTime, EventRecord record) {
        byte[] payload =
                Arrays.copyOfRange(record.payload, record.payloadOffset, record.payloadOffset + record.payloadBytes);
        return new ReadEvent(
                type,
                time,
                rawTime,
                record.pid,
                record.tid,
                record.cpu,
                items(record),
                HexFormat.of().formatHex(payload));
    }

    private static List<String> items(EventRecord record) {
        List<String> items = new ArrayList<>();
        byte[] bytes = record.extended.bytes();
        for (int at = 0; at < record.extended.length(); ) {
            int type = (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8;
            int next = at + 4 + ((bytes[at + 2] & 0xFF) | (bytes[at + 3] & 0xFF) << 8);
            if (type != ExtendedItems.RAW_CLOCK) {
                items.add(type + "=" + HexFormat.of().formatHex(bytes, at + 4, next));
            }
            at = next;
        }
        items.sort(null);
        return items;
    }
}
