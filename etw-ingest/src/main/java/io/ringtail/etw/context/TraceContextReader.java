package io.ringtail.etw.context;

import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.payload.ContextPart;
import io.ringtail.ring.payload.ContextReader;
import io.ringtail.ring.payload.EventContext;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folds the events of a recording that tell of others: of processes, threads, images, files, registry keys, context
 * switches and stacks, the kernel's and those of Microsoft-Windows-Kernel-Process where a schema is known. All of the
 * recording counts, whatever span a query asks for: a rundown at its end names processes that were there from its start.
 *
 * <p>What was folded is kept for the next query until the recording changes. <b>Threads:</b> any; one folds at a time.
 * <b>Memory:</b> in proportion to these events: 16 bytes for each context switch, 24 for each stack that was logged apart
 * from its event, and each run of addresses once. They are read only where a query asks for what they tell.
 */
public final class TraceContextReader implements ContextReader {
    /** What was learned of a recording when it was settled. */
    private record Learned(Recording recording, OptionalLong settledAt, Set<ContextPart> parts, EventContext context) {
        boolean holds(Recording other, OptionalLong otherSettledAt) {
            return recording.equals(other) && settledAt.isPresent() && settledAt.equals(otherSettledAt);
        }
    }

    private final PayloadDecoder decoder;
    private @Nullable Learned learned;

    public TraceContextReader(PayloadDecoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public synchronized EventContext read(Recording recording, Set<ContextPart> parts) throws IOException {
        OptionalLong settledAt = recording.settledAt();
        Learned known = learned;
        boolean isKept = known != null && known.holds(recording, settledAt);
        if (known != null && isKept && known.parts.containsAll(parts)) {
            return known.context;
        }
        Set<ContextPart> all = EnumSet.noneOf(ContextPart.class);
        all.addAll(parts);
        if (known != null && isKept) {
            all.addAll(known.parts);
        }
        EventContext context = fold(recording, all);
        learned = new Learned(recording, settledAt, all, context);
        return context;
    }

    private EventContext fold(Recording recording, Set<ContextPart> parts) throws IOException {
        ContextFold fold = new ContextFold(recording.catalog(), decoder, parts);
        if (!fold.hasAny()) {
            return EventContext.NONE;
        }
        try (BlockCursor cursor = recording.scan(Scan.ALL_EVENTS.withBlocks(fold::wants))) {
            while (cursor.next()) {
                fold.add(cursor.block());
            }
        }
        return fold.finish();
    }
}
