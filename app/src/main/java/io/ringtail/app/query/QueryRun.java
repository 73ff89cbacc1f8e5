package io.ringtail.app.query;

import io.ringtail.app.input.Input;
import io.ringtail.app.input.Selection;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.dsl.BoundQuery;
import io.ringtail.dsl.Query;
import io.ringtail.dsl.QueryOptions;
import io.ringtail.dsl.engine.KeptColumns;
import io.ringtail.dsl.engine.QueryLimitException;
import io.ringtail.dsl.engine.Stop;
import io.ringtail.dsl.syntax.Problem;
import io.ringtail.ring.block.Recording;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Parses a query, opens what it asks, binds it and hands it on; says what is wrong with it.
 *
 * @param parameters values of the parameters that the query declares, as text
 * @param lint whether it is said what may not be meant, though the query runs
 */
public record QueryRun(String text, Selection selection, Limits limits, Map<String, String> parameters, boolean lint) {
    /** What is done with a query that is ready to run. */
    public interface Use {
        /** @return what is wrong with it, which only its result shows */
        List<Problem> use(BoundQuery query, Input input) throws IOException;
    }

    public ExitStatus run(Console console, Use use) throws IOException {
        return run(console, recording -> recording, use);
    }

    /** @param around what the query reads instead of the recording itself */
    public ExitStatus run(Console console, UnaryOperator<Recording> around, Use use) throws IOException {
        return switch (Query.parse(text)) {
            case Query.Parse.Bad(List<Problem> problems) -> refuse(problems, console);
            case Query.Parse.Ok(Query query) -> {
                Stop stop = limits.start(console.nanoTime());
                try (Input input = selection.open()) {
                    ExitStatus status = ask(query, new OpenInput(input, KeptColumns.NONE), stop, console, around, use);
                    if (status == ExitStatus.DONE) {
                        input.warn(console);
                    }
                    yield status;
                }
            }
        };
    }

    /** As {@link #run}, on what is open already and stays open; {@code stop} ends it. */
    public ExitStatus runOn(OpenInput open, Stop stop, Console console, UnaryOperator<Recording> around, Use use)
            throws IOException {
        return switch (Query.parse(text)) {
            case Query.Parse.Bad(List<Problem> problems) -> refuse(problems, console);
            case Query.Parse.Ok(Query query) -> ask(query, open, stop, console, around, use);
        };
    }

    private ExitStatus ask(
            Query query, OpenInput open, Stop stop, Console console, UnaryOperator<Recording> around, Use use)
            throws IOException {
        Input input = open.input();
        try {
            Recording recording = around.apply(input.recording());
            return switch (query.bind(recording, input.decoder(), options(input, stop))) {
                case Query.Binding.Bad(List<Problem> problems) -> refuse(problems, console);
                case Query.Binding.Ok(BoundQuery bound) -> {
                    List<Problem> problems = use.use(bound.stoppedBy(stop).keeping(open.kept()), input);
                    if (lint) {
                        bound.warnings().forEach(warning -> console.warn(warning.toString()));
                    }
                    yield problems.isEmpty() ? ExitStatus.DONE : refuse(problems, console);
                }
            };
        } catch (QueryLimitException e) {
            throw Refusal.failure(String.valueOf(e.getMessage()));
        }
    }

    private QueryOptions options(Input input, Stop stop) {
        QueryOptions options =
                limits.apply(QueryOptions.DEFAULT).withParameters(parameters).withStop(stop);
        return input.now().isPresent() ? options.withNow(input.now().getAsLong()) : options;
    }

    private ExitStatus refuse(List<Problem> problems, Console console) {
        for (Problem problem : problems) {
            console.note(problem.render(text));
        }
        return ExitStatus.USAGE;
    }
}
