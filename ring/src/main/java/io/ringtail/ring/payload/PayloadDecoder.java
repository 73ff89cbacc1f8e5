package io.ringtail.ring.payload;

import io.ringtail.ring.event.Schema;
import java.util.List;

/**
 * Finds the layout of an event's payload by its type and scope. Made for one recording, after its schemas are known;
 * the answer for the same arguments is the same object, so callers can compare by identity and keep it.
 *
 * <p><b>Threads:</b> any.
 */
public interface PayloadDecoder {
    /**
     * The layout for events of this type, from this source, in this process.
     *
     * @param type an id of the recording's catalog
     * @param source likewise
     */
    PayloadLayout layout(int type, int source, int pid);

    /** Whether layouts of this type can differ between processes; if not, a caller may ask with any pid. */
    boolean dependsOnProcess(int type, int source);

    /**
     * Every layout that events of this type and source can have, whatever their process; empty if that is not known
     * beforehand.
     */
    default List<PayloadLayout> layouts(int type, int source) {
        return dependsOnProcess(type, source) ? List.of() : List.of(layout(type, source, Schema.ANY));
    }

    /** The layouts of Ringtail's own events, whether the recording has some or not; none if own events are not read. */
    default List<PayloadLayout> ownLayouts() {
        return List.of();
    }

    /** Reads what events say about the processes and threads of others. */
    default ContextReader context() {
        return ContextReader.NONE;
    }
}
