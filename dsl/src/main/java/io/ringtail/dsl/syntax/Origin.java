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

    /** A pipeline in parentheses. */
    record Nested(Span span, Pipeline pipeline) implements Origin {}
}
