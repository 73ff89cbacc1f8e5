package io.ringtail.processors;

import com.google.protobuf.Message;
import io.ringtail.ring.bus.OwnProvider;

/**
 * Takes what a processor derives. Each output names its cause, the event that proves it; causes never go back, and the
 * host counts the outputs of one cause. <b>Threads:</b> the processor's, during the call that it is handed to.
 */
public interface Outputs {
    /** The sequence of the event that moved time or ended the recording; during {@code onEvents} that of the run's last. */
    long cause();

    /**
     * Derives an event. Its message begins with the fields of {@code Derived} in {@code processors.proto}, which the host
     * fills; its type is registered with {@link DerivedEvents}.
     *
     * @param timeTicks event time: of what it speaks of
     */
    void event(long causeSequence, OwnProvider provider, int eventId, long timeTicks, Message.Builder message);

    /** Derives an event caused by {@link #cause}. */
    default void event(OwnProvider provider, int eventId, long timeTicks, Message.Builder message) {
        event(cause(), provider, eventId, timeTicks, message);
    }

    /**
     * Asks that something be done; a replay notes it and does nothing.
     *
     * @return the key by which its outcome names it
     */
    String intent(long causeSequence, long timeTicks, Intent intent);
}
