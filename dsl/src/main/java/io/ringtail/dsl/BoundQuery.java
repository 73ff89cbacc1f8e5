package io.ringtail.dsl;

import io.ringtail.dsl.engine.QueryLimitException;
import io.ringtail.dsl.engine.RunContext;
import io.ringtail.dsl.engine.Stage;
import io.ringtail.dsl.plan.Plan;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Meta;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.dsl.result.Table;
import io.ringtail.dsl.syntax.Problem;
import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Vector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A query and the recording that it asks. Every run reads the recording anew. */
public final class BoundQuery {
    private final Plan plan;
    private final RunContext context;
    private final QueryOptions options;
    private final List<Problem> warnings;

    BoundQuery(Plan plan, RunContext context, QueryOptions options, List<Problem> warnings) {
        this.plan = plan;
        this.context = context;
        this.options = options;
        this.warnings = warnings;
    }

    /** What may not be what was meant, though the query runs; a person should see it beside the rows. */
    public List<Problem> warnings() {
        return warnings;
    }

    public List<Column> columns() {
        return plan.columns();
    }

    /**
     * Runs it and keeps all rows.
     *
     * @throws QueryLimitException if there are more than {@link QueryOptions#maxRows}, or an operator keeps too much
     */
    public QueryResult run() throws IOException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        stream().forEachRow(row -> {
            if (rows.size() >= options.maxRows()) {
                throw new QueryLimitException(String.format(
                        Locale.ROOT,
                        "the result has more than %,d rows; end the query with '| take %d', or raise the row limit",
                        options.maxRows(),
                        options.maxRows()));
            }
            rows.add(row);
        });
        return new QueryResult(plan.columns(), rows, options.meta());
    }

    /** The result as a table that runs the query while it is read, and keeps no rows. */
    public Table stream() {
        return new Table() {
            @Override
            public List<Column> columns() {
                return plan.columns();
            }

            @Override
            public void forEachRow(RowConsumer consumer) throws IOException {
                try {
                    RunContext fresh = new RunContext(context.slots(), context.types(), context.maxMemoryBytes());
                    plan.runAndFinish(new Output(plan.slots(), consumer), fresh);
                } catch (UncheckedIOException e) {
                    throw new IOException(e.getMessage(), e.getCause());
                }
            }

            @Override
            public Meta meta() {
                return options.meta();
            }
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
