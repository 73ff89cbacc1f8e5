package io.ringtail.dsl.plan;

import io.ringtail.dsl.engine.EventScan;
import io.ringtail.dsl.syntax.ColumnPipe;
import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.syntax.Origin;
import io.ringtail.dsl.syntax.Pipe;
import io.ringtail.dsl.syntax.Pipeline;
import io.ringtail.dsl.syntax.Script;
import io.ringtail.dsl.syntax.TimePipe;
import io.ringtail.ring.block.Lane;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Refuses a query whose rows are not captured events, at the place where they stop to be. */
final class EventRows {
    private static final int MAX_NESTING = 50;
    private static final String TABLES = "start with 'events', a provider's name or ['Provider/EventName']";

    private final BindContext context;
    private final Pipeline pipeline;
    private final Map<String, Pipeline> tables = new HashMap<>();

    EventRows(BindContext context, Script script) {
        this.context = context;
        this.pipeline = script.pipeline();
        for (Script.Statement statement : script.statements()) {
            if (statement instanceof Script.TableLet table) {
                tables.put(table.name().name(), table.pipeline());
            } else if (statement instanceof Script.ScalarLet let && let.value() instanceof Expression.Name table) {
                Origin origin = new Origin.Table(table.span(), table.name());
                tables.put(let.name().name(), new Pipeline(origin, List.of()));
            }
        }
    }

    void checkOperators() {
        check(pipeline, 0);
    }

    /** What the query reads, once that is known: a table's name says nothing of its rows. */
    void checkTable(io.ringtail.dsl.engine.Origin origin) {
        boolean holdsEvents = origin instanceof EventScan scan && scan.lane() == Lane.TRACE;
        if (!holdsEvents && context.problems().isEmpty()) {
            Origin written = innermost(pipeline, 0);
            context.problem(written.span(), "'" + context.text(written.span()) + "' holds no captured events", TABLES);
        }
    }

    private void check(Pipeline part, int nesting) {
        switch (part.origin()) {
            case Origin.Nested nested -> check(nested.pipeline(), nesting + 1);
            case Origin.Table table -> {
                Pipeline let = tables.get(table.name());
                if (let != null && nesting < MAX_NESTING) {
                    check(let, nesting + 1);
                }
            }
            default -> context.problem(part.origin().span(), "these rows are no captured events", TABLES);
        }
        part.pipes().stream().filter(pipe -> !keepsEvents(pipe)).findFirst().ifPresent(this::refuse);
    }

    /** Whatever is not known to keep every row one event does not. */
    private static boolean keepsEvents(Pipe pipe) {
        return pipe instanceof Pipe.Where
                || pipe instanceof ColumnPipe.Extend
                || pipe instanceof Pipe.Sort
                || pipe instanceof Pipe.Top
                || pipe instanceof Pipe.Take
                || pipe instanceof Pipe.Render
                || pipe instanceof Pipe.Serialize
                || pipe instanceof TimePipe;
    }

    private void refuse(Pipe pipe) {
        String operator = context.text(pipe.span());
        if (pipe instanceof ColumnPipe) {
            context.problem(
                    pipe.span(), "'" + operator + "' chooses columns, and events are taken whole here", "leave it out");
        } else {
            context.problem(
                    pipe.span(),
                    "the rows of '" + operator + "' are no events any more, and events are wanted here",
                    "end the query before it");
        }
    }

    private Origin innermost(Pipeline part, int nesting) {
        if (part.origin() instanceof Origin.Nested nested) {
            return innermost(nested.pipeline(), nesting);
        }
        Pipeline let = part.origin() instanceof Origin.Table table ? tables.get(table.name()) : null;
        return let == null || nesting >= MAX_NESTING ? part.origin() : innermost(let, nesting + 1);
    }
}
