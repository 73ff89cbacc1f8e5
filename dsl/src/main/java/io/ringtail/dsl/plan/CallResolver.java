package io.ringtail.dsl.plan;

import io.ringtail.dsl.functions.FunctionTable;
import io.ringtail.dsl.functions.Overload;
import io.ringtail.dsl.functions.TextMatch;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the overload of a function or operator that takes its arguments, and converts them to what it wants. */
final class CallResolver {
    private final BindContext context;

    CallResolver(BindContext context) {
        this.context = context;
    }

    Expr resolve(String name, Span span, List<Expr> arguments) {
        if (arguments.contains(ExpressionBinder.UNKNOWN)) {
            return ExpressionBinder.UNKNOWN;
        }
        List<ScalarType> types = arguments.stream().map(Expr::type).toList();
        Optional<Overload> overload = FunctionTable.ALL.find(name, types);
        if (overload.isEmpty()) {
            refuseCall(name, span, types);
            return ExpressionBinder.UNKNOWN;
        }
        List<Expr> converted = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            converted.add(Conversions.convert(arguments.get(i), overload.get().target(i, types.get(i))));
        }
        return Conversions.apply(
                overload.get().resultType(types), name, overload.get().kernel(), converted);
    }

    static boolean exists(String name) {
        return !FunctionTable.ALL.overloads(name).isEmpty();
    }

    private void refuseCall(String name, Span span, List<ScalarType> types) {
        List<Overload> overloads = FunctionTable.ALL.overloads(name);
        String given = types.stream().map(ScalarType::label).collect(Collectors.joining(", "));
        if (!Character.isLetter(name.charAt(0)) || TextMatch.OPERATORS.contains(name)) {
            context.problem(
                    span,
                    "'" + name + "' cannot be applied to " + given.replace(", ", " and "),
                    operandHint(name, types));
        } else if (name.equals("and") || name.equals("or")) {
            context.problem(span, "'" + name + "' joins conditions, not " + given.replace(", ", " and "), "");
        } else {
            String ways = overloads.stream().map(Overload::describe).limit(3).collect(Collectors.joining(" or "));
            context.problem(span, "'" + name + "' cannot be called with (" + given + ")", "it is " + ways);
        }
    }

    private static String operandHint(String name, List<ScalarType> types) {
        if (types.size() != 2) {
            return "";
        }
        boolean text = types.contains(ScalarType.STRING);
        if (text && types.getFirst() == types.getLast()) {
            return name.equals("+") ? "join strings with strcat(…)" : "compare strings with strcmp(…)";
        }
        if (text) {
            return types.contains(ScalarType.DATETIME)
                    ? "write datetime(…) without quotes"
                    : "cast one of them: tolong(…), tostring(…)";
        }
        return types.contains(ScalarType.DATETIME) && types.contains(ScalarType.LONG) ? "write a timespan: 5m" : "";
    }
}
