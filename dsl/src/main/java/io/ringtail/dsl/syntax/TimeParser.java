package io.ringtail.dsl.syntax;

import java.util.List;
import java.util.Optional;

/** Parses the operators of {@link TimePipe}. */
final class TimeParser implements OperatorFamily {
    private final Cursor cursor;
    private final ExpressionParser expressions;

    TimeParser(Cursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    @Override
    public List<String> names() {
        return List.of("as", "then");
    }

    @Override
    public Optional<Pipe> parse(String name, Span span) {
        return name.equals("as") ? as(span) : absent(span);
    }

    /** {@code as of} alone names the rows 'of', as in Kusto. */
    private Optional<Pipe> as(Span span) {
        Token behind = cursor.peek(1);
        boolean named =
                behind.kind() == Token.Kind.END || behind.isSymbol("|") || behind.isSymbol(";") || behind.isSymbol(")");
        if (cursor.peek().isName("of") && !named) {
            cursor.next();
            return Optional.of(new TimePipe.AsOf(span, expressions.parse()));
        }
        return Optional.of(new TimePipe.As(span, expressions.name()));
    }

    private Optional<Pipe> absent(Span span) {
        if (!cursor.takeName("no")) {
            cursor.unexpected("'no' after 'then'");
            return Optional.empty();
        }
        if (!cursor.expect("(", "before the condition")) {
            return Optional.empty();
        }
        Expression condition = expressions.parse();
        cursor.expect(")", "after the condition");
        if (!cursor.takeName("within")) {
            cursor.unexpected("'within' and a timespan");
            return Optional.empty();
        }
        return Optional.of(new TimePipe.Absent(span, condition, expressions.parse()));
    }
}
