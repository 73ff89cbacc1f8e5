package io.ringtail.dsl.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A question in WQL: {@code SELECT … FROM class WHERE …}. Names are compared without letter case, as WMI does.
 *
 * @param columns the properties that are wanted; none for all
 */
public record Wql(List<String> columns, String className, Optional<Condition> where, String text) {
    public Wql {
        columns = List.copyOf(columns);
    }

    /** What holds of the objects that are wanted. Null compares to nothing: neither equal nor unequal. */
    public sealed interface Condition {
        record And(Condition left, Condition right) implements Condition {}

        record Or(Condition left, Condition right) implements Condition {}

        record Not(Condition condition) implements Condition {}

        /** @param value a String, Long, Double or Boolean */
        record Compare(String property, Operator operator, Object value) implements Condition {}

        record IsNull(String property) implements Condition {}

        /** Those that are looked at, as they are written. */
        default List<String> properties() {
            return switch (this) {
                case And and -> both(and.left, and.right);
                case Or or -> both(or.left, or.right);
                case Not not -> not.condition.properties();
                case Compare compare -> List.of(compare.property);
                case IsNull isNull -> List.of(isNull.property);
            };
        }

        private static List<String> both(Condition left, Condition right) {
            return Stream.concat(left.properties().stream(), right.properties().stream())
                    .toList();
        }
    }

    /** How a property is compared. */
    public enum Operator {
        EQUAL("="),
        NOT_EQUAL("<>"),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        /** {@code %} is any text, {@code _} any character, {@code [a-c]} and {@code [^a-c]} some. */
        LIKE("LIKE");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }
    }

    /** What became of a text. */
    public sealed interface Parse {
        record Ok(Wql question) implements Parse {}

        /** @param at index of the first character that is wrong */
        record Bad(int at, String message) implements Parse {}
    }

    public static Parse parse(String text) {
        return new WqlParser(text).parse();
    }

    static Wql of(List<String> columns, String className, Optional<Condition> where) {
        String text = "SELECT " + (columns.isEmpty() ? "*" : String.join(", ", columns)) + " FROM " + className
                + where.map(condition -> " WHERE " + write(condition)).orElse("");
        return new Wql(columns, className, where, text);
    }

    static Wql of(List<String> columns, String className, Condition... all) {
        Optional<Condition> where = List.of(all).stream().reduce(Condition.And::new);
        return of(columns, className, where);
    }

    private static String write(Condition condition) {
        return switch (condition) {
            case Condition.And and -> write(and.left()) + " AND " + write(and.right());
            case Condition.Or or -> "(" + write(or.left()) + " OR " + write(or.right()) + ")";
            case Condition.Not not -> "NOT (" + write(not.condition()) + ")";
            case Condition.IsNull isNull -> isNull.property() + " IS NULL";
            case Condition.Compare compare ->
                compare.property() + " " + compare.operator().symbol() + " " + literal(compare.value());
        };
    }

    private static String literal(@Nullable Object value) {
        if (value instanceof String text) {
            String quoted = text.chars()
                    .mapToObj(c -> c == '\'' || c == '\\' ? "\\" + (char) c : String.valueOf((char) c))
                    .collect(Collectors.joining());
            return "'" + quoted + "'";
        }
        return String.valueOf(value).toUpperCase(java.util.Locale.ROOT);
    }
}
