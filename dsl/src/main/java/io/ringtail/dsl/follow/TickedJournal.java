package io.ringtail.dsl.follow;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.bus.EventTime;
import io.ringtail.ring.journal.EventReader;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A journal's captured events once each, in pieces of blocks, with windows that close at the recorded ticks between them:
 * the same events and ticks close the same windows at the same places, whatever blocks they are in. Where no source tells
 * the time, as in a session that was imported, the greatest time of the blocks so far does. <b>Threads:</b> one.
 */
final class TickedJournal implements AutoCloseable {
    private final Journal journal;
    private final Windows windows;
    private final EventReader reader;
    private final EventTime time;
    private final EventView view = new EventView();
    /** Whether the reader stands at events that were not taken. */
    private boolean pending;

    private int schemas;
    /** What was taken and not given: rows of a block that a tick may yet cut. */
    private @Nullable Block block;

    private int fromRow;
    private int toRow;

    /** Takes events of one block that follow each other. */
    interface Piece {
        void take(Block block, int fromRow, int toRow) throws IOException;
    }

    private TickedJournal(Journal journal, Windows windows, EventReader reader, EventTime time) {
        this.journal = journal;
        this.windows = windows;
        this.reader = reader;
        this.time = time;
    }

    /** Before the event at a position. */
    static TickedJournal open(Journal journal, long position, Windows windows) throws IOException {
        return new TickedJournal(
                journal, windows, EventReader.open(journal, position), EventTime.before(position, journal));
    }

    /** Whether there is something that was not taken yet. */
    boolean hasMore() throws IOException {
        pending = pending || reader.nextRun();
        schemas = journal.catalog().schemas().size();
        return pending;
    }

    /** Gives what is there, up to the first event behind a new schema, so that the next call can decode with it. */
    void poll(Piece piece) throws IOException {
        while (pending || reader.nextRun()) {
            pending = journal.catalog().schemas().size() != schemas;
            if (pending) {
                break;
            }
            if (reader.lane() == Lane.CONTROL) {
                hear(piece);
            } else {
                add(piece);
            }
        }
        give(piece);
    }

    private void add(Piece piece) throws IOException {
        fromRow = block == null ? reader.fromRow() : fromRow;
        toRow = reader.toRow();
        block = reader.block();
        if (toRow == reader.block().count()) {
            give(piece);
            if (!time.isTold()) {
                windows.reach(reader.block().maxTimeTicks());
            }
        }
    }

    private void hear(Piece piece) throws IOException {
        for (int row = reader.fromRow(); row < reader.toRow(); row++) {
            switch (time.take(view.wrap(reader.block(), row))) {
                case NONE -> {}
                case FORWARD -> {
                    if (windows.isMovedBy(time.watermark())) {
                        give(piece);
                        windows.reach(time.watermark());
                    }
                }
                case END -> {
                    give(piece);
                    windows.closeAll();
                }
                case START_OVER -> {
                    give(piece);
                    windows.closeAll();
                    windows.reach(time.watermark());
                }
            }
        }
    }

    private void give(Piece piece) throws IOException {
        Block given = block;
        if (given != null) {
            block = null;
            piece.take(given, fromRow, toRow);
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
