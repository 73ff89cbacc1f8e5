package io.ringtail.app.query;

import io.ringtail.app.input.Input;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.Progress;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Meta;
import io.ringtail.dsl.result.Table;
import io.ringtail.dsl.result.Visualization;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.Catalog;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tells on a terminal how much of a recording a query has read, until the first row of the result is printed. Where stderr
 * is no terminal nothing is said: a query's diagnostics are for scripts to read. <b>Threads:</b> any may read.
 */
final class ReadProgress implements AutoCloseable {
    private final boolean shown;
    private final Console console;
    private Progress progress;
    private long events;
    private long bytes;
    private boolean ended;

    private ReadProgress(Console console) {
        this.console = console;
        shown = console.liveProgress();
        progress = Progress.start(console, "reading", 0);
    }

    static ReadProgress start(Console console) {
        return new ReadProgress(console);
    }

    Recording around(Recording recording) {
        return shown ? new Told(recording) : recording;
    }

    /** From now on with an estimate, if the input says how many events it has. */
    synchronized void expect(Input input) {
        input.eventCount().ifPresent(count -> {
            events = 0;
            bytes = 0;
            progress.close();
            progress = Progress.start(console, "reading", count);
        });
    }

    Table endingAtFirstRow(Table table) {
        return shown ? new Ending(table) : table;
    }

    @Override
    public synchronized void close() {
        ended = true;
        progress.close();
    }

    private synchronized void read(Block block) {
        events += block.count();
        bytes += block.totalBytes();
        if (!ended) {
            progress.update(events, bytes);
        }
    }

    /** Equal to others of the same recording, so that what was learned of it goes for the next question too. */
    private final class Told implements Recording {
        private final Recording recording;

        Told(Recording recording) {
            this.recording = recording;
        }

        @Override
        public Catalog catalog() {
            return recording.catalog();
        }

        @Override
        public OptionalLong settledAt() throws IOException {
            return recording.settledAt();
        }

        @Override
        public Optional<Span> span() throws IOException {
            return recording.span();
        }

        @Override
        public BlockCursor scan(Scan scan) throws IOException {
            return BlockCursor.telling(recording.scan(scan), ReadProgress.this::read);
        }

        @Override
        public void close() {}

        @Override
        public boolean equals(Object other) {
            return other instanceof Told told && recording.equals(told.recording);
        }

        @Override
        public int hashCode() {
            return recording.hashCode();
        }
    }

    private final class Ending implements Table {
        private final Table table;

        Ending(Table table) {
            this.table = table;
        }

        @Override
        public List<Column> columns() {
            return table.columns();
        }

        @Override
        public void forEachRow(RowConsumer consumer) throws IOException {
            table.forEachRow(row -> {
                if (!ended) {
                    ReadProgress.this.close();
                }
                consumer.accept(row);
            });
            ReadProgress.this.close();
        }

        @Override
        public Meta meta() {
            return table.meta();
        }

        @Override
        public Optional<Visualization> visualization() {
            return table.visualization();
        }
    }
}
