package io.ringtail.ring.event;

import java.util.List;

/**
 * What the ids in event headers stand for. Ids count from 0 and are dense, so that a reader can keep an array by id.
 *
 * <p><b>Threads:</b> any thread may read while entries are added; an id once seen in an event resolves.
 */
public interface Catalog {
    /**
     * The type with this id.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    EventType type(int id);

    int typeCount();

    /**
     * The source with this id, with the facts known by now.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    Source source(int id);

    int sourceCount();

    /** All schemas registered by now, in the order of registration. */
    List<Schema> schemas();
}
