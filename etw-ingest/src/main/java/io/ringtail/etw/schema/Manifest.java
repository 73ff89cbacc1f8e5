package io.ringtail.etw.schema;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a manifest says, its names and texts resolved. */
record Manifest(List<Provider> providers) {
    Manifest {
        providers = List.copyOf(providers);
    }

    /** A provider of a manifest; maps by their names. */
    record Provider(UUID guid, String name, Map<EventKey, EventSchema> events, Map<String, ValueMap> maps) {
        Provider {
            events = Map.copyOf(events);
            maps = Map.copyOf(maps);
        }
    }
}
