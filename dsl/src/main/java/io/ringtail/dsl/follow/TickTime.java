package io.ringtail.dsl.follow;

import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.OwnProvider;
import io.ringtail.ring.bus.Watermarks;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * How far event time has come, as a journal's control lane tells it: by its ticks, and by nothing else. When the last source
 * closes a recording ends, and time may start over; so it may after a writer that was killed. <b>Threads:</b> one.
 */
final class TickTime {
    private final Catalog catalog;
    private final Watermarks watermarks;
    private long ticks = Long.MIN_VALUE;
    private boolean reopened;

    /** What an event does to time. */
    enum Move {
        NONE,
        FORWARD,
        /** A recording ended. */
        END,
        /** A recording ended, and another one's time has come in the same event. */
        START_OVER
    }

    private TickTime(Catalog catalog) {
        this.catalog = catalog;
        watermarks = new Watermarks(catalog);
    }

    /** As it was before the event at a position. */
    static TickTime before(long position, Journal journal) throws IOException {
        TickTime time = new TickTime(journal.catalog());
        if (position > 0) {
            EventView view = new EventView();
            Scan control = Scan.ALL_EVENTS.withLane(Lane.CONTROL).withUntilSequence(position);
            try (BlockCursor cursor = journal.scan(control)) {
                while (cursor.next()) {
                    for (int row = 0; row < cursor.block().count(); row++) {
                        if (cursor.block().sequence(row) < position) {
                            time.take(view.wrap(cursor.block(), row));
                        }
                    }
                }
            }
        }
        return time;
    }

    /** No event before it is still to come; the least long if nobody has told. */
    long ticks() {
        return ticks;
    }

    /** Whether somebody tells the time. */
    boolean isTold() {
        return watermarks.anySource();
    }

    /** Hears the next event of the control lane. */
    Move take(EventView event) {
        EventType type = catalog.type(event.type());
        if (!OwnProvider.BUS.has(type)) {
            return Move.NONE;
        }
        boolean delivered = watermarks.anySource();
        watermarks.take(event);
        if (type.id() == BusEvents.JOURNAL_OPENED) {
            reopened |= delivered;
            return Move.NONE;
        }
        if (delivered && !watermarks.anySource()) {
            ticks = Long.MIN_VALUE;
            reopened = false;
            return Move.END;
        }
        return move(watermarks.least());
    }

    private Move move(OptionalLong least) {
        if (least.isEmpty()) {
            return Move.NONE;
        }
        boolean startsOver = reopened && least.getAsLong() < ticks;
        boolean forward = startsOver || least.getAsLong() > ticks;
        reopened = false;
        ticks = forward ? least.getAsLong() : ticks;
        return startsOver ? Move.START_OVER : forward ? Move.FORWARD : Move.NONE;
    }
}
