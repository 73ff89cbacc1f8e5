package io.ringtail.etw.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the slots of a schema in one way, so that schemas from different readers can be compared. */
final class Slots {
    private final Map<Integer, Integer> renumbered = new HashMap<>();

    private Slots() {}

    static Manifest normalized(Manifest manifest) {
        return new Manifest(manifest.providers().stream().map(Slots::normalized).toList());
    }

    private static Manifest.Provider normalized(Manifest.Provider provider) {
        Map<EventKey, EventSchema> events = new HashMap<>();
        provider.events().forEach((key, event) -> events.put(key, normalized(event)));
        return new Manifest.Provider(provider.guid(), provider.name(), events, provider.maps());
    }

    private static EventSchema normalized(EventSchema event) {
        Slots slots = new Slots();
        slots.number(event.fields());
        return new EventSchema(
                event.provider(),
                event.task(),
                event.opcode(),
                event.eventName(),
                event.message(),
                slots.fields(event.fields()),
                event.slots(),
                event.level(),
                event.keywords().stream().sorted().toList());
    }

    private void number(List<FieldSchema> fields) {
        for (FieldSchema field : fields) {
            if (field.slot() != FieldSchema.NO_SLOT) {
                renumbered.putIfAbsent(field.slot(), renumbered.size());
            }
            number(field.members());
        }
    }

    private List<FieldSchema> fields(List<FieldSchema> fields) {
        List<FieldSchema> all = new ArrayList<>();
        for (FieldSchema field : fields) {
            FieldSchema known = field.in() == InType.STRUCT
                    ? FieldSchema.struct(field.name(), extent(field.count()), fields(field.members()))
                    : field.withLength(extent(field.length())).withCount(extent(field.count()));
            all.add(known.withSlot(renumbered.getOrDefault(field.slot(), FieldSchema.NO_SLOT)));
        }
        return all;
    }

    private Extent extent(Extent extent) {
        return extent instanceof Extent.OfField(int slot)
                ? new Extent.OfField(renumbered.getOrDefault(slot, FieldSchema.NO_SLOT))
                : extent;
    }
}
