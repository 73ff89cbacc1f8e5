package io.ringtail.etw.write;

import io.ringtail.ring.event.EventType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Names for a property's values, as merge tools put them into a trace: the payload of the other EventMetadata record.
 *
 * @param bits whether the values are bits of a set, and not values of their own
 * @param names by value, in the order in which they are written
 */
public record EventMap(UUID provider, String name, boolean bits, Map<Integer, String> names) {
    private static final int VALUE_MAP = 1;
    private static final int BIT_MAP = 2;
    private static final int FIXED_BYTES = 16;
    private static final int ENTRY_BYTES = 8;

    public EventMap {
        names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
    }

    /** The type of the record that carries a map. */
    public static EventType recordType(int pointerBytes) {
        return EventInfo.metadataType(pointerBytes, EventInfo.EVENT_MAP_OPCODE);
    }

    /** The record's payload; offsets in it count from behind the provider. */
    public byte[] payload() {
        EventInfo.Texts texts = new EventInfo.Texts(FIXED_BYTES + ENTRY_BYTES * names.size());
        PayloadBuilder out = new PayloadBuilder(8).guid(provider);
        out.int32(texts.add(name))
                .int32(bits ? BIT_MAP : VALUE_MAP)
                .int32(names.size())
                .int32(0);
        names.forEach((value, text) -> out.int32(texts.add(text)).int32(value));
        return out.raw(texts.bytes()).toBytes();
    }
}
