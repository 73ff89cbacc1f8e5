package io.ringtail.processors.state;

import io.ringtail.processors.Outputs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * States in memory, which become bytes and come back from them. Equal states give equal bytes. <b>Threads:</b> one.
 */
public final class MemoryStates implements States {
    /** Bytes of states that were not asked for yet. */
    private final Map<String, byte[]> stored = new TreeMap<>();

    private final Map<String, Held> held = new TreeMap<>();
    private final Map<String, MemoryTimers<?>> timers = new TreeMap<>();

    /** A state that can be saved. */
    interface Held {
        void save(DataOutputStream out) throws IOException;

        void load(DataInputStream in) throws IOException;
    }

    /** None yet, or those that were {@link #save saved}. */
    public MemoryStates(Map<String, byte[]> saved) {
        stored.putAll(saved);
    }

    /** All of them, those that nobody asked for included. */
    public Map<String, byte[]> save() {
        Map<String, byte[]> saved = new TreeMap<>(stored);
        held.forEach((name, state) -> saved.put(name, bytes(state)));
        return saved;
    }

    /** Calls the timers that are due, in order of time, then name, then as they were set. */
    public void reach(long watermarkTicks, Outputs outputs) {
        while (true) {
            MemoryTimers<?> first = null;
            for (MemoryTimers<?> candidate : timers.values()) {
                if (candidate.firstTicks() <= watermarkTicks
                        && (first == null || candidate.firstTicks() < first.firstTicks())) {
                    first = candidate;
                }
            }
            if (first == null) {
                return;
            }
            first.callFirst(outputs);
        }
    }

    @Override
    public <V> ValueState<V> value(String name, Codec<V> codec) {
        return take(name, new Value<>(codec));
    }

    @Override
    public <K, V> MapState<K, V> map(String name, Codec<K> keys, Codec<V> values) {
        return take(name, new Entries<>(keys, values));
    }

    @Override
    public <K> TimerState<K> timers(String name, Codec<K> keys, TimerState.Call<K> call) {
        MemoryTimers<K> state = take(name, new MemoryTimers<>(keys, call));
        timers.put(name, state);
        return state;
    }

    private <S extends Held> S take(String name, S state) {
        if (held.put(name, state) != null) {
            throw new IllegalArgumentException("the state '" + name + "' is asked for twice");
        }
        byte[] bytes = stored.remove(name);
        if (bytes != null) {
            try {
                state.load(new DataInputStream(new ByteArrayInputStream(bytes)));
            } catch (IOException e) {
                throw new UncheckedIOException("the state '" + name + "' does not read what was stored of it", e);
            }
        }
        return state;
    }

    private static byte[] bytes(Held state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            state.save(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private static final class Value<V> implements ValueState<V>, Held {
        private final Codec<V> codec;
        private @Nullable V value;

        Value(Codec<V> codec) {
            this.codec = codec;
        }

        @Override
        public Optional<V> get() {
            return Optional.ofNullable(value);
        }

        @Override
        public void set(V newValue) {
            value = newValue;
        }

        @Override
        public void clear() {
            value = null;
        }

        @Override
        public void save(DataOutputStream out) throws IOException {
            V known = value;
            out.writeBoolean(known != null);
            if (known != null) {
                codec.write(out, known);
            }
        }

        @Override
        public void load(DataInputStream in) throws IOException {
            value = in.readBoolean() ? codec.read(in) : null;
        }
    }

    private static final class Entries<K, V> implements MapState<K, V>, Held {
        private final Codec<K> keys;
        private final Codec<V> values;
        private final Map<K, V> entries = new LinkedHashMap<>();

        Entries(Codec<K> keys, Codec<V> values) {
            this.keys = keys;
            this.values = values;
        }

        @Override
        public Optional<V> get(K key) {
            return Optional.ofNullable(entries.get(key));
        }

        @Override
        public void put(K key, V value) {
            entries.put(key, value);
        }

        @Override
        public void remove(K key) {
            entries.remove(key);
        }

        @Override
        public int size() {
            return entries.size();
        }

        @Override
        public void forEach(BiConsumer<K, V> consumer) {
            entries.forEach(consumer);
        }

        @Override
        public void save(DataOutputStream out) throws IOException {
            out.writeInt(entries.size());
            for (Map.Entry<K, V> entry : entries.entrySet()) {
                keys.write(out, entry.getKey());
                values.write(out, entry.getValue());
            }
        }

        @Override
        public void load(DataInputStream in) throws IOException {
            for (int left = in.readInt(); left > 0; left--) {
                entries.put(keys.read(in), values.read(in));
            }
        }
    }
}
