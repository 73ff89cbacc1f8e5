package io.ringtail.processors.rules;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Names events by their ids and reads nothing of them. */
final class UnknownDecoder implements PayloadDecoder {
    private final Catalog catalog;
    private final Map<Integer, PayloadLayout> layouts = new ConcurrentHashMap<>();

    UnknownDecoder(Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public PayloadLayout layout(int type, int source, int pid) {
        return layouts.computeIfAbsent(type, this::unknown);
    }

    private PayloadLayout unknown(int type) {
        String provider = catalog.type(type).provider().toString();
        return new Unknown(provider, "EventID(" + catalog.type(type).id() + ")");
    }

    @Override
    public boolean dependsOnProcess(int type, int source) {
        return false;
    }

    private record Unknown(String provider, String eventName) implements PayloadLayout {
        @Override
        public boolean decodable() {
            return false;
        }

        @Override
        public List<Field> fields() {
            return List.of();
        }

        @Override
        public FieldReader reader(int field) {
            throw new IndexOutOfBoundsException(field);
        }

        @Override
        public Map<String, Object> payload(EventView event) {
            return Map.of();
        }
    }
}
