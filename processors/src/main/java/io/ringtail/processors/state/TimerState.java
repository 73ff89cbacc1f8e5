package io.ringtail.processors.state;

import io.ringtail.processors.Outputs;

/** Calls that wait for event time. A key has one at a time. */
public interface TimerState<K> {
    /** Called when the watermark has reached the time; of several in order of time, then as they were set. */
    interface Call<K> {
        void due(K key, long ticks, Outputs outputs);
    }

    /** Sets the key's timer, in place of one that it has. */
    void set(K key, long ticks);

    void cancel(K key);
}
