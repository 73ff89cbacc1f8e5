package io.ringtail.dsl.functions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Functions of arrays of numbers that follow each other in time. What is no number in them is null in the result. */
final class SeriesFunctions {
    private SeriesFunctions() {}

    static void addTo(FunctionTable table) {
        both(table, "series_add", Double::sum);
        both(table, "series_subtract", (left, right) -> left - right);
        both(table, "series_multiply", (left, right) -> left * right);
        bothReal(table, "series_divide", (left, right) -> left / right);
        bothReal(table, "series_pow", Math::pow);
        compare(table, "series_equals", Double::equals);
        compare(table, "series_not_equals", (left, right) -> !left.equals(right));
        compare(table, "series_less", (left, right) -> left < right);
        compare(table, "series_less_equals", (left, right) -> left <= right);
        compare(table, "series_greater", (left, right) -> left > right);
        compare(table, "series_greater_equals", (left, right) -> left >= right);
        each(table, "series_abs", Math::abs);
        each(table, "series_ceiling", Math::ceil);
        each(table, "series_floor", Math::floor);
        table.add("series_sign(dynamic):dynamic", ofArray(SeriesFunctions::signs));
        each(table, "series_exp", Math::exp);
        each(table, "series_log", Math::log);
        each(table, "series_sin", Math::sin);
        each(table, "series_cos", Math::cos);
        each(table, "series_tan", Math::tan);
        each(table, "series_asin", Math::asin);
        each(table, "series_acos", Math::acos);
        each(table, "series_atan", Math::atan);
        sums(table);
        fills(table);
    }

    private static void sums(FunctionTable table) {
        table.add("series_sum(dynamic):real", ofArray(row -> fold(row[0], 0, Double::sum)));
        table.add("series_product(dynamic):real", ofArray(row -> fold(row[0], 1, (product, value) -> product * value)));
        table.add(
                "series_magnitude(dynamic):real",
                ofArray(row -> Math.sqrt(fold(row[0], 0, (sum, value) -> sum + value * value))));
        table.add("series_dot_product(dynamic,dynamic):real", ofArray(row -> dot(row[0], row[1])));
        table.add(
                "series_dot_product(dynamic,real):real",
                ofArray(row -> row[1] instanceof Double factor ? factor * fold(row[0], 0, Double::sum) : null));
        table.add(
                "series_dot_product(real,dynamic):real",
                Kernels.strict(row -> row[0] instanceof Double factor && row[1] instanceof List<?>
                        ? (Object) (factor * fold(row[1], 0, Double::sum))
                        : null));
        table.add(
                "series_cosine_similarity(dynamic,dynamic):real",
                ofArray(row -> dot(row[0], row[1]) / Math.sqrt(dot(row[0], row[0]) * dot(row[1], row[1]))));
        table.add("series_pearson_correlation(dynamic,dynamic):real", ofArray(SeriesFunctions::correlation));
        table.add("series_stats_dynamic(dynamic):dynamic", ofArray(row -> statistics(row[0])));
    }

    private static void fills(FunctionTable table) {
        table.add("series_fill_const(dynamic,any,[any]):dynamic", ofArray(SeriesFunctions::fillConstant));
        table.add("series_fill_forward(dynamic,[any]):dynamic", ofArray(row -> fillForward(row, false)));
        table.add("series_fill_backward(dynamic,[any]):dynamic", ofArray(row -> fillForward(row, true)));
        table.add("series_fill_linear(dynamic,[any],[bool],[any]):dynamic", ofArray(SeriesFunctions::fillLinear));
    }

    private static io.ringtail.dsl.vector.Kernel ofArray(Kernels.RowFunction function) {
        return Kernels.lenient(row -> row[0] instanceof List<?> ? function.apply(row) : null);
    }

