package io.ringtail.dsl.plan;

import io.ringtail.dsl.aggregate.AggregateFunction;
import io.ringtail.dsl.value.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The way out when a function is called that is not there. */
final class FunctionHints {
    private static final String CONVERT = "multiply: x * 1.609344";
    private static final String EXPORT = "export the rows for statistics: ringtail export --to csv";
    private static final Map<String, String> NEAR = Map.ofEntries(
            Map.entry("mv_expand", "take elements by index: field[0]"),
            Map.entry("make_datetime_utc", "use make_datetime(…)"),
            Map.entry("len", "use strlen(x)"),
            Map.entry("length", "use strlen(x), or array_length(x)"),
            Map.entry("lower", "use tolower(x)"),
            Map.entry("upper", "use toupper(x)"),
            Map.entry("if", "use iff(condition, a, b)"),
            Map.entry("concat", "use strcat(a, b)"),
            Map.entry("hash_many", "use hash(strcat_delim(\"|\", x, y))"),
            Map.entry("hash_combine", "use hash(strcat_delim(\"|\", x, y))"),
            Map.entry("hll", "use dcount(x)"),
            Map.entry("hll_if", "use dcountif(x, condition)"),
            Map.entry("hll_merge", "use dcount(x) of the rows themselves"),
            Map.entry("dcount_hll", "use dcount(x) of the rows themselves"),
            Map.entry("tdigest", "use percentile(x, 95)"),
            Map.entry("tdigest_merge", "use percentile(x, 95) of the rows themselves"),
            Map.entry("merge_tdigest", "use percentile(x, 95) of the rows themselves"),
            Map.entry("percentile_tdigest", "use percentile(x, 95) of the rows themselves"),
            Map.entry("percentile_array_tdigest", "use percentiles_array(x, 50, 95) of the rows themselves"),
            Map.entry("percentrank_tdigest", "use countif(x < value) of the rows themselves"),
            Map.entry("rank_tdigest", "use countif(x < value) of the rows themselves"),
            Map.entry("series_fft", "periods are found by series_periods_detect(a, 4, 50, 2)"),
            Map.entry("series_ifft", "periods are found by series_periods_detect(a, 4, 50, 2)"),
            Map.entry("convert_angle", "use degrees(x) or radians(x)"),
            Map.entry("convert_energy", CONVERT),
            Map.entry("convert_force", CONVERT),
            Map.entry("convert_length", CONVERT),
            Map.entry("convert_mass", CONVERT),
            Map.entry("convert_speed", CONVERT),
            Map.entry("convert_temperature", "compute it: x * 1.8 + 32"),
            Map.entry("convert_volume", CONVERT),
            Map.entry("beta_cdf", EXPORT),
            Map.entry("beta_inv", EXPORT),
            Map.entry("beta_pdf", EXPORT),
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
