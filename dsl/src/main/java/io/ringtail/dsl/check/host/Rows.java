package io.ringtail.dsl.check.host;

import io.ringtail.dsl.check.Wql;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Applies a WQL question to objects that are all there: strings compare without letter case, null compares to nothing. */
final class Rows {
    private Rows() {}

    static List<Map<String, @Nullable Object>> select(List<Map<String, @Nullable Object>> objects, Wql question) {
        List<Map<String, @Nullable Object>> selected = new ArrayList<>();
        for (Map<String, @Nullable Object> object : objects) {
            Map<String, @Nullable Object> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            anyCase.putAll(object);
            if (question.where().isEmpty()
                    || Boolean.TRUE.equals(holds(question.where().get(), anyCase))) {
                selected.add(question.columns().isEmpty() ? object : project(anyCase, question.columns()));
            }
        }
        return selected;
    }

    private static Map<String, @Nullable Object> project(Map<String, @Nullable Object> object, List<String> columns) {
        Map<String, @Nullable Object> projected = new LinkedHashMap<>();
        columns.forEach(column -> projected.put(column, object.get(column)));
        return projected;
    }

    /** Null where it is neither true nor false. */
    private static @Nullable Boolean holds(Wql.Condition condition, Map<String, @Nullable Object> object) {
        return switch (condition) {
            case Wql.Condition.And and -> both(holds(and.left(), object), holds(and.right(), object), false);
            case Wql.Condition.Or or -> both(holds(or.left(), object), holds(or.right(), object), true);
            case Wql.Condition.Not not -> {
                Boolean inner = holds(not.condition(), object);
                yield inner == null ? null : (Boolean) !inner;
            }
            case Wql.Condition.IsNull isNull -> object.get(isNull.property()) == null;
            case Wql.Condition.Compare compare -> compare(object.get(compare.property()), compare);
        };
    }

    /** @param decisive the value of one side that decides */
    private static @Nullable Boolean both(@Nullable Boolean left, @Nullable Boolean right, boolean decisive) {
        if (left != null && left == decisive || right != null && right == decisive) {
            return decisive;
        }
        return left == null || right == null ? null : (Boolean) !decisive;
    }

    private static @Nullable Boolean compare(@Nullable Object value, Wql.Condition.Compare compare) {
        if (value == null) {
            return null;
        }
        if (compare.operator() == Wql.Operator.LIKE) {
            return like(String.valueOf(compare.value()))
                    .matcher(value.toString())
                    .matches();
        }
        Integer order = order(value, compare.value());
        if (order == null) {
            return null;
        }
        return switch (compare.operator()) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case LIKE -> false;
        };
    }

    private static @Nullable Integer order(Object value, Object wanted) {
        if (value instanceof Boolean flag) {
            return Boolean.compare(flag, Boolean.parseBoolean(wanted.toString()) || wanted.equals(1L));
        }
        if (value instanceof Number || wanted instanceof Number) {
            try {
                return new BigDecimal(value.toString()).compareTo(new BigDecimal(wanted.toString()));
            } catch (NumberFormatException e) {
                return null;
            }
        }
        return value.toString().compareToIgnoreCase(wanted.toString());
    }

    private static Pattern like(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            int close = c == '[' ? pattern.indexOf(']', i) : -1;
            if (close > i + 1) {
                regex.append('[').append(pattern, i + 1, close).append(']');
                i = close;
            } else {
                regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }
}
