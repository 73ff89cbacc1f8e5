package io.ringtail.app.query;

import io.ringtail.app.Command;
import io.ringtail.app.input.Selection;
import io.ringtail.app.output.Bars;
import io.ringtail.app.output.Printer;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.dsl.engine.Stop;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.dsl.result.Table;
import java.io.IOException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * {@code ringtail query FILE... 'QUERY'}: rows to stdout, in the format asked for.
 *
 * @param parameters values of the parameters that the query declares, as text
 * @param lint whether it is said what may not be meant, though the query runs
 */
public record QueryCommand(
        String text,
        Selection selection,
        Presentation presentation,
        Limits limits,
        Map<String, String> parameters,
        boolean lint)
        implements Command {
    /** Without parameters. */
    public QueryCommand(String text, Selection selection, Format format, ZoneId zone, Limits limits) {
        this(text, selection, new Presentation(format, zone), limits, Map.of(), true);
    }

    /** Without limits. */
    public QueryCommand(String text, Selection selection, Format format, ZoneId zone) {
        this(text, selection, format, zone, Limits.NONE);
    }

    /** All of a table that describes the input: {@code types}, {@code sessions}. */
    public static QueryCommand ofTable(String table, Selection selection, Format format) {
        return new QueryCommand(table, selection.required(table), format, ZoneOffset.UTC);
    }

    @Override
    public ExitStatus run(Console console) throws IOException {
        try (ReadProgress progress = ReadProgress.start(console)) {
            return asked().run(console, progress::around, show(progress, console, table -> table));
        }
    }

    /**
     * As {@link #run(Console)}, on what is open already and stays open.
     *
     * @param stop ends it
     * @param around what is shown instead of the rows themselves
     */
    public ExitStatus runOn(OpenInput open, Stop stop, Console console, UnaryOperator<Table> around)
            throws IOException {
        try (ReadProgress progress = ReadProgress.start(console)) {
            return asked().runOn(open, stop, console, progress::around, show(progress, console, around));
        }
    }

    private QueryRun asked() {
        return new QueryRun(text, selection, limits, parameters, lint);
    }

    private QueryRun.Use show(ReadProgress progress, Console console, UnaryOperator<Table> around) {
        return (query, input) -> {
            progress.expect(input);
            Table rows = around.apply(query.stream(limits.maxRows().orElse(Long.MAX_VALUE)));
            return presentation.show(query, progress.endingAtFirstRow(rows), console);
        };
    }

    /** As {@link #run(Console)}, with a bar for each row of the timeline behind the table. */
    public ExitStatus runWithBars(Console console, String column) throws IOException {
        return asked().run(console, (query, input) -> {
            QueryResult result = query.run();
            Printer.print(result, presentation.format(), presentation.zone(), console);
            Bars.print(result, column, console);
            return List.of();
        });
    }
}
