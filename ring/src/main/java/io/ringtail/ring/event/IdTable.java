package io.ringtail.ring.event;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Things by dense ids from 0. Adding costs the same however many there are, for a damaged trace can have tens of
 * thousands of types. <b>Threads:</b> one at a time may add and set; any may read meanwhile.
 */
final class IdTable<T> {
    private volatile @Nullable Object[] things = new @Nullable Object[16];
    /** Written after the thing it counts, and read before. */
    private volatile int size;

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked") // only add and set put things in
    T get(int id) {
        Objects.checkIndex(id, size);
        return (T) Objects.requireNonNull(things[id]);
    }

    void add(T thing) {
        int id = size;
        if (id == things.length) {
            things = Arrays.copyOf(things, 2 * id);
        }
        things[id] = thing;
        size = id + 1;
    }

    void set(int id, T thing) {
        Objects.checkIndex(id, size);
        @Nullable Object[] current = things;
        current[id] = thing;
        things = current; // readers on other threads see the new thing
    }
}
