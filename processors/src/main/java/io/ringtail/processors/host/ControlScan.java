package io.ringtail.processors.host;

import io.ringtail.processors.ImportedEvents;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.util.function.Predicate;

/**
 * Goes through those own events of a journal that are wanted, by type, in order; skips blocks without any, and what another
 * machine's automation said.
 */
public final class ControlScan {
    private ControlScan() {}

    /** Takes an event. */
    public interface Consumer {
        void take(EventType type, EventView event) throws IOException;
    }

    public static void run(Journal journal, long fromSequence, Predicate<EventType> wanted, Consumer consumer)
            throws IOException {
        Catalog catalog = journal.catalog();
        Scan scan = Scan.ALL_EVENTS
                .withLane(Lane.CONTROL)
                .withFromSequence(fromSequence)
                .withBlocks(block -> holds(block, catalog, wanted));
        EventView view = new EventView();
        try (BlockCursor cursor = journal.scan(scan)) {
            while (cursor.next()) {
                Block block = cursor.block();
                for (int row = 0; row < block.count(); row++) {
                    EventType type = catalog.type(block.type(row));
                    if (block.sequence(row) >= fromSequence
                            && wanted.test(type)
                            && !ImportedEvents.isForeign(type, view.wrap(block, row))) {
                        consumer.take(type, view);
                    }
                }
            }
        }
    }

    private static boolean holds(Block block, Catalog catalog, Predicate<EventType> wanted) {
        for (int i = 0; i < block.typeEntries(); i++) {
            if (wanted.test(catalog.type(block.typeEntry(i)))) {
                return true;
            }
        }
        return false;
    }
}
