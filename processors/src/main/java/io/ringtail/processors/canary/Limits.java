package io.ringtail.processors.canary;

import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.processors.strategy.StrategyStore.Entry;
import io.ringtail.processors.strategy.StrategyStore.State;

/** What a store says that may be done over all services. */
public final class Limits {
    private Limits() {}

    /** How many rollbacks an hour there may be; the default if the store says nothing, or nothing that is a number. */
    public static int rollbacksAnHour(State control) {
        return Messages.rollbacksAnHour(control.find(StrategyStore.LIMITS).map(Entry::value));
    }
}
