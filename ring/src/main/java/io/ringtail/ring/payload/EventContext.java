package io.ringtail.ring.payload;

import io.ringtail.ring.block.Block;

/**
 * The process and thread around an event, at its time. The block's sections TIME, TYPE, SOURCE, PID, TID and CPU are read.
 *
 * <p><b>Threads:</b> any. Parts that were not read are unknown.
 */
public interface EventContext {
    /** Knows only what the events themselves say. */
    EventContext NONE = new EventContext() {
        @Override
        public boolean infersIds() {
            return false;
        }

        @Override
        public int processId(Block block, int row) {
            return block.pid(row);
        }

        @Override
        public int threadId(Block block, int row) {
            return block.tid(row);
        }

        @Override
        public ProcessFacts process(Block block, int row) {
            return ProcessFacts.UNKNOWN;
        }

        @Override
        public String threadName(Block block, int row) {
            return "";
        }
    };

    /** Whether ids can differ from those in the block, where it has none. */
    boolean infersIds();

    /** The record's own process, else the one that ran on its CPU. */
    int processId(Block block, int row);

    /** The record's own thread, else the one that ran on its CPU. */
    int threadId(Block block, int row);

    ProcessFacts process(Block block, int row);

    /** Empty if it has none, or none is known. */
    String threadName(Block block, int row);
}
