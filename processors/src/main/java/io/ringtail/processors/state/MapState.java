package io.ringtail.processors.state;

import java.util.Optional;
import java.util.function.BiConsumer;

/** Values by key. A value that is changed in place is kept as changed; it need not be put again. */
public interface MapState<K, V> {
    Optional<V> get(K key);

    void put(K key, V value);

    void remove(K key);

    int size();

    /** In the order in which keys were first put; the map is left alone meanwhile. */
    void forEach(BiConsumer<K, V> consumer);
}
