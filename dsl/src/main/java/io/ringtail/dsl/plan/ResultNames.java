package io.ringtail.dsl.plan;

import io.ringtail.dsl.aggregate.AggregateFunction;
import io.ringtail.dsl.syntax.Expression;
import java.util.Map;
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
            "session",
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
            "abs",
            "series_outliers",
            "parse_csv",
            "bin_at",
            "bitset_count_ones",
            "format_bytes",
            "gamma",
            "loggamma",
            "erf",
            "erfc");

    /** Functions whose result is called as their only argument is, if there is but one. */
    private static final Set<String> AS_ONLY_ARGUMENT = Set.of("make_datetime", "make_timespan");

    /** Functions whose result is called as their first argument is, with this before it. */
    private static final Map<String, String> PREFIXES = Map.of(
            "strlen", "strlen_",
            "string_size", "string_size_",
            "gettype", "type_",
            "treepath", "tree_",
            "repeat", "repeat_",
            "dcount_hll", "dcount_hll_",
            "percentile_tdigest", "percentile_tdigest_",
            "percentiles_array_tdigest", "percentile_tdigest_");

    /** Functions whose result has a name of its own. */
    private static final Map<String, String> OWN_NAMES = Map.of(
            "merge_tdigest",
            "tdigests_merge_result",
            "tdigest_merge",
            "tdigests_merge_result",
            "hll_merge",
            "hll_merged_result");

    private ResultNames() {}

    static Optional<String> of(Expression expression) {
        return switch (expression) {
            case Expression.Name name -> Optional.of(name.name());
            case Expression.Member member -> path(member.target(), member.name().name());
            case Expression.Index index -> path(index.target(), key(index.index()));
            case Expression.Call call -> ofCall(call);
            default -> Optional.empty();
        };
    }

    /** What is written out; a sign before a number makes it an expression. */
    private static String key(Expression index) {
        boolean written = index instanceof Expression.Literal literal
                && literal.value() != null
                && !(literal.value() instanceof Long number && number < 0);
        return written ? String.valueOf(((Expression.Literal) index).value()) : "";
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
        String prefix = PREFIXES.get(name);
        if (prefix != null) {
            return Optional.of(prefix + first.orElse(""));
        }
        boolean only = AS_ONLY_ARGUMENT.contains(name) && call.arguments().size() == 1;
        return only || AS_FIRST_ARGUMENT.contains(name) ? first : Optional.ofNullable(OWN_NAMES.get(name));
    }

    private static String ofAggregate(AggregateFunction function, Expression.Call call, Optional<String> first) {
        if (function.keepsRows()) {
            return function.namesKeptRows()
                    ? function.prefix() + "_" + first.orElse("")
                    : first.orElse(function.prefix() + "_");
        }
        if (function.name().startsWith("covariance") && call.arguments().size() > 1) {
            return function.prefix() + "_" + first.orElse("")
                    + of(call.arguments().get(1)).map(second -> "_" + second).orElse("");
        }
        if (function.name().startsWith("binary_all_")) {
            return first.orElse(function.prefix() + "_");
        }
        String name = function.prefix() + "_" + first.orElse("");
        int percentAt =
                function.name().startsWith("percentilew") || function.name().startsWith("percentilesw") ? 2 : 1;
        return function.prefix().equals("percentile") && call.arguments().size() > percentAt
                ? name + "_" + fragment(call.arguments().get(percentAt))
                : name;
    }

    /** 99.9 becomes 99_9. */
    static String fragment(Expression number) {
        Object value = number instanceof Expression.Literal literal ? literal.value() : null;
        return String.valueOf(value).replaceAll("\\.0$", "").replaceAll("[^A-Za-z0-9_]", "_");
    }
}
