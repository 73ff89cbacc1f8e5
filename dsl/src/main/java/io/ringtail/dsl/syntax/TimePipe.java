package io.ringtail.dsl.syntax;

/** Operators that know what the recording's time means: they are not Kusto's. */
public sealed interface TimePipe extends Pipe {
    /** {@code then no (condition) within span}: keeps the rows after which no such event came in time. */
    record Absent(Span span, Expression condition, Expression within) implements TimePipe {}

    /** {@code as of time}: what was known at a time. */
    record AsOf(Span span, Expression time) implements TimePipe {}

    /** {@code as name}: what the rows are called in a condition behind. */
    record As(Span span, Expression.Name name) implements TimePipe {}
}
