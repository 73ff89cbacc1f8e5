package io.ringtail.ring.bus;

import com.google.protobuf.Message;
import io.ringtail.ring.bus.proto.CycleDeleted;
import io.ringtail.ring.bus.proto.CycleKept;
import io.ringtail.ring.bus.proto.EventsLost;
import io.ringtail.ring.bus.proto.JournalClosed;
import io.ringtail.ring.bus.proto.JournalOpened;
import io.ringtail.ring.bus.proto.Mark;
import io.ringtail.ring.bus.proto.SessionImported;
import io.ringtail.ring.bus.proto.SessionStarted;
import io.ringtail.ring.bus.proto.SessionStopped;
import io.ringtail.ring.bus.proto.SourceClosed;
import io.ringtail.ring.bus.proto.SourceOpened;
import io.ringtail.ring.bus.proto.SyncFailed;
import io.ringtail.ring.bus.proto.Tick;
import io.ringtail.ring.bus.proto.TraceDamaged;
import io.ringtail.ring.bus.proto.WritingPaused;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Which message stands behind an event of Ringtail's own: by provider and event id. Immutable once handed over. */
public final class OwnMessages {
    /** A provider's event. */
    record Key(UUID provider, int eventId) {}

    /** What is known of it. */
    record Known(OwnProvider provider, Message prototype) {}

    private final Map<Key, Known> messages = new LinkedHashMap<>();

    /** Those of the bus itself; modules above add theirs with {@link #add}. */
    public static OwnMessages ofBus() {
        return new OwnMessages()
                .add(OwnProvider.BUS, BusEvents.JOURNAL_OPENED, JournalOpened.getDefaultInstance())
                .add(OwnProvider.BUS, BusEvents.JOURNAL_CLOSED, JournalClosed.getDefaultInstance())
                .add(OwnProvider.BUS, BusEvents.SOURCE_OPENED, SourceOpened.getDefaultInstance())
                .add(OwnProvider.BUS, BusEvents.SOURCE_CLOSED, SourceClosed.getDefaultInstance())
                .add(OwnProvider.BUS, BusEvents.EVENTS_LOST, EventsLost.getDefaultInstance())
                .add(OwnProvider.BUS, BusEvents.TICK, Tick.getDefaultInstance())
                .add(OwnProvider.BUS, BusEvents.TRACE_DAMAGED, TraceDamaged.getDefaultInstance())
                .add(OwnProvider.BUS, BusEvents.WRITING_PAUSED, WritingPaused.getDefaultInstance())
                .add(OwnProvider.BUS, BusEvents.CYCLE_DELETED, CycleDeleted.getDefaultInstance())
                .add(OwnProvider.BUS, BusEvents.CYCLE_KEPT, CycleKept.getDefaultInstance())
                .add(OwnProvider.BUS, BusEvents.SYNC_FAILED, SyncFailed.getDefaultInstance())
                .add(OwnProvider.BUS, BusEvents.MARK, Mark.getDefaultInstance())
                .add(OwnProvider.BUS, BusEvents.SESSION_STARTED, SessionStarted.getDefaultInstance())
                .add(OwnProvider.BUS, BusEvents.SESSION_STOPPED, SessionStopped.getDefaultInstance())
                .add(OwnProvider.BUS, BusEvents.SESSION_IMPORTED, SessionImported.getDefaultInstance());
    }

    /** Tells that events with this id of this provider hold such messages. */
    public OwnMessages add(OwnProvider provider, int eventId, Message prototype) {
        messages.put(new Key(provider.guid(), eventId), new Known(provider, Objects.requireNonNull(prototype)));
        return this;
    }

    /** The message behind an event of Ringtail's own, empty of content; none if it is not known. */
    public Optional<Message> prototype(UUID provider, int eventId) {
        return find(provider, eventId).map(Known::prototype);
    }

    Collection<Known> all() {
        return messages.values();
    }

    Optional<Known> find(UUID provider, int eventId) {
        return Optional.ofNullable(messages.get(new Key(provider, eventId)));
    }
}
