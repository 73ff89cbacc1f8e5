package io.ringtail.processors.state;

/**
 * The states of one processor, each by its name, asked for once when it is opened. Small on purpose, so that other engines
 * can hold them too. What is not asked for again by a later version stays as it is, so that one may go back.
 * <b>Threads:</b> the processor's.
 */
public interface States {
    /** A single value. */
    <V> ValueState<V> value(String name, Codec<V> codec);

    /** Values by key, in the order in which keys were first put. */
    <K, V> MapState<K, V> map(String name, Codec<K> keys, Codec<V> values);

    /** Times at which to be called. */
    <K> TimerState<K> timers(String name, Codec<K> keys, TimerState.Call<K> call);
}
