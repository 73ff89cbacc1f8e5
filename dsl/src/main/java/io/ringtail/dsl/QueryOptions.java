package io.ringtail.dsl;

import io.ringtail.dsl.result.Meta;
import java.util.Optional;

/**
 * What a query is run with besides its text and its recording.
 *
 * @param now what {@code now()} means, in {@link io.ringtail.ring.event.Ticks}; empty for the recording's greatest
 *     event time
 * @param maxMemoryBytes what its operators may keep in memory together, roughly
 * @param maxRows how many rows {@link BoundQuery#run} may return
 * @param meta what the caller knows about the completeness of the recording
 */
public record QueryOptions(Optional<Long> now, long maxMemoryBytes, long maxRows, Meta meta) {
    /** A quarter of the heap, for the rest of it belongs to the recording and the result. */
    public static final QueryOptions DEFAULT =
            new QueryOptions(Optional.empty(), Runtime.getRuntime().maxMemory() / 4, 1_000_000, Meta.COMPLETE);

    public QueryOptions withNow(long ticks) {
        return new QueryOptions(Optional.of(ticks), maxMemoryBytes, maxRows, meta);
    }

    public QueryOptions withLimits(long newMaxMemoryBytes, long newMaxRows) {
        return new QueryOptions(now, newMaxMemoryBytes, newMaxRows, meta);
    }

    public QueryOptions withMeta(Meta newMeta) {
        return new QueryOptions(now, maxMemoryBytes, maxRows, newMeta);
    }
}
