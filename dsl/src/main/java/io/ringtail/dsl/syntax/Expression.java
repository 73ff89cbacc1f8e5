package io.ringtail.dsl.syntax;

import io.ringtail.ring.payload.ScalarType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has a value in every row. Each knows its place in the text. */
public sealed interface Expression {
    Span span();

    /** @param value null is null; else as {@link io.ringtail.dsl.value.Values} has it */
    record Literal(Span span, ScalarType type, @Nullable Object value) implements Expression {}

    record Name(Span span, String name) implements Expression {}

    /** {@code target.name}. */
    record Member(Span span, Expression target, Name name) implements Expression {}

    /** {@code target[index]}. */
    record Index(Span span, Expression target, Expression index) implements Expression {}

    record Call(Span span, Name function, List<Expression> arguments) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@code -operand}; the only one with one side, for {@code not} is a function. */
    record Negation(Span span, Expression operand) implements Expression {}

    /** @param symbol the operator as it is written, in its canonical form: {@code ==}, {@code !has_cs} */
    record Binary(Span span, Span symbolSpan, String symbol, Expression left, Expression right) implements Expression {}

    /** {@code value in (a, b)}, {@code value has_any (a, b)}; symbols as for {@link Binary}. */
    record Membership(Span span, Span symbolSpan, String symbol, Expression value, List<Expression> candidates)
            implements Expression {
        public Membership {
            candidates = List.copyOf(candidates);
        }
    }

    record Between(Span span, boolean negated, Expression value, Expression low, Expression high)
            implements Expression {}

    /** A query as a value: what {@code toscalar} takes, or the candidates of {@code in}. */
    record Rows(Span span, Pipeline pipeline) implements Expression {}

    /** {@code *}, where all columns are meant. */
    record Star(Span span) implements Expression {}

    /** {@code name = value} or {@code (a, b) = value} in a list of columns. */
    record Named(Span span, List<Name> names, Expression value) implements Expression {
        public Named {
            names = List.copyOf(names);
        }
    }

    /** Stands where an expression should, after a problem was reported. */
    record Missing(Span span) implements Expression {}

    /** The name by which a column can be called that stands alone. */
    default Optional<String> simpleName() {
        return this instanceof Name name ? Optional.of(name.name()) : Optional.empty();
    }
}
