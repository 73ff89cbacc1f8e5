package io.ringtail.etw.decode;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockBuilder;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Registry;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.Field;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events as a recording holds them, made by hand. */
final class Recorded {
    static final UUID PROVIDER = UUID.fromString("a61ea624-4944-55fc-c2a8-37838829438d");

    private Recorded() {}

    static EventView event(byte[] payload) {
        EventRecord event = new EventRecord().clear().payload(payload, 0, payload.length);
        BlockBuilder builder = new BlockBuilder();
        builder.add(event, 0);
        Block block = new Block();
        Optional<String> problem = block.wrap(builder.encode(0));
        if (problem.isPresent()) {
            throw new AssertionError(problem.get());
        }
        return new EventView().wrap(block, 0);
    }

    static EventType traceLogging(byte[] metadata, int pointerBytes) {
        return new EventType(HeaderKind.EVENT, pointerBytes, PROVIDER, 0, 0, 11, 5, 0, 0, 0, metadata);
    }

    static EventType manifest(int id, int version, int opcode) {
        return manifest(PROVIDER, id, version, opcode);
    }

    static EventType manifest(UUID provider, int id, int version, int opcode) {
        return new EventType(
                HeaderKind.EVENT, 8, provider, id, version, 0, 4, opcode, 0, 0, EventType.NO_TRACE_LOGGING);
    }

    static EventType kernel(UUID eventClass, int opcode, int version, int pointerBytes) {
        return new EventType(
                HeaderKind.SYSTEM,
                pointerBytes,
                eventClass,
                opcode,
                version,
                0,
                0,
                opcode,
                3,
                0,
                EventType.NO_TRACE_LOGGING);
    }

    static EtwLayout layout(EventType type, Schema... schemas) {
        Registry registry = new Registry();
        int id = registry.register(type);
        for (Schema schema : schemas) {
            registry.register(schema);
        }
        return (EtwLayout) EtwDecoder.of(registry, List.of()).layout(id, 0, 100);
    }

    /** Of the first field of this name. */
    static @Nullable Object read(EtwLayout layout, String field, EventView event) {
        List<String> names = layout.fields().stream().map(Field::name).toList();
        return read(layout, names.indexOf(field), event);
    }

    /** A field read through its reader, as it stands in a dynamic value; null if it is null. */
    static @Nullable Object read(EtwLayout layout, int field, EventView event) {
        Cell cell = new Cell();
        layout.reader(field).read(event, cell);
        return cell.value(layout.fields().get(field).type());
    }
}
