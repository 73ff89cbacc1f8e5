package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Slots;
import io.ringtail.ring.payload.ScalarType;
import java.util.List;
import java.util.Locale;

/**
 * What all stages of a run share.
 *
 * @param types by slot
 * @param maxMemoryBytes what all stages together may keep, roughly
 */
public record RunContext(Slots slots, List<ScalarType> types, long maxMemoryBytes, long[] usedBytes) {
    public RunContext(Slots slots, List<ScalarType> types, long maxMemoryBytes) {
        this(slots, types, maxMemoryBytes, new long[1]);
    }

    /** For a query within this one: other slots, the same limits. */
    public RunContext within(Slots otherSlots, List<ScalarType> otherTypes) {
        return new RunContext(otherSlots, otherTypes, maxMemoryBytes, usedBytes);
    }

    /**
     * Counts memory that an operator is about to keep.
     *
     * @throws QueryLimitException if it is too much
     */
    public void reserve(long bytes, String operator) {
        usedBytes[0] += bytes;
        if (usedBytes[0] > maxMemoryBytes) {
            throw new QueryLimitException(String.format(
                    Locale.ROOT,
                    "'%s' keeps more than %,d MiB of rows in memory; take fewer rows with 'where' or 'take', keep fewer"
                            + " columns with 'project', or raise the memory limit",
                    operator,
                    maxMemoryBytes >> 20));
        }
    }
}
