package io.ringtail.dsl.plan;

import io.ringtail.dsl.result.Column;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.OwnProvider;
import io.ringtail.ring.bus.proto.EventsLost;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known to be missing in a recording: what a journal says of it on its control lane, and what sources say of
 * themselves of which the journal has nothing, as those of traces do.
 */
final class LostEvents {
    /** Facts of a trace's header. */
    private static final String EVENTS_LOST = "eventsLost";

    private static final String BUFFERS_LOST = "buffersLost";
    /** The session had no buffer free; see {@code bus.proto}. */
    private static final String SESSION_BUFFERS = "SESSION_BUFFERS";
    /** The session's file did not take the buffer; how many events were in it nobody knows. */
    private static final String BUFFERS_NOT_WRITTEN = "BUFFERS_NOT_WRITTEN";

    private final Recording recording;

    LostEvents(Recording recording) {
        this.recording = recording;
    }

    /**
     * Some events that are missing.
     *
     * @param fromTicks 0 unknown, as is {@code toTicks}
     */
    record Loss(int source, String reason, long count, long fromTicks, long toTicks) {
        boolean overlaps(long firstTicks, long lastTicks) {
            return toTicks == 0 || toTicks >= firstTicks && fromTicks <= lastTicks;
        }
    }

    /** How many events are missing of a time; of what has no time all are counted. */
    long count(long firstTicks, long lastTicks) {
        return read().stream()
                .filter(loss -> !loss.reason.equals(BUFFERS_NOT_WRITTEN))
                .filter(loss -> loss.overlaps(firstTicks, lastTicks))
                .mapToLong(Loss::count)
                .sum();
    }

    CatalogTables.Fixed table() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Loss loss : read()) {
            Source source = recording.catalog().source(loss.source);
            rows.add(new @Nullable Object[] {
                source.name(), source.session(), loss.reason, loss.count, time(loss.fromTicks), time(loss.toTicks)
            });
        }
        return new CatalogTables.Fixed(
                List.of(
                        Column.of("Source", ScalarType.STRING),
                        Column.of("Session", ScalarType.STRING),
                        Column.of("Reason", ScalarType.STRING),
                        Column.of("Count", ScalarType.LONG),
                        Column.of("FromTime", ScalarType.DATETIME),
                        Column.of("ToTime", ScalarType.DATETIME)),
                rows);
    }

    private static Cell.@Nullable Datetime time(long ticks) {
        return ticks == 0 ? null : new Cell.Datetime(ticks);
    }

    private List<Loss> read() {
        List<Loss> losses = new ArrayList<>();
        try {
            readJournaled(losses);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        addFacts(losses);
        return losses;
    }

    private void readJournaled(List<Loss> losses) throws IOException {
        EventView view = new EventView();
        try (BlockCursor cursor = recording.scan(Scan.ALL_EVENTS.withLane(Lane.CONTROL))) {
            while (cursor.next()) {
                for (int row = 0; row < cursor.block().count(); row++) {
                    EventType type = recording.catalog().type(cursor.block().type(row));
                    if (OwnProvider.BUS.has(type, BusEvents.EVENTS_LOST)) {
                        losses.add(loss(EventsLost.parseFrom(
                                view.wrap(cursor.block(), row).payload())));
                    }
                }
            }
        }
    }

    private static Loss loss(EventsLost lost) {
        return new Loss(lost.getSource(), lost.getReason(), lost.getCount(), lost.getFromTicks(), lost.getToTicks());
    }

    private void addFacts(List<Loss> losses) {
        CatalogTables.Tally @Nullable [] tally = null;
        int journaled = losses.size();
        for (int id = 0; id < recording.catalog().sourceCount(); id++) {
            int source = id;
            Source known = recording.catalog().source(id);
            long buffers = number(known, BUFFERS_LOST);
            boolean counted = losses.subList(0, journaled).stream()
                    .anyMatch(loss -> loss.source == source && loss.reason.equals(SESSION_BUFFERS));
            long events = counted ? 0 : number(known, EVENTS_LOST);
            if (events + buffers == 0) {
                continue;
            }
            tally = tally == null ? CatalogTables.tally(recording) : tally;
            addFact(losses, id, SESSION_BUFFERS, events, tally[id]);
            addFact(losses, id, BUFFERS_NOT_WRITTEN, buffers, tally[id]);
        }
    }

    private static void addFact(List<Loss> losses, int source, String reason, long count, CatalogTables.Tally tally) {
        boolean timed = tally.firstTime() <= tally.lastTime();
        if (count > 0) {
            losses.add(new Loss(source, reason, count, timed ? tally.firstTime() : 0, timed ? tally.lastTime() : 0));
        }
    }

    private static long number(Source source, String fact) {
        try {
            return Long.parseLong(source.facts().getOrDefault(fact, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
