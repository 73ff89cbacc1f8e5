package io.ringtail.app.output;

import io.ringtail.app.terminal.Console;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.dsl.result.TableWriter;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints rows of which nobody knows how many will come: the columns are as wide as values of their types mostly are, and a
 * longer value pushes the rest of its line. <b>Threads:</b> one.
 */
public final class Lines {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final Console console;
    private final ZoneId zone;

    public Lines(List<Column> columns, Console console, ZoneId zone) {
        this.columns = columns;
        this.console = console;
        this.zone = zone;
    }

    public void head() {
        List<String> names = new ArrayList<>();
        columns.forEach(column -> names.add(column.name()));
        console.out().println(console.style().dim(line(names)));
        console.out().flush();
    }

    public void row(@Nullable Object[] row) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < row.length; i++) {
            texts.add(text(columns.get(i), row[i]));
        }
        console.out().println(line(texts));
    }

    /** A value as tables print it. */
    private String text(Column column, @Nullable Object value) throws IOException {
        StringBuilder out = new StringBuilder();
        List<@Nullable Object[]> row = new ArrayList<>();
        row.add(new @Nullable Object[] {value});
        new TableWriter(Format.TABLE, Integer.MAX_VALUE, zone).write(QueryResult.complete(List.of(column), row), out);
        return out.toString().lines().skip(2).findFirst().orElse("").strip();
    }

    private String line(List<String> texts) {
        StringBuilder line = new StringBuilder();
        int end = 0;
        for (int i = 0; i < texts.size(); i++) {
            line.append(i == 0 ? "" : GAP).append(texts.get(i));
            end += width(columns.get(i)) + (i == 0 ? 0 : GAP.length());
            line.repeat(' ', Math.max(0, end - line.length()));
        }
        return line.toString().stripTrailing();
    }

    private static int width(Column column) {
        return switch (column.type()) {
            case DATETIME -> 27;
            case GUID -> 36;
            case LONG, INT -> column.hexadecimal() ? 18 : 9;
            case TIMESPAN -> 16;
            case REAL, DECIMAL -> 10;
            case STRING, DYNAMIC -> 24;
            case BOOL -> 5;
        };
    }
}
