package io.ringtail.etw.export;

import io.ringtail.etw.schema.EventSchema;
import io.ringtail.etw.schema.Extent;
import io.ringtail.etw.schema.FieldSchema;
import io.ringtail.etw.schema.InType;
import io.ringtail.etw.write.EventInfo;
import io.ringtail.etw.write.EventProperty;
import io.ringtail.ring.event.EventType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says what a manifest says of an event as TDH says it: fields in a row, structures' members behind all others. */
final class TdhConversion {
    private final EventType type;
    private final EventSchema schema;
    private final List<FieldSchema> fields = new ArrayList<>();
    private final Map<Integer, Integer> firstMembers = new HashMap<>();
    private final Map<Integer, Integer> indexOfSlot = new HashMap<>();

    TdhConversion(EventType type, EventSchema schema) {
        this.type = type;
        this.schema = schema;
    }

    EventInfo info() {
        fields.addAll(schema.fields());
        for (int i = 0; i < fields.size(); i++) {
            FieldSchema field = fields.get(i);
            indexOfSlot.putIfAbsent(field.slot(), i);
            if (field.in() == InType.STRUCT) {
                firstMembers.put(i, fields.size());
                fields.addAll(field.members());
            }
        }
        List<EventProperty> properties = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            properties.add(property(i));
        }
        return new EventInfo(
                type,
                schema.provider(),
                schema.level(),
                "",
                schema.keywords(),
                schema.task(),
                schema.opcode(),
                schema.message(),
                properties,
                schema.fields().size());
    }

    private EventProperty property(int index) {
        FieldSchema field = fields.get(index);
        return new EventProperty(
                field.name(),
                field.in(),
                field.out(),
                field.mapName(),
                extent(field.count(), 1),
                extent(field.length(), 0),
                firstMembers.getOrDefault(index, 0),
                field.members().size());
    }

    private EventProperty.Extent extent(Extent extent, int own) {
        return switch (extent) {
            case Extent.Own one -> new EventProperty.Extent.Fixed(own);
            case Extent.Fixed(int number) -> new EventProperty.Extent.Fixed(number);
            case Extent.OfField(int slot) -> new EventProperty.Extent.InProperty(indexOfSlot.getOrDefault(slot, 0));
            // No manifest says so: such types have numbers of their own.
            case Extent.Prefixed prefixed -> new EventProperty.Extent.Fixed(own);
            case Extent.Rest rest -> new EventProperty.Extent.Fixed(own);
        };
    }
}
