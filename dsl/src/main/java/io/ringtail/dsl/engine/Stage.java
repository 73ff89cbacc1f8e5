package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;

/**
 * A running operator. Takes batches in and passes others on to the next stage. One thread; two threads that scan
 * different blocks have a chain each up to the first stage that keeps rows, whose states are then merged.
 */
public interface Stage {
    void accept(Batch batch);

    /** Whether no further row can change the result, so that the scan can end. */
    boolean isDone();

    /** After the last batch. */
    void finish();
}
