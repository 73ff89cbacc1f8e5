package io.ringtail.dsl.functions;

import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.NamedNumber;
import io.ringtail.ring.payload.ScalarType;
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
        for (ScalarType type : ScalarType.values()) {
            boolean dynamic = type == ScalarType.DYNAMIC;
            table.add(
                    "gettype(" + type.label() + "):string",
                    Kernels.lenient(row -> dynamic ? dynamicTypeName(row[0]) : type.label()));
        }
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
        return switch (value) {
            case null -> "null";
            case Boolean bool -> "bool";
            case Long whole -> whole == whole.intValue() ? "int" : "long";
            case NamedNumber number -> number.longValue() == number.intValue() ? "int" : "long";
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
