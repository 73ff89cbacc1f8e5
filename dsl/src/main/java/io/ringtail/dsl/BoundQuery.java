package io.ringtail.dsl;

import io.ringtail.dsl.engine.Budget;
import io.ringtail.dsl.engine.Completeness;
import io.ringtail.dsl.engine.KeptColumns;
import io.ringtail.dsl.engine.QueryLimitException;
import io.ringtail.dsl.engine.RunContext;
import io.ringtail.dsl.engine.Stage;
import io.ringtail.dsl.engine.Stop;
import io.ringtail.dsl.explain.Explainer;
import io.ringtail.dsl.explain.Explanation;
import io.ringtail.dsl.follow.Fed;
import io.ringtail.dsl.follow.Feeding;
import io.ringtail.dsl.follow.Followed;
import io.ringtail.dsl.follow.Follower;
import io.ringtail.dsl.plan.Plan;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Meta;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.dsl.result.Table;
import io.ringtail.dsl.result.Visualization;
import io.ringtail.dsl.syntax.Pipe;
import io.ringtail.dsl.syntax.Problem;
import io.ringtail.dsl.syntax.SourceText;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A query and the recording that it asks. Every run reads the recording anew. */
public final class BoundQuery {
    private final Plan plan;
    private final RunContext context;
    private final QueryOptions options;
    private final List<Problem> warnings;

    private final Stop stop;
    private final KeptColumns kept;
    private final SourceText text;
    private final Optional<Pipe.Render> render;

    BoundQuery(
            SourceText text,
            Optional<Pipe.Render> render,
            Plan plan,
            RunContext context,
            QueryOptions options,
            List<Problem> warnings,
            Stop stop,
            KeptColumns kept) {
        this.text = text;
        this.render = render;
        this.plan = plan;
        this.context = context;
        this.options = options;
        this.warnings = warnings;
        this.stop = stop;
        this.kept = kept;
    }

    /** The same, ended when that says so, with a {@link QueryLimitException}. */
    public BoundQuery stoppedBy(Stop other) {
        return new BoundQuery(text, render, plan, context, options, warnings, other, kept);
    }

    /**
     * The same, with columns that queries of one recording keep for each other, though it be opened anew between them and
     * read by another decoder.
     */
    public BoundQuery keeping(KeptColumns columns) {
        return new BoundQuery(text, render, plan, context, options, warnings, stop, columns);
    }

    /** What may not be what was meant, though the query runs; a person should see it beside the rows. */
    public List<Problem> warnings() {
        return warnings;
    }

    public List<Column> columns() {
        return plan.columns();
    }

    /** How a person wants to see the result: what {@code render} at the end of the query says. */
    public Optional<Visualization> visualization() {
        return render.map(Pipe.Render::visualization);
    }

    /** Says at the place of {@code render} why its chart cannot be drawn of these columns. */
    public Problem chartProblem(String message, String hint) {
        return text.problem(render.map(Pipe.Render::span).orElse(new Span(0, 0)), message, hint);
    }

    /**
     * Runs it and keeps all rows.
     *
     * @throws QueryLimitException if there are more than {@link QueryOptions#maxRows}, or an operator keeps too much
     */
    public QueryResult run() throws IOException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        Table table = stream(options.maxRows());
        table.forEachRow(rows::add);
        return new QueryResult(plan.columns(), rows, table.meta());
    }

    /** The result as a table that runs the query while it is read, and keeps no rows. */
    public Table stream() {
        return stream(Long.MAX_VALUE);
    }

    /** As {@link #stream()}, with a {@link QueryLimitException} at the first row beyond so many. */
    public Table stream(long maxRows) {
        return new Table() {
            private Completeness completeness = new Completeness();

            @Override
            public List<Column> columns() {
                return plan.columns();
            }

            @Override
            public void forEachRow(RowConsumer consumer) throws IOException {
                try {
                    RunContext fresh = fresh();
                    completeness = fresh.completeness();
                    plan.runAndFinish(new Output(plan.slots(), limited(consumer, maxRows)), fresh);
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                }
            }

            @Override
            public Optional<Visualization> visualization() {
                return BoundQuery.this.visualization();
            }

            @Override
            public Meta meta() {
                Meta known = options.meta();
                return new Meta(
                        known.lost(), known.late() + completeness.late(), known.partial() || completeness.isPartial());
            }
        };
    }

    /** What the query will do, without doing it. */
    public Explanation plan() {
        return Explainer.plan(plan, text);
    }

    /**
     * Runs it, forgets the rows and tells what each operator did.
     *
     * @param nanoTime measures the operators
     */
    public Explanation explain(LongSupplier nanoTime) throws IOException {
        try {
            return Explainer.run(plan, text, fresh(), nanoTime);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * The query as one that goes on while its journal is written.
     *
     * @param lateness how long a window waits for events that come out of order
     */
    public Follower.Outcome follow(Followed.Start start, Duration lateness, Table.RowConsumer consumer)
            throws IOException {
        return Follower.follow(plan, text, lateness, start, new Output(plan.slots(), consumer), fresh());
    }

    /**
     * The query as one that is handed its events and told the time.
     *
     * @param decoder reads their payloads
     */
    public Feeding.Outcome feed(PayloadDecoder decoder, Fed.Rows rows) {
        return Feeding.of(plan, text, decoder, rows, fresh());
    }

    Plan boundPlan() {
        return plan;
    }

    RunContext fresh() {
        Budget budget = new Budget(options.maxMemoryBytes(), stop, options.threads());
        return new RunContext(context.slots(), context.types(), budget).keeping(kept);
    }

    private static Table.RowConsumer limited(Table.RowConsumer consumer, long maxRows) {
        long[] left = {maxRows};
        return row -> {
            if (left[0]-- <= 0) {
                throw new QueryLimitException(String.format(
                        Locale.ROOT,
                        "the result has more than %,d rows; end the query with '| take %d', or raise --max-rows",
                        maxRows,
                        maxRows));
            }
            consumer.accept(row);
        };
    }

    /** The last stage. */
    private record Output(List<Integer> slots, Table.RowConsumer consumer) implements Stage {
        @Override
        public void accept(Batch batch) {
            Vector[] columns = new Vector[slots.size()];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = batch.vector(slots.get(i));
            }
            for (int row = 0; row < batch.size(); row++) {
                @Nullable Object[] values = new @Nullable Object[columns.length];
                for (int i = 0; i < columns.length; i++) {
                    values[i] = columns[i].value(row);
                }
                give(values);
            }
        }

        private void give(@Nullable Object[] values) {
            try {
                consumer.accept(values);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean isDone() {
            return false;
        }

        @Override
        public void finish() {}
    }
}
