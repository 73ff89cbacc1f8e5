package io.ringtail.processors;

/**
 * A deterministic fold over a journal: the same state and the same events give the same state and the same outputs. It has
 * no clock, starts no threads, reads and writes nothing outside; what it is to know of the world is journaled before it
 * sees it. All that it keeps from one call to the next is in the states that {@link Setup#states} gave it, or follows from
 * events at or behind its {@link #horizon}.
 *
 * <p><b>Order:</b> events come by sequence over both lanes, in runs whose ends mean nothing: the same events in other runs
 * give the same outputs. Time moves between runs, at the very event that moved it. <b>Threads:</b> one at a time.
 * <b>Failure:</b> what throws is stopped where it was before the run, the event and the stack trace are journaled, and
 * other processors go on.
 */
public interface Processor {
    /** There is no event that has to be seen again. */
    long NO_HORIZON = Long.MAX_VALUE;

    /** What its cursor and its outputs are named by: a-z, 0-9, '-', '_' and '.', up to 48 of them. */
    String name();

    /** Of its code; a state that another version left is given to {@link #open} as it is. */
    String version();

    /** Before anything else: takes its states, with what they held when it was stopped. */
    void open(Setup setup);

    /**
     * The next events of one lane. Those that processors derive are not among them, whoever derived them: they would come
     * at places that depend on the machine's speed. Outputs name the event that caused them, in order of its sequence.
     */
    void onEvents(EventRun run, Outputs outputs);

    /**
     * All events before this time have come, but for those that are late. Only ever grows, until a recording ends. Timers
     * that are due have been called.
     */
    default void onTime(long watermarkTicks, Outputs outputs) {}

    /** The recording ended: no source delivers any more. What is open is open for good; time may start over. */
    default void onEnd(Outputs outputs) {}

    /**
     * The first sequence whose event is needed to build what is not in the states, or {@link #NO_HORIZON}. Such events are
     * not pruned, and come again through {@link #refold} after a restart.
     */
    default long horizon() {
        return NO_HORIZON;
    }

    /** Events from the horizon on that it has seen before it was stopped; whatever follows from them was said then. */
    default void refold(EventRun run) {}
}
