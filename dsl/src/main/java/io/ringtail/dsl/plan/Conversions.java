package io.ringtail.dsl.plan;

import io.ringtail.dsl.functions.FunctionTable;
import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Kernel;
import io.ringtail.dsl.vector.Slots;
import io.ringtail.ring.payload.ScalarType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes bound expressions: gives arguments the types wanted, and computes at once what depends on no row. */
final class Conversions {
    private static final Batch ONE_ROW = Batch.of(new Slots(), Map.of(), 1);

    private Conversions() {}

    static Expr apply(ScalarType type, String name, Kernel kernel, List<Expr> arguments) {
        Expr.Apply apply = new Expr.Apply(type, name, kernel, arguments);
        boolean constant = arguments.stream().allMatch(Expr.Constant.class::isInstance);
        return constant ? new Expr.Constant(type, apply.evaluate(ONE_ROW).value(0)) : apply;
    }

    static Expr convert(Expr expression, ScalarType type) {
        if (expression.type() == type) {
            return expression;
        }
        if (expression.type() == ScalarType.INT && type == ScalarType.LONG) {
            return apply(
                    type, Expr.Apply.WIDEN, (result, arguments, size) -> arguments[0].as(result), List.of(expression));
        }
        return apply(type, "cast", FunctionTable.cast(expression.type(), type), List.of(expression));
    }

    static Expr bool(boolean value) {
        return new Expr.Constant(ScalarType.BOOL, value);
    }

    static Optional<Object> constant(Expr expression) {
        return expression instanceof Expr.Constant constant ? Optional.ofNullable(constant.value()) : Optional.empty();
    }

    /** The one type that all of these can be read as: numbers widen, all else is dynamic. */
    static ScalarType common(List<ScalarType> types) {
        ScalarType common = types.getFirst();
        for (ScalarType type : types) {
            if (type != common) {
                common = isNumber(type) && isNumber(common)
                        ? ScalarType.values()[Math.max(type.ordinal(), common.ordinal())]
                        : ScalarType.DYNAMIC;
            }
        }
        return common;
    }

    static boolean isNumber(ScalarType type) {
        return switch (type) {
            case INT, LONG, REAL, DECIMAL -> true;
            case BOOL, STRING, DATETIME, TIMESPAN, GUID, DYNAMIC -> false;
        };
    }
}
