package io.ringtail.processors;

import io.ringtail.processors.proto.Outcome;
import io.ringtail.processors.proto.ProcessorFailed;
import io.ringtail.processors.proto.ProcessorStarted;
import io.ringtail.ring.bus.OwnMessages;
import io.ringtail.ring.bus.OwnProvider;

/** The events of the provider Ringtail-Rule; {@code processors.proto} has their messages. */
public final class ProcessorEvents {
    public static final OwnProvider PROVIDER = OwnProvider.named("Ringtail-Rule");
    public static final int INTENT = 1;
    public static final int OUTCOME = 2;
    public static final int PROCESSOR_FAILED = 3;
    public static final int PROCESSOR_STARTED = 4;

    private ProcessorEvents() {}

    /** Tells how they are read. */
    public static OwnMessages addTo(OwnMessages messages) {
        return messages.add(PROVIDER, INTENT, io.ringtail.processors.proto.Intent.getDefaultInstance())
                .add(PROVIDER, OUTCOME, Outcome.getDefaultInstance())
                .add(PROVIDER, PROCESSOR_FAILED, ProcessorFailed.getDefaultInstance())
                .add(PROVIDER, PROCESSOR_STARTED, ProcessorStarted.getDefaultInstance());
    }
}
