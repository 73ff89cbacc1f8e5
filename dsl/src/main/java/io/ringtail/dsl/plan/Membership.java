package io.ringtail.dsl.plan;

import io.ringtail.dsl.functions.TextMatch;
import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Kernel;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.NamedNumber;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code in}, {@code in~}, {@code has_any} and {@code has_all} with candidates that are known when the query is bound. */
final class Membership {
    private Membership() {}

    static Expr of(String symbol, Expr value, List<@Nullable Object> candidates) {
        boolean negated = symbol.startsWith("!");
        String operator = negated ? symbol.substring(1) : symbol;
        Kernel kernel = operator.startsWith("has")
                ? terms(candidates, operator.equals("has_all"), negated)
                : elements(value.type(), candidates, operator.equals("in~"), negated);
        return new Expr.Apply(ScalarType.BOOL, symbol, kernel, List.of(value));
    }

    /** A list among the candidates stands for its elements. */
    static List<@Nullable Object> flat(List<@Nullable Object> candidates) {
        List<@Nullable Object> flat = new ArrayList<>();
        for (Object candidate : candidates) {
            if (candidate instanceof List<?> list) {
                flat.addAll(list);
            } else {
                flat.add(candidate);
            }
        }
        return flat;
    }

    private static Kernel terms(List<@Nullable Object> candidates, boolean all, boolean negated) {
        List<Predicate<String>> matches = candidates.stream()
                .map(candidate -> TextMatch.predicate("has", Values.text(candidate)))
                .toList();
        return test(
                row -> all
                        ? matches.stream().allMatch(match -> match.test(row))
                        : matches.stream().anyMatch(match -> match.test(row)),
                negated);
    }

    private static Kernel elements(
            ScalarType type, List<@Nullable Object> candidates, boolean ignoreCase, boolean negated) {
        if (type == ScalarType.STRING) {
            Set<String> texts = new HashSet<>();
            candidates.forEach(candidate -> texts.add(folded(Values.text(candidate), ignoreCase)));
            return test(text -> texts.contains(folded(text, ignoreCase)), negated);
        }
        if (type == ScalarType.LONG || type == ScalarType.INT) {
            return numbers(candidates, negated);
        }
        return (result, arguments, size) -> {
            long[] values = new long[size];
            for (int i = 0; i < size; i++) {
                Object value = arguments[0].value(i);
                values[i] = anyEqual(value, candidates, ignoreCase) != negated ? 1 : 0;
            }
            return Vector.ofBits(ScalarType.BOOL, values, null, size);
        };
    }

    private static Kernel numbers(List<@Nullable Object> candidates, boolean negated) {
        long[] wanted = candidates.stream()
                .filter(Number.class::isInstance)
                .map(Number.class::cast)
                .filter(number -> number.doubleValue() == number.longValue())
                .mapToLong(Number::longValue)
                .sorted()
                .toArray();
        return (result, arguments, size) -> {
            long[] values = new long[size];
            for (int i = 0; i < size; i++) {
                boolean found = !arguments[0].isNull(i) && Arrays.binarySearch(wanted, arguments[0].bits(i)) >= 0;
                values[i] = found != negated ? 1 : 0;
            }
            return Vector.ofBits(ScalarType.BOOL, values, null, size);
        };
    }

    private static boolean anyEqual(@Nullable Object value, List<@Nullable Object> candidates, boolean ignoreCase) {
        for (Object candidate : candidates) {
            if (value != null && candidate != null && equal(value, candidate, ignoreCase)) {
                return true;
            }
        }
        return false;
    }

    private static boolean equal(Object value, Object candidate, boolean ignoreCase) {
        boolean isText = value instanceof String || value instanceof NamedNumber;
        return ignoreCase && isText && candidate instanceof String other
                ? Values.text(value).equalsIgnoreCase(other)
                : Values.areEqual(value, candidate);
    }

    private static Kernel test(Predicate<String> predicate, boolean negated) {
        return (result, arguments, size) -> {
            long[] values = new long[size];
            for (int i = 0; i < size; i++) {
                values[i] = predicate.test(arguments[0].text(i)) != negated ? 1 : 0;
            }
            return Vector.ofBits(ScalarType.BOOL, values, null, size);
        };
    }

    private static String folded(String text, boolean ignoreCase) {
        return ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
    }
}
