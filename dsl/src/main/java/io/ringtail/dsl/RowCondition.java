package io.ringtail.dsl;

import io.ringtail.dsl.engine.Rows;
import io.ringtail.dsl.engine.Stage;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.syntax.Problem;
import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.dsl.vector.VectorBuilder;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A condition on rows that somebody else has, asked of one row at a time. Its names are the columns of those rows.
 * <b>Threads:</b> one.
 */
public final class RowCondition {
    /** What stands before the condition in its own last line but one: places in problems are behind it. */
    private static final String BEFORE = "| extend holds_ = (";

    private final List<Column> columns;
    private final BoundQuery query;

    /** What became of a text. */
    public sealed interface Binding {
        record Ok(RowCondition condition) implements Binding {}

        /** @param problems with lines and columns in the condition's text */
        record Bad(List<Problem> problems) implements Binding {}
    }

    private RowCondition(List<Column> columns, BoundQuery query) {
        this.columns = columns;
        this.query = query;
    }

    /** @param recording which is not read */
    public static Binding bind(String condition, List<Column> columns, Recording recording, PayloadDecoder decoder)
            throws IOException {
        String table = columns.stream()
                .map(column -> "['" + column.name().replace("\\", "\\\\").replace("'", "\\'") + "']:"
                        + column.type().label())
                .collect(Collectors.joining(",", "datatable(", ")[]\n"));
        return switch (Query.parse(table + BEFORE + condition + "\n)")) {
            case Query.Parse.Bad(List<Problem> bad) -> new Binding.Bad(moved(bad));
            case Query.Parse.Ok(Query query) ->
                switch (query.bind(
                        recording, decoder, QueryOptions.DEFAULT.withThreads(1).withNow(0))) {
                    case Query.Binding.Bad(List<Problem> bad) -> new Binding.Bad(moved(bad));
                    case Query.Binding.Ok(BoundQuery bound) ->
                        new Binding.Ok(new RowCondition(List.copyOf(columns), bound));
                };
        };
    }

    /** Places in the condition, which begins in the second line. */
    private static List<Problem> moved(List<Problem> problems) {
        return problems.stream()
                .map(problem -> new Problem(
                        Math.max(1, problem.line() - 1),
                        Math.max(1, problem.column() - (problem.line() == 2 ? BEFORE.length() : 0)),
                        problem.length(),
                        problem.message(),
                        problem.hint()))
                .toList();
    }

    /** Whether it holds for a row; a null does not. */
    public boolean holds(@Nullable Object[] row) throws IOException {
        Map<Integer, Vector> vectors = new HashMap<>();
        List<Integer> slots = query.boundPlan().slots();
        for (int i = 0; i < columns.size(); i++) {
            VectorBuilder builder = new VectorBuilder(columns.get(i).type(), 1);
            builder.add(row[i]);
            vectors.put(slots.get(i), builder.build());
        }
        Last last = new Last(slots.getLast());
        query.boundPlan().of(new Rows(query.boundPlan().table(), vectors, 1)).runAndFinish(last, query.fresh());
        return last.holds;
    }

    private static final class Last implements Stage {
        private final int slot;
        private boolean holds;

        Last(int slot) {
            this.slot = slot;
        }

        @Override
        public void accept(Batch batch) {
            for (int row = 0; row < batch.size(); row++) {
                holds |= Boolean.TRUE.equals(batch.vector(slot).value(row));
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
