package io.ringtail.ring.bus;

import com.google.protobuf.InvalidProtocolBufferException;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.bus.proto.SourceClosed;
import io.ringtail.ring.bus.proto.SourceOpened;
import io.ringtail.ring.bus.proto.Tick;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.EventType;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * How far event time has come, as a reader of the control lane learns it: for each source that delivers, its last tick. No
 * event before the least of them is still to come. A source counts from when it opened to when it closed, or to the next
 * opening of the journal, since a writer that was killed closes nothing.
 *
 * <p><b>Threads:</b> one.
 */
public final class Watermarks {
    private static final long NO_TICK = Long.MIN_VALUE;

    private final Catalog catalog;
    private final Map<Integer, Long> ticks = new TreeMap<>();

    public Watermarks(Catalog catalog) {
        this.catalog = catalog;
    }

    /** As they stood when {@link #bySource} was asked. */
    public static Watermarks resumed(Catalog catalog, Map<Integer, Long> bySource) {
        Watermarks watermarks = new Watermarks(catalog);
        watermarks.ticks.putAll(bySource);
        return watermarks;
    }

    /** Those at the end of a recording. */
    public static Watermarks atEndOf(Recording recording) throws IOException {
        Watermarks watermarks = new Watermarks(recording.catalog());
        watermarks.read(recording, Long.MAX_VALUE, watermarks::take);
        return watermarks;
    }

    /** Hands over the events of the control lane before a sequence, but for blocks in which nothing speaks of time. */
    void read(Recording recording, long untilSequence, Consumer<EventView> listener) throws IOException {
        EventView view = new EventView();
        Scan scan = Scan.ALL_EVENTS
                .withLane(Lane.CONTROL)
                .withUntilSequence(untilSequence)
                .withBlocks(this::speaksOfTime);
        try (BlockCursor cursor = recording.scan(scan)) {
            while (cursor.next()) {
                Block block = cursor.block();
                for (int row = 0; row < block.count() && block.sequence(row) < untilSequence; row++) {
                    listener.accept(view.wrap(block, row));
                }
            }
        }
    }

    /** The next event of the control lane. */
    public void take(EventView event) {
        EventType type = catalog.type(event.type());
        if (!OwnProvider.BUS.has(type)) {
            return;
        }
        try {
            take(type.id(), event);
        } catch (InvalidProtocolBufferException e) {
            // an event that cannot be read says nothing of time
        }
    }

    /** The least over all sources that deliver; empty if there is none, or one has not ticked yet. */
    public OptionalLong least() {
        OptionalLong least = ticks.values().stream().mapToLong(Long::longValue).min();
        return least.isPresent() && least.getAsLong() == NO_TICK ? OptionalLong.empty() : least;
    }

    /** Whether a source delivers. */
    public boolean anySource() {
        return !ticks.isEmpty();
    }

    /** The last tick of each source that delivers, by id; the least long of one that has not ticked yet. A copy. */
    public Map<Integer, Long> bySource() {
        return new TreeMap<>(ticks);
    }

    /** As {@link #least()} for the sources of one session. */
    public OptionalLong least(String session) {
        OptionalLong least = ticks.entrySet().stream()
                .filter(entry -> catalog.source(entry.getKey()).session().equals(session))
                .mapToLong(Map.Entry::getValue)
                .min();
        return least.isPresent() && least.getAsLong() == NO_TICK ? OptionalLong.empty() : least;
    }

    private void take(int eventId, EventView event) throws InvalidProtocolBufferException {
        switch (eventId) {
            case BusEvents.JOURNAL_OPENED -> ticks.clear();
            case BusEvents.SOURCE_OPENED ->
                ticks.put(SourceOpened.parseFrom(event.payload()).getSource(), NO_TICK);
            case BusEvents.SOURCE_CLOSED ->
                ticks.remove(SourceClosed.parseFrom(event.payload()).getSource());
            case BusEvents.TICK -> {
                Tick tick = Tick.parseFrom(event.payload());
                ticks.computeIfPresent(
                        tick.getSource(), (source, before) -> Math.max(before, tick.getWatermarkTicks()));
            }
            default -> {} // speaks of something else
        }
    }

    private boolean speaksOfTime(Block block) {
        for (int i = 0; i < block.typeEntries(); i++) {
            EventType type = catalog.type(block.typeEntry(i));
            if (OwnProvider.BUS.has(type) && isOfTime(type.id())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfTime(int eventId) {
        return eventId == BusEvents.JOURNAL_OPENED
                || eventId == BusEvents.SOURCE_OPENED
                || eventId == BusEvents.SOURCE_CLOSED
                || eventId == BusEvents.TICK;
    }
}
