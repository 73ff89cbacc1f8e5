package io.ringtail.ring.payload;

import io.ringtail.ring.block.Recording;
import java.io.IOException;
import java.util.Set;

/** Finds out what a recording's events say about the processes and threads around all others. */
@FunctionalInterface
public interface ContextReader {
    /** Knows nothing. */
    ContextReader NONE = (recording, parts) -> EventContext.NONE;

    /** Reads the events that tell these parts, and skips the blocks that hold none of them. */
    EventContext read(Recording recording, Set<ContextPart> parts) throws IOException;
}
