package io.ringtail.dsl;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import io.ringtail.ring.payload.ScalarType;
import io.ringtail.ring.payload.TextReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names types by their provider's lowest bits and reads payloads of fixed fields: eight bytes for each number, at the end
 * a string in UTF-8. Types without fields given cannot be decoded.
 */
public final class FakeDecoder implements PayloadDecoder {
    private final Catalog catalog;
    private final Map<Integer, List<Field>> fields = new HashMap<>();
    private final Map<Integer, String> processNames = new HashMap<>();
    private final Map<List<Integer>, PayloadLayout> layouts = new ConcurrentHashMap<>();

    public FakeDecoder(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The fields of all events of a type. */
    public FakeDecoder with(int type, Field... typeFields) {
        fields.put(type, List.of(typeFields));
        return this;
    }

    /** From now on events of this type are named by their process. */
    public FakeDecoder namedByProcess(int type, String prefix) {
        processNames.put(type, prefix);
        return this;
    }

    @Override
    public PayloadLayout layout(int type, int source, int pid) {
        String prefix = processNames.get(type);
        String name = prefix == null ? "Event" + catalog.type(type).id() : prefix + pid;
        return layouts.computeIfAbsent(
                List.of(type, prefix == null ? 0 : pid),
                key -> new Layout(catalog.type(type), name, fields.getOrDefault(type, List.of())));
    }

    @Override
    public boolean dependsOnProcess(int type, int source) {
        return processNames.containsKey(type);
    }

    private record Layout(EventType type, String eventName, List<Field> fields) implements PayloadLayout {
        @Override
        public String provider() {
            return "Provider-" + type.provider().getLeastSignificantBits();
        }

        @Override
        public String taskName() {
            return "Task" + type.task();
        }

        @Override
        public String opcodeName() {
            return type.opcode() == 0 ? "" : "Opcode" + type.opcode();
        }

        @Override
        public boolean decodable() {
            return !fields.isEmpty();
        }

        @Override
        public FieldReader reader(int field) {
            int offset = field * Long.BYTES;
            ScalarType fieldType = fields.get(field).type();
            return fieldType == ScalarType.STRING ? new Text(offset) : new Reader(fieldType, offset);
        }

        @Override
        public Map<String, Object> payload(EventView event) {
            Map<String, Object> all = new LinkedHashMap<>();
            Cell cell = new Cell();
            for (int i = 0; i < fields.size(); i++) {
                reader(i).read(event, cell);
                Object object = cell.object();
                if (!cell.isNull()) {
                    all.put(fields.get(i).name(), object == null ? (Object) cell.bits() : object);
                }
            }
            return all;
        }

        @Override
        public String message(EventView event) {
            return eventName + " of " + event.pid();
        }

        @Override
        public String problem(EventView event) {
            return event.payloadBytes() < (fields.size() - 1) * Long.BYTES ? "too short" : "";
        }
    }

    private record Reader(ScalarType type, int offset) implements FieldReader {
        @Override
        public void read(EventView event, Cell into) {
            if (offset + Long.BYTES > event.payloadBytes()) {
                into.setNull();
            } else if (type == ScalarType.DECIMAL) {
                into.setObject(new BigDecimal(Long.toUnsignedString(event.getLong(offset))));
            } else {
                into.setBits(event.getLong(offset));
            }
        }

        @Override
        public int constantOffset() {
            return type == ScalarType.LONG ? offset : VARIABLE;
        }

        @Override
        public int constantWidth() {
            return Long.BYTES;
        }
    }

    /** A text that takes the rest of the payload. */
    private record Text(int offset) implements TextReader {
        @Override
        public long range(EventView event) {
            return (long) offset << Integer.SIZE | Math.max(0, event.payloadBytes() - offset);
        }

        @Override
        public String text(EventView event, int from, int bytes) {
            byte[] text = new byte[bytes];
            if (bytes > 0) {
                event.getBytes(from, text, 0, bytes);
            }
            return new String(text, StandardCharsets.UTF_8);
        }

        @Override
        public int encoding() {
            return 0;
        }

        @Override
        public TextReader forOneThread() {
            return this;
        }
    }
}
