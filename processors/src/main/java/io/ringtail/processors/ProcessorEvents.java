package io.ringtail.processors;

import io.ringtail.processors.proto.Fired;
import io.ringtail.processors.proto.Inconclusive;
import io.ringtail.processors.proto.Outcome;
import io.ringtail.processors.proto.ProcessorFailed;
import io.ringtail.processors.proto.ProcessorStarted;
import io.ringtail.processors.proto.Resolved;
import io.ringtail.processors.proto.RuleBound;
import io.ringtail.processors.proto.RuleFailed;
import io.ringtail.processors.proto.RulesLoaded;
import io.ringtail.processors.proto.RulesRefused;
import io.ringtail.processors.proto.Suppressed;
import io.ringtail.ring.bus.OwnMessages;
import io.ringtail.ring.bus.OwnProvider;

/** The events of the provider Ringtail-Rule; {@code processors.proto} has their messages. */
public final class ProcessorEvents {
    public static final OwnProvider PROVIDER = OwnProvider.named("Ringtail-Rule");
    public static final int INTENT = 1;
    public static final int OUTCOME = 2;
    public static final int PROCESSOR_FAILED = 3;
    public static final int PROCESSOR_STARTED = 4;
    public static final int FIRED = 10;
    public static final int SUPPRESSED = 11;
    public static final int INCONCLUSIVE = 12;
    public static final int RESOLVED = 13;
    public static final int RULE_BOUND = 14;
    public static final int RULE_FAILED = 15;
    public static final int RULES_LOADED = 16;
    public static final int RULES_REFUSED = 17;

    private ProcessorEvents() {}

    /** Tells how they are read. */
    public static OwnMessages addTo(OwnMessages messages) {
        return messages.add(PROVIDER, INTENT, io.ringtail.processors.proto.Intent.getDefaultInstance())
                .add(PROVIDER, OUTCOME, Outcome.getDefaultInstance())
                .add(PROVIDER, PROCESSOR_FAILED, ProcessorFailed.getDefaultInstance())
                .add(PROVIDER, PROCESSOR_STARTED, ProcessorStarted.getDefaultInstance())
                .add(PROVIDER, FIRED, Fired.getDefaultInstance())
                .add(PROVIDER, SUPPRESSED, Suppressed.getDefaultInstance())
                .add(PROVIDER, INCONCLUSIVE, Inconclusive.getDefaultInstance())
                .add(PROVIDER, RESOLVED, Resolved.getDefaultInstance())
                .add(PROVIDER, RULE_BOUND, RuleBound.getDefaultInstance())
                .add(PROVIDER, RULE_FAILED, RuleFailed.getDefaultInstance())
                .add(PROVIDER, RULES_LOADED, RulesLoaded.getDefaultInstance())
                .add(PROVIDER, RULES_REFUSED, RulesRefused.getDefaultInstance());
    }
}
