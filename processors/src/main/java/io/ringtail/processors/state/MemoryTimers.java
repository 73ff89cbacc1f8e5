package io.ringtail.processors.state;

import io.ringtail.processors.Outputs;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** Timers in order of time, then as they were set. */
final class MemoryTimers<K> implements TimerState<K>, MemoryStates.Held {
    private static final Comparator<Timer<?>> ORDER =
            Comparator.<Timer<?>>comparingLong(Timer::ticks).thenComparingLong(Timer::number);

    private final Codec<K> keys;
    private final Call<K> call;
    private final Map<K, Timer<K>> byKey = new HashMap<>();
    private final TreeSet<Timer<K>> ordered = new TreeSet<>(ORDER);
    private long nextNumber;

    /** @param number rises with each timer that is set */
    private record Timer<K>(long ticks, long number, K key) {}

    MemoryTimers(Codec<K> keys, Call<K> call) {
        this.keys = keys;
        this.call = call;
    }

    @Override
    public void set(K key, long ticks) {
        cancel(key);
        add(new Timer<>(ticks, nextNumber++, key));
    }

    @Override
    public void cancel(K key) {
        Timer<K> known = byKey.remove(key);
        if (known != null) {
            ordered.remove(known);
        }
    }

    /** When the first is due; the greatest long if there is none. */
    long firstTicks() {
        return ordered.isEmpty() ? Long.MAX_VALUE : ordered.first().ticks;
    }

    void callFirst(Outputs outputs) {
        Timer<K> first = ordered.first();
        cancel(first.key);
        call.due(first.key, first.ticks, outputs);
    }

    @Override
    public void save(DataOutputStream out) throws IOException {
        out.writeInt(ordered.size());
        for (Timer<K> timer : ordered) { // the numbers of those that are gone mean nothing any more
            out.writeLong(timer.ticks);
            keys.write(out, timer.key);
        }
    }

    @Override
    public void load(DataInputStream in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            long ticks = in.readLong();
            add(new Timer<>(ticks, nextNumber++, keys.read(in)));
        }
    }

    private void add(Timer<K> timer) {
        byKey.put(timer.key, timer);
        ordered.add(timer);
    }
}
