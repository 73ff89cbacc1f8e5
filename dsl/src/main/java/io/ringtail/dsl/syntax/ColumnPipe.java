package io.ringtail.dsl.syntax;

import java.util.List;

/** Operators that choose and compute columns, and change no rows. */
public sealed interface ColumnPipe extends Pipe {
    record Project(Span span, List<Expression> columns) implements ColumnPipe {}

    record Extend(Span span, List<Expression> columns) implements ColumnPipe {}

    /** The three operators that take names and patterns of names. */
    record Choose(Span span, Choice choice, List<Pattern> patterns) implements ColumnPipe {}

    /** What {@link Choose} does with the columns that its patterns match. */
    enum Choice {
        AWAY,
        KEEP,
        REORDER
    }

    /** A column's name, in which {@code *} stands for anything, and the order of those that it matches. */
    record Pattern(Span span, String text, NameOrder order) {}

    /** How columns are put in order by their names; the last two count the numbers in them. */
    enum NameOrder {
        NONE,
        ASC,
        DESC,
        GRANNY_ASC,
        GRANNY_DESC
    }

    record Rename(Span span, List<Expression> columns) implements ColumnPipe {}
}