    private static void each(FunctionTable table, String name, DoubleUnaryOperator function) {
        table.add(name + "(dynamic):dynamic", ofArray(row -> {
            List<@Nullable Object> result = new ArrayList<>();
            for (Object value : Arguments.elements(row[0])) {
                result.add(value instanceof Number number ? function.applyAsDouble(number.doubleValue()) : null);
            }
            return result;
        }));
    }

    private static List<@Nullable Object> signs(@Nullable Object[] row) {
        List<@Nullable Object> signs = new ArrayList<>();
        for (Object value : Arguments.elements(row[0])) {
            signs.add(value instanceof Number number ? (Long) (long) Math.signum(number.doubleValue()) : null);
        }
        return signs;
    }

    /** Element by element; a single number stands for as many as the other side has. */
    private static List<@Nullable Object> pairs(@Nullable Object[] row, PairFunction function) {
        List<@Nullable Object> result = new ArrayList<>();
        int left = row[0] instanceof List<?> list ? list.size() : -1;
        int right = row[1] instanceof List<?> list ? list.size() : -1;
        for (int i = 0; i < Math.max(left, right); i++) {
            Object one = element(row[0], i);
            Object other = element(row[1], i);
            result.add(one instanceof Number a && other instanceof Number b ? function.apply(a, b) : null);
        }
        return result;
    }

    private interface PairFunction {
        Object apply(Number left, Number right);
    }

    private static @Nullable Object element(@Nullable Object value, int index) {
        if (!(value instanceof List<?> list)) {
            return value;
        }
        return index < list.size() ? list.get(index) : null;
    }

    private static void both(FunctionTable table, String name, DoubleBinaryOperator function) {
        table.add(
                name + "(any,any):dynamic",
                Kernels.strict(row -> pairs(row, (left, right) -> result(left, right, function))));
    }

    private static void bothReal(FunctionTable table, String name, DoubleBinaryOperator function) {
        table.add(
                name + "(any,any):dynamic",
                Kernels.strict(row -> pairs(row, (left, right) ->
                        (Double) function.applyAsDouble(left.doubleValue(), right.doubleValue()))));
    }

    /** Whole numbers stay whole where the result is. */
    private static Object result(Number left, Number right, DoubleBinaryOperator function) {
        double value = function.applyAsDouble(left.doubleValue(), right.doubleValue());
        boolean whole = left instanceof Long && right instanceof Long && value == Math.rint(value);
        return whole && Math.abs(value) < 0x1p53 ? (Object) (long) value : (Object) value;
    }

    private static void compare(FunctionTable table, String name, BiPredicate<Double, Double> predicate) {
        table.add(
                name + "(any,any):dynamic",
                Kernels.strict(row -> pairs(
                        row, (left, right) -> (Boolean) predicate.test(left.doubleValue(), right.doubleValue()))));
    }

    private static double fold(@Nullable Object array, double start, DoubleBinaryOperator function) {
        double folded = start;
        for (double value : numbers(array)) {
            folded = function.applyAsDouble(folded, value);
        }
        return folded;
    }

    private static double[] numbers(@Nullable Object array) {
        return Arguments.elements(array).stream()
                .filter(Number.class::isInstance)
                .mapToDouble(value -> ((Number) value).doubleValue())
                .toArray();
    }

    private static double dot(@Nullable Object one, @Nullable Object other) {
        double[] left = numbers(one);
        double[] right = numbers(other);
        double sum = 0;
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }

