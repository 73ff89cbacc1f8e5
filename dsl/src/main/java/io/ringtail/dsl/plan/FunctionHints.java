package io.ringtail.dsl.plan;

import io.ringtail.dsl.aggregate.AggregateFunction;
import io.ringtail.dsl.value.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The way out when a function is called that is not there. */
final class FunctionHints {
    private static final Map<String, String> NEAR = Map.ofEntries(
            Map.entry("mv_expand", "take elements by index: field[0]"),
            Map.entry("tdigest", "use percentile(x, 95)"),
            Map.entry("hll", "use dcount(x)"),
            Map.entry("make_datetime_utc", "use make_datetime(…)"),
            Map.entry("len", "use strlen(x)"),
            Map.entry("length", "use strlen(x), or array_length(x)"),
            Map.entry("lower", "use tolower(x)"),
            Map.entry("upper", "use toupper(x)"),
            Map.entry("if", "use iff(condition, a, b)"),
            Map.entry("concat", "use strcat(a, b)"),
            Map.entry("hash_many", "use hash(strcat_delim(\"|\", x, y))"),
            Map.entry("hash_combine", "use hash(strcat_delim(\"|\", x, y))"),
            Map.entry("new_guid", "the same query gives the same rows here"),
            Map.entry("bin_auto", "use bin(x, size)"),
            Map.entry("current_database", "a recording is no database"),
            Map.entry("cluster", "a recording is asked directly: events | …"),
            Map.entry("database", "a recording is asked directly: events | …"),
            Map.entry("rand", "the same query gives the same rows here"),
            Map.entry("prev", "use 'summarize' with arg_max(…)"),
            Map.entry("next", "use 'summarize' with arg_min(…)"),
            Map.entry("row_number", "use the column 'Sequence'"),
            Map.entry("typeof", "leave it out and convert the result: tolong(extract(…))"));

    private FunctionHints() {}

    static String of(String name) {
        String near = NEAR.get(name);
        if (near != null) {
            return near;
        }
        List<String> names = new ArrayList<>(AggregateFunction.names());
        names.addAll(ExpressionBinder.functionNames());
        return Nearest.of(name, names)
                .map(known -> "did you mean '" + known + "'?")
                .orElse("docs/language.md lists all functions");
    }
}
