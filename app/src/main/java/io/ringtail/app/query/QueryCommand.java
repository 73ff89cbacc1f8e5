package io.ringtail.app.query;

import io.ringtail.app.Command;
import io.ringtail.app.input.Input;
import io.ringtail.app.input.Selection;
import io.ringtail.app.output.Bars;
import io.ringtail.app.output.Printer;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.dsl.BoundQuery;
import io.ringtail.dsl.Query;
import io.ringtail.dsl.QueryOptions;
import io.ringtail.dsl.engine.QueryLimitException;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.Meta;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.dsl.syntax.Problem;
import java.io.IOException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** {@code ringtail query FILE... 'QUERY'}: rows to stdout, in the format asked for. */
public record QueryCommand(String text, Selection selection, Format format, ZoneId zone) implements Command {
    /** What is done with the rows. */
    private interface Output {
        void write(BoundQuery query) throws IOException;
    }

    /** All of a table that describes the input: {@code types}, {@code sessions}. */
    public static QueryCommand ofTable(String table, Selection selection, Format format) {
        return new QueryCommand(table, selection.required(table), format, ZoneOffset.UTC);
    }

    @Override
    public ExitStatus run(Console console) throws IOException {
        return run(console, query -> Printer.print(query.stream(), format, zone, console));
    }

    /** As {@link #run(Console)}, with a bar for each row of the timeline behind the table. */
    public ExitStatus runWithBars(Console console, String column) throws IOException {
        return run(console, query -> {
            QueryResult result = query.run();
            Printer.print(result, format, zone, console);
            Bars.print(result, column, console);
        });
    }

    private ExitStatus run(Console console, Output output) throws IOException {
        return switch (Query.parse(text)) {
            case Query.Parse.Bad(List<Problem> problems) -> refuse(problems, console);
            case Query.Parse.Ok(Query query) -> ask(query, console, output);
        };
    }

    private ExitStatus ask(Query query, Console console, Output output) throws IOException {
        try (Input input = selection.open()) {
            return switch (query.bind(input.recording(), input.decoder(), options(input))) {
                case Query.Binding.Bad(List<Problem> problems) -> refuse(problems, console);
                case Query.Binding.Ok(BoundQuery bound) -> {
                    output.write(bound);
                    bound.warnings().forEach(warning -> console.warn(warning.toString()));
                    input.warn(console);
                    yield ExitStatus.DONE;
                }
            };
        } catch (QueryLimitException e) {
            throw Refusal.failure(String.valueOf(e.getMessage()));
        }
    }

    private static QueryOptions options(Input input) throws IOException {
        QueryOptions options = QueryOptions.DEFAULT.withMeta(new Meta(input.lost(), 0, false));
        return input.now().isPresent() ? options.withNow(input.now().getAsLong()) : options;
    }

    private ExitStatus refuse(List<Problem> problems, Console console) {
        for (Problem problem : problems) {
            console.note(problem.render(text));
        }
        return ExitStatus.USAGE;
    }
}
