package io.ringtail.dsl.syntax;

import io.ringtail.dsl.result.Visualization;
import java.util.List;
import java.util.Optional;

/** What stands between two {@code |}. Families of operators have files of their own. */
public sealed interface Pipe
        permits ColumnPipe,
                ShapePipe,
                TimePipe,
                CombiningPipe,
                Pipe.Where,
                Pipe.Summarize,
                Pipe.Sort,
                Pipe.Top,
                Pipe.Take,
                Pipe.Count,
                Pipe.Distinct,
                Pipe.Schema,
                Pipe.Serialize,
                Pipe.Render {
    Span span();

    record Where(Span span, Expression predicate) implements Pipe {}

    record Summarize(Span span, List<Expression> aggregates, List<Expression> keys) implements Pipe {}

    record Sort(Span span, List<Order> orders) implements Pipe {}

    record Top(Span span, Expression count, Order order) implements Pipe {}

    record Take(Span span, Expression count) implements Pipe {}

    /** @param name of the column; {@code Count} if there is none */
    record Count(Span span, Optional<Expression.Name> name) implements Pipe {}

    record Distinct(Span span, List<Expression> columns) implements Pipe {}

    /** {@code getschema}: the columns of the input, as rows. */
    record Schema(Span span) implements Pipe {}

    /** {@code serialize}: says that rows have an order, and may add columns. */
    record Serialize(Span span, List<Expression> columns) implements Pipe {}

    /**
     * {@code render}: changes nothing about the rows.
     *
     * @param columns those that it names
     */
    record Render(Span span, Visualization visualization, List<Expression.Name> columns) implements Pipe {
        public Render {
            columns = List.copyOf(columns);
        }
    }

    /** @param nullsFirst empty: first when ascending, last when descending */
    record Order(Expression key, boolean descending, Optional<Boolean> nullsFirst) {}
}
