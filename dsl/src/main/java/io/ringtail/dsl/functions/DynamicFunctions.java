package io.ringtail.dsl.functions;

import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.NamedNumber;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The parts of dynamic values, and the names of types. */
final class DynamicFunctions {
    private DynamicFunctions() {}

    static void addTo(FunctionTable table) {
        table.add(
                "member(dynamic,string):dynamic",
                Kernels.strict(row -> row[0] instanceof Map<?, ?> bag ? bag.get(row[1]) : null));
        table.add("element(dynamic,long):dynamic", Kernels.strict(DynamicFunctions::element));
        table.add("gettype(int):string", Kernels.lenient(row -> row[0] == null ? "null" : "int"));
        table.add("gettype(dynamic):string", Kernels.lenient(row -> dynamicTypeName(row[0])));
        table.add("gettype(any):string", Kernels.lenient(row -> typeName(row[0])));
    }

    /** A negative index counts from the end. */
    private static @Nullable Object element(@Nullable Object[] row) {
        if (!(row[0] instanceof List<?> list) || !(row[1] instanceof Long index)) {
            return null;
        }
        long at = index < 0 ? list.size() + index : index;
        return at >= 0 && at < list.size() ? list.get((int) at) : null;
    }

    /** Whole numbers inside a dynamic value are int where they fit. */
    private static String dynamicTypeName(@Nullable Object value) {
        String name = typeName(value);
        return name.equals("long") && value instanceof Number whole && whole.longValue() == whole.intValue()
                ? "int"
                : name;
    }

    private static String typeName(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Boolean bool -> "bool";
            case Long whole -> "long";
            case NamedNumber number -> "long";
            case Double real -> "real";
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
