package io.ringtail.dsl.syntax;

import io.ringtail.ring.payload.ScalarType;
import java.util.List;

/** Where the rows of a pipeline come from. */
public sealed interface Origin {
    Span span();

    record Table(Span span, String name) implements Origin {}

    record Print(Span span, List<Expression> columns) implements Origin {}

    /** {@code range name from low to high step step}. */
    record Range(Span span, Expression.Name name, Expression low, Expression high, Expression step) implements Origin {}

    /** @param values row by row */
    record Datatable(Span span, List<ColumnType> columns, List<Expression> values) implements Origin {}

    record ColumnType(Span span, String name, ScalarType type) {}

    /**
     * {@code wmi('SELECT …')}: objects of this machine.
     *
     * @param question where the text stands
     */
    record Wmi(Span span, Span question, String wql) implements Origin {}

    /** A pipeline in parentheses, or in {@code materialize(…)}. */
    record Nested(Span span, Pipeline pipeline) implements Origin {}

    /** {@code union a, (b | …)}. */
    record Union(Span span, CombiningPipe.Legs legs) implements Origin {}

    /** The call of a function that gives rows. */
    record Call(Span span, Expression.Call call) implements Origin {}

    /**
     * Where {@code search} and {@code find} look.
     *
     * @param tables none for all
     * @param source the column that says where a row comes from
     * @param condition a search or a find
     */
    record Everywhere(Span span, List<Pipeline> tables, Expression.Name source, CombiningPipe condition)
            implements Origin {
        public Everywhere {
            tables = List.copyOf(tables);
        }
    }
}
