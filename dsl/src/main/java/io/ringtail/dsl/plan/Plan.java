package io.ringtail.dsl.plan;

import io.ringtail.dsl.engine.Operator;
import io.ringtail.dsl.engine.Origin;
import io.ringtail.dsl.engine.PartedRun;
import io.ringtail.dsl.engine.RunContext;
import io.ringtail.dsl.engine.Stage;
import io.ringtail.dsl.engine.Watch;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Slots;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * A bound query: where its rows come from, what is done to them, which slots are its result. Can be run again and again,
 * by itself or as the origin of another's rows.
 *
 * @param needed for each operator the slots that are read behind it
 * @param columns of the result; none if it is but an origin
 * @param slots of the result
 * @param table all slots
 * @param types of all slots
 * @param spans for each operator where its name stands in the query's text
 */
public record Plan(
        Origin origin,
        List<Operator> operators,
        List<Set<Integer>> needed,
        List<Column> columns,
        List<Integer> slots,
        Slots table,
        List<ScalarType> types,
        List<Span> spans)
        implements Origin {
    public Plan {
        operators = List.copyOf(operators);
        needed = List.copyOf(needed);
        columns = List.copyOf(columns);
        slots = List.copyOf(slots);
        spans = List.copyOf(spans);
    }

    /** The same with other operators in the places of its own. */
    public Plan withOperators(List<Operator> others) {
        return new Plan(origin, others, needed, columns, slots, table, types, spans);
    }

    /** The same of rows from elsewhere. */
    public Plan of(Origin other) {
        return new Plan(other, operators, needed, columns, slots, table, types, spans);
    }

    /** Runs it into a stage that takes the result, and finishes that. */
    public void runAndFinish(Stage last, RunContext context) throws IOException {
        runAndFinish(last, context, Watch.NOBODY);
    }

    /** As {@link #runAndFinish(Stage, RunContext)} while somebody looks on. */
    @SuppressWarnings("ReferenceEquality") // nobody is nobody alone
    public void runAndFinish(Stage last, RunContext context, Watch watch) throws IOException {
        RunContext own = context.within(table, types);
        int keeping = own.threads() > 1 && watch == Watch.NOBODY ? PartedRun.keeping(operators) : -1;
        List<Origin> parts =
                keeping < 0 ? List.of(origin) : origin.parts(own.threads() * PartedRun.PARTS_A_THREAD, own);
        if (parts.size() > 1) {
            Stage kept = start(keeping, operators.size(), own.guarded(last), own, watch);
            PartedRun.run(
                    parts,
                    kept,
                    () -> start(keeping, keeping + 1, PartedRun.NOWHERE, own, watch),
                    stage -> own.guarded(start(0, keeping, stage, own, watch)),
                    own);
            kept.finish();
        } else {
            Stage first = start(last, own, watch);
            parts.getFirst().run(first, own);
            first.finish();
        }
    }

    /** Starts all operators; the result takes what the origin gives. */
    public Stage start(Stage last, RunContext context, Watch watch) {
        Stage first = start(0, operators.size(), context.guarded(last), context, watch);
        return context.guarded(watch.behind(Watch.ORIGIN, first));
    }

    /** Starts these operators before a stage; the first of theirs, or the stage itself if there are none. */
    private Stage start(int from, int to, Stage last, RunContext context, Watch watch) {
        Stage next = last;
        for (int i = to - 1; i >= from; i--) {
            next = operators.get(i).start(watch.behind(i, next), needed.get(i), watch.context(i, context));
        }
        return next;
    }

    @Override
    public void run(Stage first, RunContext context) throws IOException {
        runAndFinish(new Unending(first), context);
    }

    /** Keeps the end of this plan from the stage of another. */
    private record Unending(Stage stage) implements Stage {
        @Override
        public void accept(Batch batch) {
            stage.accept(batch);
        }

        @Override
        public boolean isDone() {
            return stage.isDone();
        }

        @Override
        public void finish() {}
    }
}
