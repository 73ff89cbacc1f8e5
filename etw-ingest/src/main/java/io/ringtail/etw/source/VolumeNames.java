package io.ringtail.etw.source;

import io.ringtail.etw.decode.DevicePaths;
import io.ringtail.etw.merge.RecordObserver;
import io.ringtail.etw.merge.TraceFiles;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Finds what people call the devices of each trace's machine, in the records that merge tools add for it. One thread. */
final class VolumeNames implements RecordObserver {
    private static final UUID SYSTEM_CONFIG_EX = UUID.fromString("9b79ee91-b5fd-41c0-a243-4248e266e9d0");
    private static final int VOLUME_MAPPING = 35;

    private final Map<Integer, Map<String, String>> bySource = new TreeMap<>();

    @Override
    public boolean wants(int typeId, EventType type) {
        return type.kind().isClassic()
                && type.id() == VOLUME_MAPPING
                && type.provider().equals(SYSTEM_CONFIG_EX);
    }

    /** Two texts, each with a zero behind it. */
    @Override
    public boolean onRecord(EventType type, EventRecord event) {
        String both = new String(event.payload, event.payloadOffset, event.payloadBytes, StandardCharsets.UTF_16LE);
        int end = both.indexOf(0);
        if (end > 0) {
            int last = both.indexOf(0, end + 1);
            String drive = both.substring(end + 1, last < 0 ? both.length() : last);
            bySource.computeIfAbsent(event.source, none -> new LinkedHashMap<>())
                    .putIfAbsent(both.substring(0, end), drive);
        }
        return true;
    }

    /** To be called after the pass. */
    void tell(TraceFiles files) {
        bySource.forEach((source, volumes) -> files.volumes(source, DevicePaths.toFact(volumes)));
    }
}
