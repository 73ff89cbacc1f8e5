package io.ringtail.etw.export;

import io.ringtail.etw.schema.SchemaGaps;
import io.ringtail.etw.schema.ValueMap;
import io.ringtail.etw.write.EtlWriter;
import io.ringtail.etw.write.EventInfo;
import io.ringtail.etw.write.EventMap;
import io.ringtail.etw.write.EventSourceManifest;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Writes schemas as the records in which traces hold them, behind all events, as trace merge tools do. One thread. */
final class SchemaRecords {
    private static final int POINTER_BYTES = 8;

    private final EtlWriter writer;
    private final long rawTime;
    private long count;

    SchemaRecords(EtlWriter writer, long rawTime) {
        this.writer = writer;
        this.rawTime = rawTime;
    }

    long count() {
        return count;
    }

    void write(SchemaGaps.Gap gap) throws IOException {
        switch (gap) {
            case SchemaGaps.Gap.EventInfoBlock(byte[] payload) -> put(EventInfo.recordType(POINTER_BYTES), 0, payload);
            case SchemaGaps.Gap.MapBlock(byte[] payload) -> put(EventMap.recordType(POINTER_BYTES), 0, payload);
            case SchemaGaps.Gap.SourceManifest manifest -> put(manifest);
            case SchemaGaps.Gap.Event event ->
                put(
                        EventInfo.recordType(POINTER_BYTES),
                        0,
                        new TdhConversion(event.type(), event.schema()).info().payload());
            case SchemaGaps.Gap.Names(UUID provider, ValueMap map) ->
                put(EventMap.recordType(POINTER_BYTES), 0, map(provider, map).payload());
        }
    }

    private void put(SchemaGaps.Gap.SourceManifest manifest) throws IOException {
        EventType type = EventSourceManifest.type(POINTER_BYTES, manifest.provider());
        for (byte[] chunk : EventSourceManifest.payloads(manifest.xml(), EventSourceManifest.USUAL_CHUNK_BYTES)) {
            put(type, manifest.pid(), chunk);
        }
    }

    private void put(EventType type, int pid, byte[] payload) throws IOException {
        EventRecord record = new EventRecord().clear().payload(payload, 0, payload.length);
        record.pid = pid;
        record.tid = 0;
        writer.write(type, rawTime, record);
        count++;
    }

    private static EventMap map(UUID provider, ValueMap map) {
        Map<Integer, String> names = new LinkedHashMap<>();
        map.names().forEach((value, name) -> names.put(value.intValue(), name));
        return new EventMap(provider, map.name(), map.ofBits(), names);
    }
}
