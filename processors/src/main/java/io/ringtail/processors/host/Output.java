package io.ringtail.processors.host;

import com.google.protobuf.Message;
import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.proto.Intent;
import io.ringtail.ring.bus.OwnProvider;
import java.util.Optional;

/**
 * A derived event as it goes into the journal.
 *
 * @param causeSequence the event that proves it
 * @param ordinal which of the cause's outputs it is, from 0
 * @param timeTicks event time: of what it speaks of
 * @param message begins with the fields of {@code Derived}
 */
public record Output(
        long causeSequence, int ordinal, OwnProvider provider, int eventId, long timeTicks, Message message) {
    /** The intent, if it is one. */
    public Optional<Intent> intent() {
        return provider.equals(ProcessorEvents.PROVIDER) && message instanceof Intent intent
                ? Optional.of(intent)
                : Optional.empty();
    }

    boolean isAfter(long cause, int otherOrdinal) {
        return causeSequence > cause || causeSequence == cause && ordinal > otherOrdinal;
    }
}
