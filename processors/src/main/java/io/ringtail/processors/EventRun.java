package io.ringtail.processors;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Lane;

/**
 * Events that follow one another in a block: rows {@code fromRow} (inclusive) to {@code toRow} (exclusive). Valid during
 * the call that it is handed to. Read it by columns through {@link #block}, or event by event:
 *
 * <pre>
 *   while (run.next()) {
 *       EventView event = run.event();
 *   }
 * </pre>
 */
public final class EventRun {
    private final EventView event = new EventView();
    private Block block = new Block();
    private Lane lane = Lane.TRACE;
    private int fromRow;
    private int toRow;
    private int row;

    /** Points it at other rows, before the first of them. */
    public EventRun wrap(Lane newLane, Block newBlock, int newFromRow, int newToRow) {
        if (newFromRow < 0 || newToRow <= newFromRow || newToRow > newBlock.count()) {
            throw new IllegalArgumentException(
                    "rows " + newFromRow + " to " + newToRow + " of a block of " + newBlock.count());
        }
        lane = newLane;
        block = newBlock;
        fromRow = newFromRow;
        toRow = newToRow;
        row = newFromRow;
        return this;
    }

    public Lane lane() {
        return lane;
    }

    public Block block() {
        return block;
    }

    public int fromRow() {
        return fromRow;
    }

    public int toRow() {
        return toRow;
    }

    public int count() {
        return toRow - fromRow;
    }

    public long firstSequence() {
        return block.sequence(fromRow);
    }

    public long lastSequence() {
        return block.sequence(toRow - 1);
    }

    /** Moves to the next event; false behind the last. */
    public boolean next() {
        if (row == toRow) {
            return false;
        }
        event.wrap(block, row++);
        return true;
    }

    /** The row moved to, or the first one. */
    public int currentRow() {
        return Math.max(fromRow, row - 1);
    }

    /** The event moved to; the same object each time. */
    public EventView event() {
        return event;
    }
}
