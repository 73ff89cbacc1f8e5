package io.ringtail.ring.block;

import io.ringtail.ring.event.Catalog;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What can be asked questions: a journal, or trace files read as if they had been journaled.
 *
 * <p><b>Threads:</b> a recording may be scanned by several threads at a time, each with its own cursor.
 */
public interface Recording extends AutoCloseable {
    /** What the ids in the blocks stand for. Complete for every block that a cursor has returned. */
    Catalog catalog();

    /**
     * A number that stays the same as long as the recording holds the same events, so that what was learned of all of them
     * can be kept; empty while it is written.
     */
    default OptionalLong settledAt() throws IOException {
        return OptionalLong.empty();
    }

    /** A cursor over the blocks in sequence order, before the first. */
    BlockCursor scan(Scan scan) throws IOException;

    /**
     * What sequences there are by now, if that is known without reading, so that several threads can each read a part;
     * empty if the recording is best read by one.
     */
    default Optional<Span> span() throws IOException {
        return Optional.empty();
    }

    /**
     * A range of sequences.
     *
     * @param size how many there are at the most
     */
    record Span(long first, long size) {}

    @Override
    void close() throws IOException;
}
