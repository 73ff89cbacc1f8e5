package io.ringtail.dsl.functions;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions that take arrays for sets. Their results keep the order in which the values first stand in the arguments. */
final class SetFunctions {
    private SetFunctions() {}

    static void addTo(FunctionTable table) {
        table.add(
                "set_has_element(dynamic,any):bool",
                Kernels.strict(row ->
                        row[0] instanceof List<?> list ? (Boolean) (ArrayFunctions.indexOf(list, row[1]) >= 0) : null));
        table.add("set_union(dynamic,dynamic,dynamic...):dynamic", Kernels.strict(SetFunctions::union));
        table.add("set_intersect(dynamic,dynamic,dynamic...):dynamic", Kernels.strict(row -> filter(row, true)));
        table.add("set_difference(dynamic,dynamic,dynamic...):dynamic", Kernels.strict(row -> filter(row, false)));
        table.add(
                "set_equals(dynamic,dynamic):bool",
                Kernels.strict(row -> isSet(row) ? (Boolean) equal(row[0], row[1]) : null));
        table.add("jaccard_index(dynamic,dynamic):dynamic", Kernels.strict(SetFunctions::jaccard));
    }

    private static boolean isSet(@Nullable Object[] row) {
        for (Object set : row) {
            if (!(set instanceof List<?>)) {
                return false;
            }
        }
        return true;
    }

    private static List<@Nullable Object> distinct(List<@Nullable Object> values) {
        List<@Nullable Object> distinct = new ArrayList<>();
        for (Object value : values) {
            if (ArrayFunctions.indexOf(distinct, value) < 0) {
                distinct.add(value);
            }
        }
        return distinct;
    }

    private static @Nullable Object union(@Nullable Object[] row) {
        List<@Nullable Object> all = new ArrayList<>();
        for (Object set : row) {
            all.addAll(Arguments.elements(set));
        }
        return isSet(row) ? distinct(all) : null;
    }

    /** What of the first is in all others, or in none. */
    private static @Nullable Object filter(@Nullable Object[] row, boolean wanted) {
        List<@Nullable Object> kept = distinct(Arguments.elements(row[0]));
        for (int i = 1; i < row.length; i++) {
            List<@Nullable Object> other = Arguments.elements(row[i]);
            kept.removeIf(value -> ArrayFunctions.indexOf(other, value) >= 0 != wanted);
        }
        return isSet(row) ? kept : null;
    }

    private static boolean equal(@Nullable Object one, @Nullable Object other) {
        List<@Nullable Object> left = Arguments.elements(one);
        List<@Nullable Object> right = Arguments.elements(other);
        return left.stream().allMatch(value -> ArrayFunctions.indexOf(right, value) >= 0)
                && right.stream().allMatch(value -> ArrayFunctions.indexOf(left, value) >= 0);
    }

    private static @Nullable Object jaccard(@Nullable Object[] row) {
        if (!isSet(row)) {
            return null;
        }
        double union = Arguments.elements(union(row)).size();
        double common = Arguments.elements(filter(row, true)).size();
        return common / union;
    }
}
