package io.ringtail.processors.state;

import java.util.Optional;

/** A single value of a processor's. */
public interface ValueState<V> {
    Optional<V> get();

    void set(V value);

    void clear();
}
