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
    private final int maxBytes;
    private final Map<Key, Integer> types = new ConcurrentHashMap<>();

    private record Key(OwnProvider provider, int eventId) {}

    /**
     * @param source under which own events stand
     * @param maxBytes of a message
     */
    OwnEvents(Registry registry, int source, int maxBytes) {
        this.registry = registry;
        this.source = source;
        this.maxBytes = maxBytes;
    }

    int source() {
        return source;
    }

    EventRecord record(OwnProvider provider, int eventId, long timeTicks, MessageLite message) {
        byte[] payload = message.toByteArray();
        if (payload.length > maxBytes) {
            throw new IllegalArgumentException(
                    "an own event has at most " + maxBytes + " bytes, a quarter of the ring's arena, not "
                            + payload.length + " as this " + provider.name() + "/" + eventId);
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
