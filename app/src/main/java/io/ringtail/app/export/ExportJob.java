package io.ringtail.app.export;

import io.ringtail.app.input.Input;
import io.ringtail.app.rtz.RtzOptions;
import io.ringtail.app.terminal.Console;
import io.ringtail.dsl.BoundQuery;
import io.ringtail.dsl.EventQuery;
import io.ringtail.dsl.Query;
import io.ringtail.dsl.QueryOptions;
import io.ringtail.dsl.result.Meta;
import io.ringtail.dsl.syntax.Problem;
import io.ringtail.ring.event.Schema;
import java.io.IOException;
import java.util.List;

/**
 * What is to be exported: an input, and a query that selects of it.
 *
 * @param imported schemas that the input does not have itself
 * @param rtz how a session file is made, if one is
 */
record ExportJob(Input input, List<Schema> imported, String text, Times times, RtzOptions rtz, Console console) {
    /** The query is wrong; its problems, with the text before which they stand. */
    static final class BadQueryException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient List<Problem> problems;

        private BadQueryException(List<Problem> problems) {
            super("the query is wrong", null, false, false);
            this.problems = problems;
        }

        List<Problem> problems() {
            return problems;
        }
    }

    /** Whether nothing is left out. */
    boolean isOfAll() {
        return text.strip().equals(ExportCommand.ALL) && times.equals(Times.ALL);
    }

    /** The selected events, whole. @throws BadQueryException if the query does not select events */
    EventQuery events() throws IOException {
        return switch (parsed().bindEvents(input.recording(), input.decoder(), options())) {
            case Query.EventBinding.Bad(List<Problem> problems) -> throw new BadQueryException(problems);
            case Query.EventBinding.Ok(EventQuery query) -> {
                query.warnings().forEach(warning -> console.warn(warning.toString()));
                yield query;
            }
        };
    }

    /** The rows of the query, whatever they are. @throws BadQueryException if it is wrong */
    BoundQuery rows() throws IOException {
        return switch (parsed().bind(input.recording(), input.decoder(), options())) {
            case Query.Binding.Bad(List<Problem> problems) -> throw new BadQueryException(problems);
            case Query.Binding.Ok(BoundQuery query) -> {
                query.warnings().forEach(warning -> console.warn(warning.toString()));
                yield query;
            }
        };
    }

    private Query parsed() {
        return switch (Query.parse(text)) {
            case Query.Parse.Bad(List<Problem> problems) -> throw new BadQueryException(problems);
            case Query.Parse.Ok(Query query) -> query;
        };
    }

    private QueryOptions options() throws IOException {
        return QueryOptions.DEFAULT
                .withMeta(new Meta(input.lost(), 0, false))
                .withTimes(times.fromTicks(), times.untilTicks());
    }
}
