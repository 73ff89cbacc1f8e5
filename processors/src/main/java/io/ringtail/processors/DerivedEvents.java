package io.ringtail.processors;

import io.ringtail.processors.canary.CanaryEvents;
import io.ringtail.ring.bus.OwnProvider;
import io.ringtail.ring.event.EventType;
import java.util.Set;
import java.util.UUID;

/**
 * Which own events processors derive. No processor is fed with them, whether it runs live or in a replay: where they stand
 * in the journal depends on how fast the machine was. All others are inputs. A processor's new types are added here.
 */
public final class DerivedEvents {
    private record Key(UUID provider, int eventId) {}

    private static final UUID RULE = ProcessorEvents.PROVIDER.guid();
    private static final UUID CANARY = CanaryEvents.PROVIDER.guid();
    private static final Set<Key> ALL = Set.of(
            new Key(RULE, ProcessorEvents.INTENT),
            new Key(RULE, ProcessorEvents.PROCESSOR_FAILED),
            new Key(RULE, ProcessorEvents.FIRED),
            new Key(RULE, ProcessorEvents.SUPPRESSED),
            new Key(RULE, ProcessorEvents.INCONCLUSIVE),
            new Key(RULE, ProcessorEvents.RESOLVED),
            new Key(RULE, ProcessorEvents.RULE_BOUND),
            new Key(RULE, ProcessorEvents.RULE_FAILED),
            new Key(CANARY, CanaryEvents.JUDGED),
            new Key(CANARY, CanaryEvents.ALERT),
            new Key(CANARY, CanaryEvents.STRATEGY_REJECTED),
            new Key(CANARY, CanaryEvents.ROLLBACK_VERDICT));

    private DerivedEvents() {}

    public static boolean contains(EventType type) {
        return ALL.contains(new Key(type.provider(), type.id()));
    }

    public static boolean contains(OwnProvider provider, int eventId) {
        return ALL.contains(new Key(provider.guid(), eventId));
    }
}
