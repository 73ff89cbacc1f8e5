package io.ringtail.processors.rules;

import com.google.protobuf.Message;
import io.ringtail.processors.Intent;
import io.ringtail.processors.Outputs;
import io.ringtail.processors.ProcessorEvents;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What rules say of one run of events, put in order of cause, then of rules: the order in which rules happen to work on a
 * run must not show.
 */
final class Said {
    private final List<Saying> sayings = new ArrayList<>();

    private record Saying(
            long cause,
            int rule,
            int eventId,
            long timeTicks,
            Optional<Message.Builder> message,
            Optional<Intent> intent) {}

    void event(long cause, int rule, int eventId, long timeTicks, Message.Builder message) {
        sayings.add(new Saying(cause, rule, eventId, timeTicks, Optional.of(message), Optional.empty()));
    }

    void intent(long cause, int rule, long timeTicks, Intent intent) {
        sayings.add(new Saying(cause, rule, ProcessorEvents.INTENT, timeTicks, Optional.empty(), Optional.of(intent)));
    }

    void giveTo(Outputs outputs) {
        if (sayings.isEmpty()) {
            return;
        }
        sayings.sort(Comparator.comparingLong(Saying::cause).thenComparingInt(Saying::rule)); // stable
        for (Saying saying : sayings) {
            saying.intent.ifPresent(intent -> outputs.intent(saying.cause, saying.timeTicks, intent));
            saying.message.ifPresent(message ->
                    outputs.event(saying.cause, ProcessorEvents.PROVIDER, saying.eventId, saying.timeTicks, message));
        }
        sayings.clear();
    }
}
