package io.ringtail.processors;

import io.ringtail.processors.canary.CanaryEvents;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;

/**
 * What rules and canaries of another machine said, wanted and did, and came here with an imported session. It can be asked
 * for; here it is no rule, no strategy, no firing of ours and nothing that is left to do.
 */
public final class ImportedEvents {
    private ImportedEvents() {}

    /** Of the automation's events, not of others: what was captured and the ticks of its time count as if it were ours. */
    public static boolean isForeign(EventType type, EventView event) {
        boolean ofAutomation = type.provider().equals(ProcessorEvents.PROVIDER.guid())
                || type.provider().equals(CanaryEvents.PROVIDER.guid());
        return ofAutomation && event.extendedItem(ExtendedItems.ORIGIN) != null;
    }
}
