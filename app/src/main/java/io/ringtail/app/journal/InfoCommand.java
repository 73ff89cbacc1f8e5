package io.ringtail.app.journal;

import io.ringtail.app.Command;
import io.ringtail.app.output.Printer;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.journal.JournalInfo;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ringtail journal info}: one row about the journal as a whole. */
public record InfoCommand(Path journal, Format format) implements Command {
    private static final List<Column> COLUMNS = List.of(
            Column.of("journal", ScalarType.STRING),
            Column.of("id", ScalarType.GUID),
            Column.of("epochs", ScalarType.LONG),
            Column.of("traceFiles", ScalarType.LONG),
            Column.of("controlFiles", ScalarType.LONG),
            Column.of("bytes", ScalarType.LONG),
            Column.of("types", ScalarType.LONG),
            Column.of("sources", ScalarType.LONG),
            Column.of("schemas", ScalarType.LONG),
            Column.of("nextSequence", ScalarType.LONG),
            Column.of("syncedSequence", ScalarType.LONG),
            Column.of("writer", ScalarType.STRING));

    @Override
    public ExitStatus run(Console console) throws IOException {
        try (Journal opened = Journal.open(journal)) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            rows.add(row(opened, opened.info()));
            Printer.print(QueryResult.complete(COLUMNS, rows), format, console);
        }
        return ExitStatus.DONE;
    }

    private @Nullable Object[] row(Journal opened, JournalInfo info) throws IOException {
        return new @Nullable Object[] {
            journal.toString(),
            info.id().orElse(null),
            (long) info.epochs(),
            (long) info.traceCycles(),
            (long) info.controlCycles(),
            info.bytes(),
            (long) opened.catalog().typeCount(),
            (long) opened.catalog().sourceCount(),
            (long) opened.catalog().schemas().size(),
            opened.nextSequence(),
            info.synced().isPresent() ? info.synced().getAsLong() : null,
            info.writer().orElse("")
        };
    }
}
