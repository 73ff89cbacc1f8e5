package io.ringtail.processors.host;

import io.ringtail.processors.proto.HostSnapshot;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.OwnProvider;
import io.ringtail.ring.bus.Watermarks;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * How a fold's time moves with the control lane. It grows with the watermark; when the last source closes the recording
 * ends, and time may start over. After a writer that was killed time goes on, unless what is recorded then lies before it:
 * that is another recording. <b>Threads:</b> one.
 */
final class EventTime {
    /** No time has come yet. */
    static final long NONE = Long.MIN_VALUE;

    private final Catalog catalog;
    private final Watermarks watermarks;
    private long watermark;
    private boolean reopened;

    /** What an event does to time. */
    enum Move {
        NONE,
        /** The watermark grew. */
        FORWARD,
        /** A recording ended. */
        END,
        /** A recording ended, and another one's time has come in the same event. */
        START_OVER
    }

    private EventTime(Catalog catalog, Watermarks watermarks, long watermark, boolean reopened) {
        this.catalog = catalog;
        this.watermarks = watermarks;
        this.watermark = watermark;
        this.reopened = reopened;
    }

    static EventTime atStart(Catalog catalog) {
        return new EventTime(catalog, new Watermarks(catalog), NONE, false);
    }

    /** As it was before the event at a position. */
    static EventTime before(long position, Journal journal) throws IOException {
        EventTime time = atStart(journal.catalog());
        if (position > 0) {
            ControlScan.run(journal, 0, EventTime::isOfTime, (type, event) -> {
                if (event.sequence() < position) {
                    time.take(event);
                }
            });
        }
        return time;
    }

    private static boolean isOfTime(EventType type) {
        return OwnProvider.BUS.has(type)
                && (type.id() == BusEvents.JOURNAL_OPENED
                        || type.id() == BusEvents.SOURCE_OPENED
                        || type.id() == BusEvents.SOURCE_CLOSED
                        || type.id() == BusEvents.TICK);
    }

    static EventTime resumed(Catalog catalog, HostSnapshot snapshot) {
        Watermarks watermarks = Watermarks.resumed(catalog, snapshot.getTicksMap());
        return new EventTime(catalog, watermarks, snapshot.getWatermark(), snapshot.getReopened());
    }

    void saveTo(HostSnapshot.Builder snapshot) {
        snapshot.putAllTicks(watermarks.bySource()).setWatermark(watermark).setReopened(reopened);
    }

    long watermark() {
        return watermark;
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
            watermark = NONE;
            reopened = false;
            return Move.END;
        }
        return move(watermarks.least());
    }

    private Move move(OptionalLong least) {
        if (least.isEmpty()) {
            return Move.NONE;
        }
        boolean startsOver = reopened && least.getAsLong() < watermark;
        boolean forward = startsOver || least.getAsLong() > watermark;
        reopened = false;
        watermark = forward ? least.getAsLong() : watermark;
        return startsOver ? Move.START_OVER : forward ? Move.FORWARD : Move.NONE;
    }
}
