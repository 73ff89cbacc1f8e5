package io.ringtail.dsl.plan;

import io.ringtail.dsl.QueryOptions;
import io.ringtail.dsl.engine.Budget;
import io.ringtail.dsl.engine.RunContext;
import io.ringtail.dsl.engine.Stop;
import io.ringtail.dsl.syntax.Problem;
import io.ringtail.dsl.syntax.Script;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.payload.PayloadDecoder;
import java.util.List;

/** Turns a parsed query into a plan for one recording. */
public final class Binder {
    private Binder() {}

    /** What became of it. */
    public sealed interface Outcome {
        /** @param lost events that are missing of the times that are asked for */
        record Ok(Plan plan, RunContext context, List<Problem> warnings, long lost) implements Outcome {}

        record Bad(List<Problem> problems) implements Outcome {}
    }

    public static Outcome bind(
            String text, Script script, Recording recording, PayloadDecoder decoder, QueryOptions options) {
        BindContext context = new BindContext(text);
        Surroundings surroundings = new Surroundings(recording, decoder, options);
        SubQuery query = query(context, script, surroundings);
        return context.problems().isEmpty() ? outcome(query.plan(), context, surroundings) : bad(context);
    }

    /** As {@link #bind}, for a query that selects events: the plan's one column is their sequence. */
    public static Outcome bindEvents(
            String text, Script script, Recording recording, PayloadDecoder decoder, QueryOptions options) {
        BindContext context = new BindContext(text);
        EventRows rows = new EventRows(context, script);
        rows.checkOperators();
        Surroundings surroundings = new Surroundings(recording, decoder, options);
        SubQuery query = query(context, script, surroundings);
        if (!context.problems().isEmpty()) {
            return bad(context);
        }
        Plan plan = query.eventPlan();
        rows.checkTable(plan.origin());
        return context.problems().isEmpty() ? outcome(plan, context, surroundings) : bad(context);
    }

    private static Outcome bad(BindContext context) {
        return new Outcome.Bad(List.copyOf(context.problems()));
    }

    private static SubQuery query(BindContext context, Script script, Surroundings surroundings) {
        PipelineBinder binder = new PipelineBinder(context, surroundings, Names.NONE);
        StatementBinder statements = new StatementBinder();
        binder = statements.bind(script.statements(), binder);
        statements.refuseUndeclared(binder);
        return new SubQuery(context, binder.bind(script.pipeline()));
    }

    private static Outcome outcome(Plan plan, BindContext context, Surroundings surroundings) {
        return new Outcome.Ok(
                plan,
                new RunContext(
                        plan.table(),
                        plan.types(),
                        new Budget(
                                surroundings.options().maxMemoryBytes(),
                                Stop.whenAsked(),
                                surroundings.options().threads())),
                List.copyOf(context.warnings()),
                surroundings.lost());
    }
}
