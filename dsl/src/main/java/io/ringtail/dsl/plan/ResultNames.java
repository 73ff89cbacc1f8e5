package io.ringtail.dsl.plan;

import io.ringtail.dsl.aggregate.AggregateFunction;
import io.ringtail.dsl.syntax.Expression;
import java.util.Optional;
import java.util.Set;

/** The names that Kusto gives to columns that were not given one. */
final class ResultNames {
    /** Functions whose result is called as their first argument is. */
    private static final Set<String> AS_FIRST_ARGUMENT = Set.of(
            "split",
            "tohex",
            "tostring",
            "todynamic",
            "toobject",
            "tolong",
            "toint",
            "toreal",
            "todouble",
            "todatetime",
            "totimespan",
            "totime",
            "tobool",
            "toboolean",
            "todecimal",
            "toguid",
            "parse_json",
            "parsejson",
            "format_datetime",
            "format_timespan",
            "startofday",
            "bin",
            "floor",
            "binary_and",
            "binary_or",
            "binary_xor",
            "binary_not",
            "binary_shift_left",
            "binary_shift_right",
            "round",
            "ceiling",
            "pow",
            "sqrt",
            "log",
            "log2",
            "log10",
            "exp",
            "exp2",
            "exp10",
            "cos",
            "sin",
            "tan",
            "acos",
            "asin",
            "atan",
            "atan2",
            "abs");

    private ResultNames() {}

    static Optional<String> of(Expression expression) {
        return switch (expression) {
            case Expression.Name name -> Optional.of(name.name());
            case Expression.Member member -> path(member.target(), member.name().name());
            case Expression.Index index -> key(index.index()).flatMap(key -> path(index.target(), key));
            case Expression.Call call -> ofCall(call);
            default -> Optional.empty();
        };
    }

    private static Optional<String> key(Expression index) {
        return index instanceof Expression.Literal literal && literal.value() != null
                ? Optional.of(String.valueOf(literal.value()))
                : Optional.empty();
    }

    private static Optional<String> path(Expression target, String last) {
        return Optional.of(of(target).map(first -> first + "_" + last).orElse(last));
    }

    private static Optional<String> ofCall(Expression.Call call) {
        String name = call.function().name();
        Optional<String> first = call.arguments().isEmpty()
                ? Optional.empty()
                : of(call.arguments().getFirst());
        Optional<AggregateFunction> aggregate = AggregateFunction.named(name);
        if (aggregate.isPresent()) {
            return Optional.of(ofAggregate(aggregate.get(), call, first));
        }
        if (name.equals("strlen")) {
            return first.map(argument -> "strlen_" + argument);
        }
        return AS_FIRST_ARGUMENT.contains(name) ? first : Optional.empty();
    }

    private static String ofAggregate(AggregateFunction function, Expression.Call call, Optional<String> first) {
        if (function.keepsRows()) {
            return first.orElse(function.prefix() + "_");
        }
        String name = function.prefix() + "_" + first.orElse("");
        return function.prefix().equals("percentile") && call.arguments().size() > 1
                ? name + "_" + fragment(call.arguments().get(1))
                : name;
    }

    /** 99.9 becomes 99_9. */
    static String fragment(Expression number) {
        Object value = number instanceof Expression.Literal literal ? literal.value() : null;
        return String.valueOf(value).replaceAll("\\.0$", "").replaceAll("[^A-Za-z0-9_]", "_");
    }
}
