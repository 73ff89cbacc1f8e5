package io.ringtail.dsl.functions;

import io.ringtail.dsl.value.Json;
import io.ringtail.dsl.value.Literals;
import io.ringtail.dsl.value.Values;
import io.ringtail.ring.payload.Cell;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Functions of lists and bags. */
final class DynamicFunctions {
    private DynamicFunctions() {}

    static void addTo(FunctionTable table) {
        for (String name : List.of("parse_json", "todynamic", "parsejson", "toobject")) {
            table.add(name + "(any):dynamic", Kernels.strict(row -> parse(row[0])));
        }
        table.add(
                "member(dynamic,string):dynamic",
                Kernels.strict(row -> row[0] instanceof Map<?, ?> bag ? bag.get(row[1]) : null));
        table.add("element(dynamic,long):dynamic", Kernels.strict(DynamicFunctions::element));
        table.add(
                "array_length(dynamic):long",
                Kernels.strict(row -> row[0] instanceof List<?> list ? (Long) (long) list.size() : null));
        table.add("array_concat(dynamic,dynamic...):dynamic", Kernels.lenient(DynamicFunctions::concatenate));
        table.add(
                "array_index_of(dynamic,any):long",
                Kernels.strict(row -> row[0] instanceof List<?> list ? (Long) (long) indexOf(list, row[1]) : null));
        table.add(
                "set_has_element(dynamic,any):bool",
                Kernels.strict(row -> row[0] instanceof List<?> list ? (Boolean) (indexOf(list, row[1]) >= 0) : null));
        table.add(
                "bag_keys(dynamic):dynamic",
                Kernels.strict(row -> row[0] instanceof Map<?, ?> bag ? new ArrayList<>(bag.keySet()) : null));
        table.add(
                "bag_has_key(dynamic,string):bool",
                Kernels.strict(row -> row[0] instanceof Map<?, ?> bag && bag.containsKey(row[1])));
        table.add("pack_array(any...):dynamic", Kernels.lenient(row -> new ArrayList<>(Arrays.asList(row))));
        table.add("bag_pack(any...):dynamic", Kernels.lenient(DynamicFunctions::pack));
        table.add("pack(any...):dynamic", Kernels.lenient(DynamicFunctions::pack));
        table.add("gettype(any):string", Kernels.lenient(row -> typeName(row[0])));
    }

    private static @Nullable Object parse(@Nullable Object value) {
        if (!(value instanceof String text)) {
            return value;
        }
        Optional<Literals.Parsed> parsed = Json.parse(text);
        return parsed.isPresent() ? parsed.get().value() : text;
    }

    /** A negative index counts from the end. */
    private static @Nullable Object element(@Nullable Object[] row) {
        if (!(row[0] instanceof List<?> list) || !(row[1] instanceof Long index)) {
            return null;
        }
        long at = index < 0 ? list.size() + index : index;
        return at >= 0 && at < list.size() ? list.get((int) at) : null;
    }

    private static @Nullable Object concatenate(@Nullable Object[] row) {
        List<@Nullable Object> all = new ArrayList<>();
        for (Object part : row) {
            if (part instanceof List<?> list) {
                all.addAll(list);
            }
        }
        return all;
    }

    private static int indexOf(List<?> list, @Nullable Object wanted) {
        for (int i = 0; i < list.size(); i++) {
            Object element = list.get(i);
            if (element != null && wanted != null && Values.areEqual(element, wanted)) {
                return i;
            }
        }
        return -1;
    }

    private static Map<String, @Nullable Object> pack(@Nullable Object[] row) {
        Map<String, @Nullable Object> bag = new LinkedHashMap<>();
        for (int i = 0; i + 1 < row.length; i += 2) {
            bag.put(Values.text(row[i]), row[i + 1]);
        }
        return bag;
    }

    private static String typeName(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Boolean bool -> "bool";
            case Long whole -> "long";
            case Double real -> "double";
            case BigDecimal decimal -> "decimal";
            case String text -> "string";
            case UUID guid -> "guid";
            case Cell.Datetime time -> "datetime";
            case Cell.Timespan span -> "timespan";
            case List<?> list -> "array";
            default -> "dictionary";
        };
    }
}
