package io.ringtail.etw.merge;

import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;

/**
 * Sees records in the first pass over traces, before anyone reads them: how schemas that stand in a trace are found.
 * Called by one thread, file after file, in the order in which the buffers lie in the file. What it answers depends on
 * type and record alone, so that a later survey of the same trace can leave out what it did not want ({@link SurveyCache}).
 */
public interface RecordObserver {
    /** An observer of nothing. */
    RecordObserver NONE = new RecordObserver() {
        @Override
        public boolean wants(int typeId, EventType type) {
            return false;
        }

        @Override
        public boolean onRecord(EventType type, EventRecord event) {
            return false;
        }
    };

    /** Whether {@link #onRecord} is to see the records of this type; asked once for each source. */
    boolean wants(int typeId, EventType type);

    /**
     * The event is valid until the method returns; its type and source are ids of the registry of the pass.
     *
     * @return whether to see further records of this type from this source
     */
    boolean onRecord(EventType type, EventRecord event);
}
