package io.ringtail.etw.source;

import io.ringtail.etw.merge.RecordObserver;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;

/** Two observers of one pass that want different types; of a type that both want, the first one sees the records. */
record BothObservers(RecordObserver first, RecordObserver second) implements RecordObserver {
    @Override
    public boolean wants(int typeId, EventType type) {
        return first.wants(typeId, type) || second.wants(typeId, type);
    }

    @Override
    public boolean onRecord(EventType type, EventRecord event) {
        return first.wants(event.type, type) ? first.onRecord(type, event) : second.onRecord(type, event);
    }
}
