package io.ringtail.etw.source;

import io.ringtail.etw.merge.RecordObserver;
import io.ringtail.etw.merge.TraceFiles;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Finds the name of each trace's machine in the kernel's description of its processors. One thread. */
final class MachineNames implements RecordObserver {
    private static final UUID SYSTEM_CONFIG = UUID.fromString("01853a65-418f-4f36-aefc-dc0f1d2fd235");
    private static final int CPU = 10;
    private static final int NAME_AT = 20;
    private static final int NAME_BYTES = 512;

    private final Map<Integer, String> bySource = new TreeMap<>();

    @Override
    public boolean wants(int typeId, EventType type) {
        return type.kind().isClassic() && type.id() == CPU && type.provider().equals(SYSTEM_CONFIG);
    }

    @Override
    public boolean onRecord(EventType type, EventRecord event) {
        if (event.payloadBytes < NAME_AT + NAME_BYTES) {
            return true;
        }
        String text = new String(event.payload, event.payloadOffset + NAME_AT, NAME_BYTES, StandardCharsets.UTF_16LE);
        int end = text.indexOf(0);
        String name = end < 0 ? text : text.substring(0, end);
        if (!name.isEmpty()) {
            bySource.putIfAbsent(event.source, name);
        }
        return name.isEmpty();
    }

    /** To be called after the pass. */
    void tell(TraceFiles files) {
        bySource.forEach(files::machine);
    }
}
