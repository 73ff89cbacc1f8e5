package io.ringtail.etw.decode;

import io.ringtail.etw.source.OpenTraces;
import io.ringtail.etw.write.EtlOptions;
import io.ringtail.etw.write.EtlWriter;
import io.ringtail.etw.write.PayloadBuilder;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ContextPart;
import io.ringtail.ring.payload.EventContext;
import io.ringtail.ring.payload.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A trace by our own writer, read back: names, and fields with those that are computed, some of them of other events. */
final class WrittenTrace {
    private static final long START = Ticks.of(Instant.parse("2026-03-02T09:00:00Z"));

    /** @param problem empty if the payload was read to its last byte */
    record Read(String name, Map<String, Object> fields, String problem) {}

    private record Written(EventType type, byte[] payload) {}

    private final int pointerBytes;
    private final List<Written> events = new ArrayList<>();

    WrittenTrace(int pointerBytes) {
        this.pointerBytes = pointerBytes;
    }

    PayloadBuilder payload() {
        return new PayloadBuilder(pointerBytes);
    }

    /** As the kernel logs it, or a process through the kernel: with a group in place of the class. */
    WrittenTrace kernel(UUID eventClass, int group, int opcode, int version, PayloadBuilder payload) {
        return add(HeaderKind.PERFINFO, eventClass, group, opcode, version, payload);
    }

    /** As a program logs it, with the class itself. */
    WrittenTrace classic(UUID eventClass, int opcode, int version, PayloadBuilder payload) {
        return add(HeaderKind.FULL, eventClass, 0, opcode, version, payload);
    }

    private WrittenTrace add(
            HeaderKind kind, UUID eventClass, int group, int opcode, int version, PayloadBuilder payload) {
        EventType type = new EventType(
                kind, pointerBytes, eventClass, opcode, version, 0, 0, opcode, group, 0, EventType.NO_TRACE_LOGGING);
        events.add(new Written(type, payload.toBytes()));
        return this;
    }

    /** Without the header of the file; an event is a millisecond after the one before. */
    List<Read> read(Path folder) throws IOException {
        Path file = folder.resolve("written.etl");
        EventRecord record = new EventRecord().clear();
        try (EtlWriter writer = EtlWriter.create(file, EtlOptions.of(EtlOptions.systemTime(START), 1))) {
            for (int i = 0; i < events.size(); i++) {
                byte[] payload = events.get(i).payload;
                record.clear().payload(payload, 0, payload.length);
                record.timeTicks = START + (i + 1) * Ticks.PER_SECOND / 1000;
                writer.write(events.get(i).type, record);
            }
        }
        List<Read> all = new ArrayList<>();
        EventView event = new EventView();
        try (OpenTraces traces = OpenTraces.open(List.of(file), folder, List.of());
                BlockCursor cursor = traces.files().scan(Scan.ALL_EVENTS)) {
            EventContext context = traces.decoder().context().read(traces.files(), EnumSet.allOf(ContextPart.class));
            while (cursor.next()) {
                for (int row = 0; row < cursor.block().count(); row++) {
                    event.wrap(cursor.block(), row);
                    EtwLayout layout = (EtwLayout) traces.decoder().layout(event.type(), event.source(), event.pid());
                    all.add(read(event, layout, context));
                }
            }
        }
        return all.subList(1, all.size());
    }

    private static Read read(EventView event, EtwLayout layout, EventContext context) {
        Map<String, Object> fields = new LinkedHashMap<>(layout.payload(event));
        Cell cell = new Cell();
        for (int i = layout.payloadFields(); i < layout.fields().size(); i++) {
            Field field = layout.fields().get(i);
            layout.reader(i, context).read(event, cell);
            Object value = cell.value(field.type());
            if (value != null) {
                fields.put(field.name(), value);
            }
        }
        return new Read(layout.provider() + "/" + layout.eventName(), fields, layout.problem(event));
    }
}
