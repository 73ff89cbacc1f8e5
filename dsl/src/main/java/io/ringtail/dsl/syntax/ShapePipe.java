package io.ringtail.dsl.syntax;

import io.ringtail.ring.payload.ScalarType;
import java.util.List;
import java.util.Optional;

/** Operators that make other rows out of those that come: more, fewer, or with columns out of their values. */
public sealed interface ShapePipe extends Pipe {
    /** An array that is gone through. */
    record Item(Optional<Expression.Name> name, Expression value, Optional<ScalarType> type) {}

    /**
     * What {@code mv-expand} and {@code mv-apply} go through.
     *
     * @param pairs whether members of objects become {@code [name, value]}
     */
    record Items(List<Item> items, Optional<Expression.Name> index, boolean pairs, Optional<Expression> limit) {}

    record Expand(Span span, Items items) implements ShapePipe {}

    /** {@code mv-apply … on (pipes)}. */
    record Apply(Span span, Items items, List<Pipe> pipes) implements ShapePipe {}

    /** {@code parse} and, where only rows that match stay, {@code parse-where}. */
    record Parse(
            Span span, ParseKind kind, String flags, Expression subject, List<ParsePart> parts, boolean onlyMatches)
            implements ShapePipe {}

    /** How {@link Parse} takes its texts and types. */
    enum ParseKind {
        SIMPLE,
        RELAXED,
        REGEX
    }

    /** What {@link Parse} looks for, one after the other. */
    sealed interface ParsePart {
        Span span();

        /** {@code *}. */
        record Skip(Span span) implements ParsePart {}

        record Text(Span span, String text) implements ParsePart {}

        record Capture(Span span, String name, ScalarType type) implements ParsePart {}
    }

    /** @param options by name */
    record ParsePairs(Span span, Expression subject, List<Origin.ColumnType> keys, List<Option> options)
            implements ShapePipe {}

    /** {@code name = value} after {@code with}. */
    record Option(Expression.Name name, Expression value) {}

    /** @param inclusive that the last bin may begin at the end: {@code in range(…)} */
    record MakeSeries(
            Span span,
            List<SeriesColumn> columns,
            Expression axis,
            Optional<Expression> from,
            Optional<Expression> to,
            Expression step,
            List<Expression> keys,
            boolean nonEmpty,
            boolean inclusive)
            implements ShapePipe {}

    /** An aggregate, and what stands for it where there are no rows. */
    record SeriesColumn(Expression aggregate, Optional<Expression> absent) {}

    record TopNested(Span span, List<Level> levels) implements ShapePipe {}

    /** {@code top-nested 3 of key with others = "rest" by rank desc}. */
    record Level(
            Optional<Expression> count,
            Expression key,
            Optional<Expression> others,
            Expression rank,
            boolean descending) {}

    record TopHitters(Span span, Expression count, Expression key, Optional<Expression> weight) implements ShapePipe {}

    record Scan(Span span, Optional<Expression.Name> match, List<Declaration> declarations, List<Step> steps)
            implements ShapePipe {}

    /** A column that {@link Scan} adds. */
    record Declaration(Origin.ColumnType column, Optional<Expression> initial) {}

    /** @param output {@code all}, {@code last} or {@code none} */
    record Step(Expression.Name name, String output, Expression condition, List<Expression> assignments) {}

    record Evaluate(Span span, Expression.Call call, Optional<OutputSchema> schema) implements ShapePipe {}

    /** @param all that the columns of the input come first: {@code *} */
    record OutputSchema(boolean all, List<Origin.ColumnType> columns) {}
}
