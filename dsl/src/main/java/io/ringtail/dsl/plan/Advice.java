package io.ringtail.dsl.plan;

import io.ringtail.dsl.syntax.Expression;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Says what is right, but can be said shorter, or found faster, or is seldom meant. */
final class Advice {
    /** Fewer than these are read as easily one by one. */
    private static final int SEVERAL = 3;

    private static final String REGEX_CHARACTERS = "\\.[]{}()*+?^$|";

    private final BindContext context;

    Advice(BindContext context) {
        this.context = context;
    }

    /** @param type of an expression, as it will be bound */
    void on(Expression.Binary binary, Function<Expression, ScalarType> type) {
        switch (binary.symbol()) {
            case "or" -> alternatives(binary);
            case "==", "!=" -> {
                comparedAsText(binary, type);
                letterCase(binary);
            }
            case "matches regex" -> plainRegex(binary);
            default -> wholeTerm(binary);
        }
    }

    /** A search for letters and digits alone mostly means a whole term, and terms are found faster. */
    private void wholeTerm(Expression.Binary binary) {
        String negation = binary.symbol().startsWith("!") ? "!" : "";
        String bare = binary.symbol().substring(negation.length());
        Optional<String> word = text(binary.right())
                .filter(text -> text.length() > 2 && text.chars().allMatch(Character::isLetterOrDigit));
        if (bare.startsWith("contains") && word.isPresent()) {
            String term = negation + (bare.equals("contains") ? "has" : "has_cs");
            context.warning(
                    binary.symbolSpan(),
                    "'" + binary.symbol() + "' looks for parts of words too",
                    "write '" + term + "' if \"" + word.get() + "\" is a whole word");
        }
    }

    /** {@code x == 1 or x == 2 or x == 3}. */
    private void alternatives(Expression.Binary or) {
        List<Expression.Binary> parts = new ArrayList<>();
        boolean alike = flatten(or, parts)
                && parts.size() >= SEVERAL
                && parts.stream().allMatch(part -> isSame(part, parts.getFirst()));
        if (!alike) {
            return;
        }
        String symbol = parts.getFirst().symbol();
        Optional<String> list = switch (symbol) {
            case "==" -> Optional.of("in");
            case "=~" -> Optional.of("in~");
            case "has" -> Optional.of("has_any");
            default -> Optional.empty();
        };
        if (list.isPresent()) {
            String name = context.text(parts.getFirst().left().span());
            List<String> values = parts.stream()
                    .map(part -> context.text(part.right().span()))
                    .toList();
            context.warning(
                    or.span(),
                    "'" + name + "' is compared with several values one by one",
                    "write '" + name + " " + list.get() + " (" + String.join(", ", values) + ")'");
        }
    }

    private static boolean flatten(Expression expression, List<Expression.Binary> into) {
        if (!(expression instanceof Expression.Binary binary)) {
            return false;
        }
        if (binary.symbol().equals("or")) {
            return flatten(binary.left(), into) && flatten(binary.right(), into);
        }
        into.add(binary);
        return binary.right() instanceof Expression.Literal;
    }

    private boolean isSame(Expression.Binary part, Expression.Binary first) {
        return part.symbol().equals(first.symbol())
                && context.text(part.left().span())
                        .equals(context.text(first.left().span()));
    }

    /** {@code tostring(ProcessId) == "4"}. */
    private void comparedAsText(Expression.Binary binary, Function<Expression, ScalarType> type) {
        Optional<Expression> argument = argument(binary.left(), List.of("tostring"))
                .filter(part -> part instanceof Expression.Name || part instanceof Expression.Member);
        Optional<String> number = text(binary.right()).filter(text -> text.matches("-?[0-9]{1,18}"));
        if (argument.isPresent() && number.isPresent()) {
            ScalarType compared = type.apply(argument.get());
            if (compared == ScalarType.LONG || compared == ScalarType.INT) {
                String name = context.text(argument.get().span());
                context.warning(
                        binary.left().span(),
                        "a number is made a text of to be compared",
                        "write '" + name + " " + binary.symbol() + " " + number.get() + "'");
            }
        }
    }

    /** {@code tolower(name) == "app.exe"}. */
    private void letterCase(Expression.Binary binary) {
        Optional<Expression> argument = argument(binary.left(), List.of("tolower", "toupper"));
        if (argument.isPresent() && text(binary.right()).isPresent()) {
            String symbol = binary.symbol().equals("==") ? "=~" : "!~";
            context.warning(
                    binary.left().span(),
                    "a text is converted to be compared whatever its letter case",
                    "write '" + context.text(argument.get().span()) + " " + symbol + " "
                            + context.text(binary.right().span()) + "'");
        }
    }

    private void plainRegex(Expression.Binary binary) {
        Optional<String> plain = text(binary.right())
                .filter(text -> text.chars().noneMatch(c -> REGEX_CHARACTERS.indexOf(c) >= 0) && !text.isEmpty());
        if (plain.isPresent()) {
            context.warning(
                    binary.symbolSpan(),
                    "this regular expression is a plain text",
                    "write 'contains_cs', or 'has_cs' if it is a whole word");
        }
    }

    private static Optional<Expression> argument(Expression expression, List<String> functions) {
        return expression instanceof Expression.Call call
                        && functions.contains(call.function().name())
                        && call.arguments().size() == 1
                ? Optional.of(call.arguments().getFirst())
                : Optional.empty();
    }

    private static Optional<String> text(Expression argument) {
        return argument instanceof Expression.Literal literal && literal.value() instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }
}