    private static @Nullable Object correlation(@Nullable Object[] row) {
        double[] left = numbers(row[0]);
        double[] right = numbers(row[1]);
        if (left.length != right.length || left.length == 0) {
            return null;
        }
        double meanLeft = mean(left);
        double meanRight = mean(right);
        double both = 0;
        double leftSquares = 0;
        double rightSquares = 0;
        for (int i = 0; i < left.length; i++) {
            both += (left[i] - meanLeft) * (right[i] - meanRight);
            leftSquares += (left[i] - meanLeft) * (left[i] - meanLeft);
            rightSquares += (right[i] - meanRight) * (right[i] - meanRight);
        }
        return both / Math.sqrt(leftSquares * rightSquares);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    static @Nullable Object statistics(@Nullable Object array) {
        List<@Nullable Object> elements = Arguments.elements(array);
        int least = -1;
        int greatest = -1;
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof Number number) {
                least = least < 0 || number.doubleValue() < real(elements.get(least)) ? i : least;
                greatest = greatest < 0 || number.doubleValue() > real(elements.get(greatest)) ? i : greatest;
            }
        }
        if (least < 0) {
            return null;
        }
        double[] values = numbers(array);
        double mean = mean(values);
        double squares = fold(array, 0, (sum, value) -> sum + (value - mean) * (value - mean));
        double variance = values.length > 1 ? squares / (values.length - 1) : 0;
        Map<String, @Nullable Object> bag = new LinkedHashMap<>();
        bag.put("min", real(elements.get(least)));
        bag.put("min_idx", (long) least);
        bag.put("max", real(elements.get(greatest)));
        bag.put("max_idx", (long) greatest);
        bag.put("avg", mean);
        bag.put("stdev", Math.sqrt(variance));
        bag.put("variance", variance);
        bag.put("sum", fold(array, 0, Double::sum));
        bag.put("len", (long) elements.size());
        return bag;
    }

    private static double real(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** Whether an element is missing: it is null, or what the caller says stands for a missing one. */
    private static boolean isMissing(@Nullable Object value, @Nullable Object[] row, int placeholder) {
        Object missing = row.length > placeholder ? row[placeholder] : null;
        return value == null
                || value instanceof Double real && real.isNaN()
                || missing != null && ArrayFunctions.same(value, missing);
    }

    private static @Nullable Object fillConstant(@Nullable Object[] row) {
        List<@Nullable Object> filled = Arguments.elements(row[0]);
        filled.replaceAll(value -> isMissing(value, row, 2) ? row[1] : value);
        return filled;
    }

    private static @Nullable Object fillForward(@Nullable Object[] row, boolean backward) {
        List<@Nullable Object> filled = Arguments.elements(row[0]);
        List<@Nullable Object> ordered = backward ? filled.reversed() : filled;
        for (int i = 1; i < ordered.size(); i++) {
            if (isMissing(ordered.get(i), row, 1) && !isMissing(ordered.get(i - 1), row, 1)) {
                ordered.set(i, ordered.get(i - 1));
            }
        }
        return filled;
    }

    /** Edges take the nearest value, if asked for or nothing is said; a series without any takes the constant. */
    private static @Nullable Object fillLinear(@Nullable Object[] row) {
        List<@Nullable Object> filled = Arguments.elements(row[0]);
        boolean edges = row.length < 3 || !Boolean.FALSE.equals(row[2]);
        int before = -1;
        for (int i = 0; i <= filled.size(); i++) {
            if (i == filled.size() || !isMissing(filled.get(i), row, 1)) {
                fillGap(filled, before, i, edges);
                before = i;
            }
        }
        boolean empty = filled.stream().allMatch(value -> isMissing(value, row, 1));
        if (empty) {
            filled.replaceAll(value -> row.length > 3 ? row[3] : (Object) 0.0);
        }
        return filled;
    }

    private static void fillGap(List<@Nullable Object> filled, int before, int after, boolean edges) {
        for (int i = before + 1; i < after; i++) {
            if (before >= 0 && after < filled.size()) {
                double left = real(filled.get(before));
                double share = (double) (i - before) / (after - before);
                double value = left + share * (real(filled.get(after)) - left);
                boolean whole = filled.get(before) instanceof Long && filled.get(after) instanceof Long;
                filled.set(i, whole ? (Object) (long) value : (Object) value);
            } else if (edges && (before >= 0 || after < filled.size())) {
                filled.set(i, filled.get(before >= 0 ? before : after));
            }
        }
    }
}
