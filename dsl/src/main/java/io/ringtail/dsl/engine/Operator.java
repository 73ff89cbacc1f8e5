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

    /** Whether it does with each row the same whatever rows were before, so that it can work on any part of them. */
    default boolean isPerRow() {
        return false;
    }

    /**
     * Whether its stages are {@link MergingStage}s and merging them gives the very result, to the last bit, that one
     * would have given; sums of reals, for example, depend on their order.
     */
    default boolean mergesExactly() {
        return false;
    }

    /** The slots that its expressions read. */
    Set<Integer> reads();
}
