package io.ringtail.app.journal;

import io.ringtail.app.Command;
import io.ringtail.app.output.Printer;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.ring.cursor.Cursors;
import io.ringtail.ring.cursor.Snapshot;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code ringtail journal cursors list}: a row for each durable cursor; of a damaged one only the name is known. */
public record CursorsCommand(Path journal, Format format) implements Command {
    private static final List<Column> COLUMNS = List.of(
            Column.of("cursor", ScalarType.STRING),
            Column.of("position", ScalarType.LONG),
            Column.of("behind", ScalarType.LONG),
            Column.of("stateBytes", ScalarType.LONG),
            Column.of("saved", ScalarType.DATETIME),
            Column.of("inUse", ScalarType.BOOL));

    @Override
    public ExitStatus run(Console console) throws IOException {
        try (Journal opened = Journal.open(journal)) {
            long end = opened.nextSequence();
            List<@Nullable Object[]> rows = new ArrayList<>();
            for (Cursors.Listed cursor : Cursors.of(journal).list()) {
                rows.add(row(cursor, end));
            }
            Printer.print(QueryResult.complete(COLUMNS, rows), format, console);
        }
        return ExitStatus.DONE;
    }

    private static @Nullable Object[] row(Cursors.Listed cursor, long end) {
        Optional<Snapshot> snapshot = cursor.snapshot();
        return new @Nullable Object[] {
            cursor.name(),
            snapshot.map(Snapshot::position).orElse(null),
            snapshot.map(known -> Math.max(0, end - known.position())).orElse(null),
            snapshot.map(known -> (long) known.state().length).orElse(null),
            snapshot.map(known -> new Cell.Datetime(Ticks.of(known.savedAt()))).orElse(null),
            cursor.inUse()
        };
    }
}
