package io.ringtail.ring.bus;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.EventType;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How a reader's time moves with the control lane. It grows with the watermark; when the last source closes the recording
 * ends, and time may start over. After a writer that was killed time goes on, unless what is recorded then lies before it:
 * that is another recording. <b>Threads:</b> one.
 */
public final class EventTime {
    /** No time has come yet. */
    public static final long NONE = Long.MIN_VALUE;

    private final Catalog catalog;
    private final Watermarks watermarks;
    private long watermark;
    private boolean reopened;

    /** What an event does to time. */
    public enum Move {
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

    /** As it was before the event at a position. */
    public static EventTime before(long position, Recording recording) throws IOException {
        EventTime time = new EventTime(recording.catalog(), new Watermarks(recording.catalog()), NONE, false);
        if (position > 0) {
            time.watermarks.read(recording, position, time::take);
        }
        return time;
    }

    /** As it stood when {@link #bySource}, {@link #watermark} and {@link #isReopened} were asked. */
    public static EventTime resumed(Catalog catalog, Map<Integer, Long> bySource, long watermark, boolean reopened) {
        return new EventTime(catalog, Watermarks.resumed(catalog, bySource), watermark, reopened);
    }

    /** No event before it is still to come; {@link #NONE} while nobody has told. */
    public long watermark() {
        return watermark;
    }

    /** As {@link Watermarks#bySource}. */
    public Map<Integer, Long> bySource() {
        return watermarks.bySource();
    }

    /** Whether the journal was opened anew behind a writer that closed nothing, and no time has come since. */
    public boolean isReopened() {
        return reopened;
    }

    /** Whether a source delivers, and so will tell the time. */
    public boolean isTold() {
        return watermarks.anySource();
    }

    /** Hears the next event of the control lane. */
    public Move take(EventView event) {
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
