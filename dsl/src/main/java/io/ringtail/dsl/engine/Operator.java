package io.ringtail.dsl.engine;

import java.util.Set;

/** An operator of a plan: immutable, started anew for every run. */
public interface Operator {
    /** @param needed the slots that are read behind it */
    Stage start(Stage next, Set<Integer> needed, RunContext context);

    /** Whether it passes each row on, or not, as it comes: a query that follows a journal may hold no others. */
    default boolean streams() {
        return false;
    }

    /** The slots that its expressions read. */
    Set<Integer> reads();
}
