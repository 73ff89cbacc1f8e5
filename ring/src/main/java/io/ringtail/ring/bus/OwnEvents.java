package io.ringtail.ring.bus;

import com.google.protobuf.MessageLite;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Registry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes records of Ringtail's own messages. <b>Threads:</b> any. */
final class OwnEvents {
    private final Registry registry;
    private final int source;
    private final Map<Key, Integer> types = new ConcurrentHashMap<>();

    private record Key(OwnProvider provider, int eventId) {}

    /** @param source under which own events stand */
    OwnEvents(Registry registry, int source) {
        this.registry = registry;
        this.source = source;
    }

    EventRecord record(OwnProvider provider, int eventId, long timeTicks, MessageLite message) {
        byte[] payload = message.toByteArray();
        if (payload.length > EventRecord.MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("an own event has at most " + EventRecord.MAX_PAYLOAD_BYTES
                    + " bytes, not " + payload.length + " as this " + provider.name() + "/" + eventId);
        }
        EventRecord event = new EventRecord().clear().payload(payload, 0, payload.length);
        event.type = type(provider, eventId);
        event.source = source;
        event.timeTicks = timeTicks;
        return event;
    }

    private int type(OwnProvider provider, int eventId) {
        return types.computeIfAbsent(
                new Key(provider, eventId), key -> registry.register(EventType.own(provider.guid(), eventId, 0)));
    }
}
