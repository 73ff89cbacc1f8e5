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
import java.util.Map;

/** Turns a parsed query into a plan for one recording. */
public final class Binder {
    private Binder() {}

    /** What became of it. */
    public sealed interface Outcome {
        record Ok(Plan plan, RunContext context, List<Problem> warnings) implements Outcome {}

        record Bad(List<Problem> problems) implements Outcome {}
    }

    public static Outcome bind(
            String text, Script script, Recording recording, PayloadDecoder decoder, QueryOptions options) {
        BindContext context = new BindContext(text);
        return outcome(query(context, script, recording, decoder, options).plan(), context, options);
    }

    /** As {@link #bind}, for a query that selects events: the plan's one column is their sequence. */
    public static Outcome bindEvents(
            String text, Script script, Recording recording, PayloadDecoder decoder, QueryOptions options) {
        BindContext context = new BindContext(text);
        EventRows rows = new EventRows(context, script);
        rows.checkOperators();
        Plan plan = query(context, script, recording, decoder, options).eventPlan();
        rows.checkTable(plan.origin());
        return outcome(plan, context, options);
    }

    private static SubQuery query(
            BindContext context, Script script, Recording recording, PayloadDecoder decoder, QueryOptions options) {
        PipelineBinder binder = new PipelineBinder(context, new Surroundings(recording, decoder, options), Names.NONE);
        for (Script.Let let : script.lets()) {
            // Each name is seen by what stands behind it, and not by what it stands for.
            binder = binder.amid(binder.names().with(let.name().name(), meaning(let, binder)));
        }
        return new SubQuery(context, binder.bind(script.pipeline()));
    }

    private static Outcome outcome(Plan plan, BindContext context, QueryOptions options) {
        List<Problem> problems = context.problems();
        return problems.isEmpty()
                ? new Outcome.Ok(
                        plan,
                        new RunContext(
                                plan.table(), plan.types(), new Budget(options.maxMemoryBytes(), Stop.whenAsked())),
                        List.copyOf(context.warnings()))
                : new Outcome.Bad(List.copyOf(problems));
    }

    private static Names.Meaning meaning(Script.Let let, PipelineBinder binder) {
        return switch (let) {
            case Script.ScalarLet scalar ->
                new Names.Meaning.Value(binder.expressions().bind(scalar.value(), Scope.of(Map.of())));
            case Script.TableLet table -> new Names.Meaning.Rows(table.pipeline(), binder.names());
        };
    }
}
