package io.ringtail.dsl.follow;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.Catalog;
import java.io.IOException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A journal whose blocks come once each, however often it is scanned: a scan goes on where the one before ended. It ends
 * where there is nothing yet, and before the first block behind a new schema, so that the next scan can decode with it.
 * <b>Threads:</b> one. Closes its cursor, not the journal.
 */
final class FollowedJournal implements Recording {
    private final Recording journal;
    private final LongConsumer timeReached;
    private @Nullable BlockCursor cursor;
    private boolean pending;
    private boolean skipping;
    private int schemas;
    private long greatestTime = Long.MIN_VALUE;

    /** @param timeReached told the greatest event time of the blocks that were given so far, once they are dealt with */
    FollowedJournal(Recording journal, boolean fromEnd, LongConsumer timeReached) {
        this.journal = journal;
        this.timeReached = timeReached;
        this.skipping = fromEnd;
    }

    /** Whether there is a block that was not given yet. */
    boolean hasMore(Scan scan) throws IOException {
        BlockCursor open = cursor;
        if (open == null) {
            // All of it is checked and nothing skipped: scans of several polls look at the same cursor.
            open = journal.scan(Scan.ALL_EVENTS.withLane(scan.lane()).withBlocks(block -> !skipping));
            cursor = open;
            if (skipping) {
                pending = open.next();
                skipping = false;
            }
        }
        if (!pending) {
            pending = open.next();
        }
        schemas = journal.catalog().schemas().size();
        return pending;
    }

    @Override
    public Catalog catalog() {
        return journal.catalog();
    }

    @Override
    public BlockCursor scan(Scan scan) throws IOException {
        return hasMore(scan) ? new Given(scan, java.util.Objects.requireNonNull(cursor)) : BlockCursor.empty();
    }

    @Override
    public void close() throws IOException {
        BlockCursor open = cursor;
        if (open != null) {
            open.close();
        }
    }

    /** The blocks that are there, from the pending one on. */
    private final class Given implements BlockCursor {
        private final Scan scan;
        private final BlockCursor from;

        Given(Scan scan, BlockCursor from) {
            this.scan = scan;
            this.from = from;
        }

        @Override
        public boolean next() throws IOException {
            while (true) {
                if (greatestTime != Long.MIN_VALUE) {
                    timeReached.accept(greatestTime);
                }
                if (!pending) {
                    pending = from.next();
                }
                if (!pending || journal.catalog().schemas().size() != schemas) {
                    return false;
                }
                pending = false;
                greatestTime = Math.max(greatestTime, from.block().maxTimeTicks());
                if (scan.wants(from.block())) {
                    return true;
                }
            }
        }

        @Override
        public Block block() {
            return from.block();
        }

        @Override
        public void close() {}
    }
}
