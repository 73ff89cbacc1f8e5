package io.ringtail.ring.bus;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.PayloadLayout;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads events whose payload is a Protobuf message. Fields have their JSON names; one that ends in {@code Ticks} is a
 * time, and 0 in it is none. Own events are few, so each read parses the message.
 */
final class OwnLayout implements PayloadLayout {
    private static final String TIME_SUFFIX = "Ticks";

    private final String provider;
    private final Message prototype;
    private final List<FieldDescriptor> descriptors;
    private final List<Field> fields;

    OwnLayout(String provider, Message prototype) {
        this.provider = provider;
        this.prototype = prototype;
        this.descriptors = prototype.getDescriptorForType().getFields();
        this.fields = descriptors.stream()
                .map(field -> new Field(field.getJsonName(), type(field), false))
                .toList();
    }

    @Override
    public String provider() {
        return provider;
    }

    @Override
    public String eventName() {
        return prototype.getDescriptorForType().getName();
    }

    @Override
    public String taskName() {
        return eventName();
    }

    /** Of all own events. */
    @Override
    public String levelName() {
        return "Information";
    }

    @Override
    public boolean decodable() {
        return true;
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public FieldReader reader(int field) {
        FieldDescriptor descriptor = descriptors.get(field);
        ScalarType type = fields.get(field).type();
        return (event, into) -> read(event, descriptor, type, into);
    }

    @Override
    public Map<String, Object> payload(EventView event) {
        Map<String, Object> values = new LinkedHashMap<>();
        Cell cell = new Cell();
        for (int i = 0; i < fields.size(); i++) {
            reader(i).read(event, cell);
            Object value = cell.value(fields.get(i).type());
            if (value != null) {
                values.put(fields.get(i).name(), value);
            }
        }
        return values;
    }

    @Override
    public String problem(EventView event) {
        return parse(event).isPresent() ? "" : "the payload is no message of the type " + eventName();
    }

    private static ScalarType type(FieldDescriptor field) {
        if (field.isRepeated()) {
            return ScalarType.DYNAMIC;
        }
        return switch (field.getJavaType()) {
            case INT, LONG -> field.getJsonName().endsWith(TIME_SUFFIX) ? ScalarType.DATETIME : ScalarType.LONG;
            case FLOAT, DOUBLE -> ScalarType.REAL;
            case BOOLEAN -> ScalarType.BOOL;
            case STRING, ENUM -> ScalarType.STRING;
            case BYTE_STRING, MESSAGE -> ScalarType.DYNAMIC;
        };
    }

    private void read(EventView event, FieldDescriptor field, ScalarType type, Cell into) {
        Optional<Message> message = parse(event);
        if (message.isEmpty() || field.hasPresence() && !message.get().hasField(field)) {
            into.setNull();
            return;
        }
        Object value = message.get().getField(field);
        switch (type) {
            case BOOL -> into.setBits((Boolean) value ? 1 : 0);
            case LONG -> into.setBits(((Number) value).longValue());
            case DATETIME -> setTime(((Number) value).longValue(), into);
            case REAL -> into.setReal(((Number) value).doubleValue());
            case STRING -> into.setObject(value instanceof EnumValueDescriptor name ? name.getName() : value);
            case INT, DECIMAL, TIMESPAN, GUID, DYNAMIC -> into.setObject(plain(value));
        }
    }

    private static void setTime(long ticks, Cell into) {
        if (ticks == 0) {
            into.setNull();
        } else {
            into.setBits(ticks);
        }
    }

    private static Object plain(Object value) {
        if (value instanceof List<?> list) {
            List<Object> plain = new ArrayList<>();
            list.forEach(element -> plain.add(plain(element)));
            return plain;
        }
        return switch (value) {
            case Integer number -> (long) number;
            case Float number -> (double) number;
            case Long number -> number;
            case Double number -> number;
            case Boolean flag -> flag;
            case ByteString bytes -> HexFormat.of().formatHex(bytes.toByteArray());
            default -> value.toString();
        };
    }

    private Optional<Message> parse(EventView event) {
        try {
            return Optional.of(prototype.getParserForType().parseFrom(event.payload()));
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }
}
