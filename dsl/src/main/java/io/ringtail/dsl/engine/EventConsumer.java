package io.ringtail.dsl.engine;

import io.ringtail.ring.block.Block;
import java.io.IOException;

/** Takes the events that a query selects, block by block, in the order of the recording. */
@FunctionalInterface
public interface EventConsumer {
    /**
     * Takes events of one block, which is valid until the method returns.
     *
     * @param rows which of its events, ascending; may be longer than {@code count}
     */
    void accept(Block block, int[] rows, int count) throws IOException;
}
