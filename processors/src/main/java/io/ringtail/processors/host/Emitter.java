package io.ringtail.processors.host;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.ringtail.processors.DerivedEvents;
import io.ringtail.processors.Intent;
import io.ringtail.processors.Outputs;
import io.ringtail.processors.Processor;
import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.proto.Derived;
import io.ringtail.ring.bus.OwnProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Numbers a processor's outputs and keeps them until the call ends in which they were made. <b>Threads:</b> one. */
final class Emitter implements Outputs {
    private final UUID journal;
    private final String processor;
    private final String version;
    private final List<Output> waiting = new ArrayList<>();
    private long cause;
    private long lastCause;
    private int lastOrdinal;

    /**
     * @param lastCause of the last output that was made before, -1 if there was none
     * @param lastOrdinal the same output's
     */
    Emitter(UUID journal, Processor processor, long lastCause, int lastOrdinal) {
        this.journal = journal;
        this.processor = processor.name();
        this.version = processor.version();
        this.lastCause = lastCause;
        this.lastOrdinal = lastOrdinal;
        this.cause = lastCause;
    }

    /** What is derived without a cause of its own is caused by this event from now on. */
    void causedBy(long sequence) {
        cause = sequence;
    }

    long lastCause() {
        return lastCause;
    }

    int lastOrdinal() {
        return lastOrdinal;
    }

    /** Hands over what was made since the last time. */
    void drainTo(OutputSink sink) {
        for (Output output : waiting) {
            sink.take(output);
        }
        waiting.clear();
    }

    @Override
    public long cause() {
        return cause;
    }

    @Override
    public void event(long causeSequence, OwnProvider provider, int eventId, long timeTicks, Message.Builder message) {
        if (!DerivedEvents.contains(provider, eventId)) {
            throw new IllegalArgumentException("the processor '" + processor + "' derives event " + eventId + " of "
                    + provider.name()
                    + ", which DerivedEvents does not know, so processors would be fed with it; add it"
                    + " there, or derive an intent");
        }
        if (causeSequence < lastCause) {
            throw new IllegalStateException("the processor '" + processor + "' derives something from event "
                    + causeSequence + " after it has derived from event " + lastCause);
        }
        int ordinal = causeSequence == lastCause ? lastOrdinal + 1 : 0;
        set(message, Derived.PROCESSOR_FIELD_NUMBER, processor);
        set(message, Derived.PROCESSOR_VERSION_FIELD_NUMBER, version);
        set(message, Derived.CAUSE_SEQUENCE_FIELD_NUMBER, causeSequence);
        set(message, Derived.ORDINAL_FIELD_NUMBER, ordinal);
        waiting.add(new Output(causeSequence, ordinal, provider, eventId, timeTicks, message.build()));
        lastCause = causeSequence;
        lastOrdinal = ordinal;
    }

    @Override
    public String intent(long causeSequence, long timeTicks, Intent intent) {
        String key = IdempotencyKey.of(journal, processor, intent, causeSequence);
        event(
                causeSequence,
                ProcessorEvents.PROVIDER,
                ProcessorEvents.INTENT,
                timeTicks,
                io.ringtail.processors.proto.Intent.newBuilder()
                        .setIdempotencyKey(key)
                        .setRule(intent.rule())
                        .setKey(intent.key())
                        .setAction(intent.action())
                        .setArguments(intent.arguments())
                        .setReason(intent.reason()));
        return key;
    }

    private static void set(Message.Builder message, int number, Object value) {
        FieldDescriptor field = message.getDescriptorForType().findFieldByNumber(number);
        FieldDescriptor wanted = Derived.getDescriptor().findFieldByNumber(number);
        if (field == null || !field.getName().equals(wanted.getName())) {
            throw new IllegalArgumentException(
                    "the message " + message.getDescriptorForType().getFullName()
                            + " does not begin with the fields of ringtail.rule.Derived: " + number + " is not "
                            + wanted.getName());
        }
        message.setField(field, value);
    }
}
