package io.ringtail.ring.journal;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Scan;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of both lanes in their one order, from a position on, also while they are written.
 *
 * <p><b>Threads:</b> one. <b>Order:</b> by sequence. An event is given out only when none of the other lane can come
 * before it any more: what a lane has committed is looked at after the other's block was found, and all of a block is
 * committed in both lanes at once.
 */
public final class EventReader implements AutoCloseable {
    private final Map<Lane, Part> parts = new EnumMap<>(Lane.class);
    private final EventView event = new EventView();
    private @Nullable Part current;
    /** Rows of the current part before this sequence come next whatever the other lane has. */
    private long runEnd;

    private long position;
    private int fromRow;
    private int toRow;

    /** One lane's block, and how far it was read. */
    private static final class Part {
        private final Lane lane;
        private final LaneCursor cursor;
        private boolean present;
        private int row;

        Part(Lane lane, LaneCursor cursor) {
            this.lane = lane;
            this.cursor = cursor;
        }

        /** As {@link #fill(long)}, but a lane is not looked at again that is known to have nothing so early. */
        boolean fill(long position, long through) throws IOException {
            boolean isRead = !present || row >= cursor.block().count();
            return !(isRead && cursor.emptyThrough() >= through) && fill(position);
        }

        /** Whether there is a row to be read, at or behind the position. */
        boolean fill(long position) throws IOException {
            while (!present || row >= cursor.block().count()) {
                present = cursor.next();
                row = 0;
                if (!present) {
                    return false;
                }
                skipBefore(position);
            }
            return true;
        }

        long sequence() {
            return cursor.block().sequence(row);
        }

        private void skipBefore(long position) {
            Block block = cursor.block();
            while (row < block.count() && block.sequence(row) < position) {
                row++;
            }
        }
    }

    private EventReader(Journal journal, long position) {
        this.position = position;
        for (Lane lane : Lane.values()) {
            Scan scan = Scan.ALL_EVENTS.withLane(lane).withFromSequence(position);
            parts.put(lane, new Part(lane, new LaneCursor(journal, scan).restless()));
        }
    }

    /**
     * A reader before the first event at or behind a position.
     *
     * @param position a sequence, over both lanes
     */
    public static EventReader open(Journal journal, long position) {
        return new EventReader(journal, position);
    }

    /** Moves to the next event; false if there is none yet. */
    public boolean next() throws IOException {
        Part from = current;
        if (from == null || from.row >= from.cursor.block().count() || from.sequence() >= runEnd) {
            from = choose();
        }
        if (from == null) {
            return false;
        }
        position = from.sequence() + 1;
        event.wrap(from.cursor.block(), from.row++);
        return true;
    }

    /**
     * Moves to the events that follow one another in a block: as many as there are before the next one of the other lane.
     * {@link #block}, {@link #fromRow} and {@link #toRow} say which; {@link #event} is of the other way to read on.
     */
    public boolean nextRun() throws IOException {
        Part from = current;
        if (from == null || from.row >= from.cursor.block().count() || from.sequence() >= runEnd) {
            from = choose();
        }
        if (from == null) {
            return false;
        }
        Block block = from.cursor.block();
        fromRow = from.row;
        toRow = block.lastSequence() < runEnd ? block.count() : firstRowAt(block, fromRow, runEnd);
        from.row = toRow;
        position = block.sequence(toRow - 1) + 1;
        return true;
    }

    /** The first row from this one on whose sequence is not below that; there is one. */
    private static int firstRowAt(Block block, int fromRow, long sequence) {
        int low = fromRow;
        int high = block.count() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (block.sequence(middle) < sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The block of the run moved to, valid until the next move. */
    public Block block() {
        return Objects.requireNonNull(current).cursor.block();
    }

    /** The first row of the run moved to. */
    public int fromRow() {
        return fromRow;
    }

    /** The row behind the last one of the run moved to. */
    public int toRow() {
        return toRow;
    }

    /** The event moved to; the same object each time. */
    public EventView event() {
        return event;
    }

    /** The lane of the event moved to. */
    public Lane lane() {
        return Objects.requireNonNull(current).lane;
    }

    /** The sequence behind the event moved to: where to go on. */
    public long position() {
        return position;
    }

    @Override
    public void close() {
        parts.values().forEach(part -> part.cursor.close());
    }

    /** The part with the next event, and how far it may be read on. */
    private @Nullable Part choose() throws IOException {
        Part first = part(Lane.TRACE);
        Part second = part(Lane.CONTROL);
        boolean firstHas = first.fill(position);
        boolean secondHas =
                firstHas ? second.fill(position, first.cursor.block().lastSequence()) : second.fill(position);
        if (secondHas && !firstHas) {
            firstHas = first.fill(position, second.cursor.block().lastSequence()); // it may have come in between
        }
        if (!firstHas && !secondHas) {
            current = null;
            return null;
        }
        boolean isFirst = firstHas && (!secondHas || first.sequence() < second.sequence());
        Part chosen = isFirst ? first : second;
        boolean otherHas = isFirst ? secondHas : firstHas;
        runEnd = otherHas
                ? (isFirst ? second : first).sequence()
                : chosen.cursor.block().lastSequence() + 1;
        current = chosen;
        return chosen;
    }

    private Part part(Lane lane) {
        return Objects.requireNonNull(parts.get(lane));
    }
}
