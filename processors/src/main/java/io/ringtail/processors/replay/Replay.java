package io.ringtail.processors.replay;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.ringtail.processors.DerivedEvents;
import io.ringtail.processors.Processor;
import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.host.ControlScan;
import io.ringtail.processors.host.Fold;
import io.ringtail.processors.host.Output;
import io.ringtail.processors.host.OutputSink;
import io.ringtail.processors.proto.Derived;
import io.ringtail.processors.proto.Outcome;
import io.ringtail.processors.proto.ProcessorStarted;
import io.ringtail.ring.bus.OwnMessages;
import io.ringtail.ring.bus.OwnProvider;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Runs processors over a journal without doing anything about what they want. What processors had derived when it was
 * recorded is left out, so a replay says the same as a live run did, to the byte.
 */
public final class Replay {
    private final Journal journal;
    private final Supplier<PayloadDecoder> decoder;
    private final OwnMessages messages;

    /** @param messages how recorded outputs are read */
    public Replay(Journal journal, Supplier<PayloadDecoder> decoder, OwnMessages messages) {
        this.journal = journal;
        this.decoder = decoder;
        this.messages = messages;
    }

    /** Called between runs of events, with the event time reached; false ends the replay. */
    @FunctionalInterface
    public interface Pace {
        Pace MAX = ticks -> true;

        boolean goesOn(long watermarkTicks);
    }

    /** Runs one processor to the end of what is there; fails if it does. */
    public void run(Processor processor, long fromSequence, Pace pace, OutputSink sink) throws IOException {
        try (Fold fold = Fold.from(fromSequence, processor, journal, decoder, sink)) {
            while (fold.step() && pace.goesOn(fold.watermark())) {
                // until there is no more
            }
            if (fold.isFailed()) {
                throw new IOException("the processor '" + processor.name() + "' threw at event " + fold.position()
                        + "; its ProcessorFailed event has the stack trace");
            }
        }
    }

    /** Where a processor first ran when it was recorded; empty if it did not. */
    public OptionalLong recordedStart(String processor) throws IOException {
        List<Long> starts = new ArrayList<>();
        ControlScan.run(journal, 0, type -> isRule(type, ProcessorEvents.PROCESSOR_STARTED), (type, event) -> {
            ProcessorStarted started = ProcessorStarted.parseFrom(event.payload());
            if (started.getProcessor().equals(processor) && started.getPosition() < 0) {
                starts.add(event.sequence());
            }
        });
        return starts.isEmpty() ? OptionalLong.empty() : OptionalLong.of(starts.getFirst());
    }

    /** What a processor derived when it was recorded, in order. */
    public List<Output> recorded(String processor) throws IOException {
        List<Output> outputs = new ArrayList<>();
        ControlScan.run(journal, 0, DerivedEvents::contains, (type, event) -> {
            Derived derived = Derived.parseFrom(event.payload());
            if (derived.getProcessor().equals(processor)) {
                outputs.add(new Output(
                        derived.getCauseSequence(),
                        derived.getOrdinal(),
                        new OwnProvider(type.provider().toString(), type.provider()),
                        type.id(),
                        event.timeTicks(),
                        message(type, event.payload())));
            }
        });
        return outputs;
    }

    /** What became of intents when they were recorded, by idempotency key. */
    public Map<String, Outcome> outcomes() throws IOException {
        Map<String, Outcome> outcomes = new HashMap<>();
        ControlScan.run(journal, 0, type -> isRule(type, ProcessorEvents.OUTCOME), (type, event) -> {
            Outcome outcome = Outcome.parseFrom(event.payload());
            outcomes.put(outcome.getIdempotencyKey(), outcome);
        });
        return outcomes;
    }

    private Message message(EventType type, byte[] payload) throws InvalidProtocolBufferException {
        Message prototype = messages.prototype(type.provider(), type.id()).orElse(Derived.getDefaultInstance());
        return prototype.getParserForType().parseFrom(payload);
    }

    private static boolean isRule(EventType type, int eventId) {
        return ProcessorEvents.PROVIDER.has(type, eventId);
    }
}
