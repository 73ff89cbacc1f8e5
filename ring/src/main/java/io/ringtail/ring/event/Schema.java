package io.ringtail.ring.event;

import java.util.Arrays;
import java.util.Objects;

/**
 * A piece of meaning: how to read some types. Content-addressed, never overwritten; at read time the most specific one
 * wins: a smaller scope before a larger, then a lower {@link Rank} before a higher, then the later registered.
 *
 * @param format what {@code content} is, in the words of the module that reads it, such as {@code tdh-event}
 * @param source the id of the only source for which it speaks; {@link #ANY} for all
 * @param pid the id of the only process for which it speaks; {@link #ANY} for all
 * @param content owned by this record, not to be written to
 */
public record Schema(String format, int source, int pid, Rank rank, byte[] content) {
    public static final int ANY = -1;

    /** Where it comes from; what stands in the trace itself is the best witness. */
    public enum Rank {
        IN_TRACE,
        IMPORTED,
        BUILT_IN
    }

    public Schema {
        Objects.requireNonNull(format);
        Objects.requireNonNull(rank);
        Objects.requireNonNull(content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Schema that
                && source == that.source
                && pid == that.pid
                && rank == that.rank
                && format.equals(that.format)
                && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return 31 * Objects.hash(format, source, pid, rank) + Arrays.hashCode(content);
    }
}
