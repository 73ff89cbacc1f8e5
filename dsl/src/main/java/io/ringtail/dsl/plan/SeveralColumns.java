package io.ringtail.dsl.plan;

import io.ringtail.dsl.syntax.Expression;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The functions that give several values, each of which becomes a column where the call stands alone. */
final class SeveralColumns {
    private static final List<Column> STATISTICS = List.of(
            new Column("min", ScalarType.REAL),
            new Column("min_idx", ScalarType.LONG),
            new Column("max", ScalarType.REAL),
            new Column("max_idx", ScalarType.LONG),
            new Column("avg", ScalarType.REAL),
            new Column("stdev", ScalarType.REAL),
            new Column("variance", ScalarType.REAL));

    private static final List<Column> LINE = List.of(
            new Column("rsquare", ScalarType.REAL),
            new Column("slope", ScalarType.REAL),
            new Column("variance", ScalarType.REAL),
            new Column("rvariance", ScalarType.REAL),
            new Column("interception", ScalarType.REAL),
            new Column("line_fit", ScalarType.DYNAMIC));

    private static final List<Column> COMPONENTS = List.of(
            new Column("baseline", ScalarType.DYNAMIC),
            new Column("seasonal", ScalarType.DYNAMIC),
            new Column("trend", ScalarType.DYNAMIC),
            new Column("residual", ScalarType.DYNAMIC));

    private static final List<Column> TWO_LINES = List.of(
            new Column("rsquare", ScalarType.REAL),
            new Column("split_idx", ScalarType.LONG),
            new Column("variance", ScalarType.REAL),
            new Column("rvariance", ScalarType.REAL),
            new Column("line_fit", ScalarType.DYNAMIC),
            new Column("right_rsquare", ScalarType.REAL),
            new Column("right_slope", ScalarType.REAL),
            new Column("right_interception", ScalarType.REAL),
            new Column("right_variance", ScalarType.REAL),
            new Column("right_rvariance", ScalarType.REAL),
            new Column("left_rsquare", ScalarType.REAL),
            new Column("left_slope", ScalarType.REAL),
            new Column("left_interception", ScalarType.REAL),
            new Column("left_variance", ScalarType.REAL),
            new Column("left_rvariance", ScalarType.REAL));

    private static final List<Column> PERIODS =
            List.of(new Column("periods", ScalarType.DYNAMIC), new Column("scores", ScalarType.DYNAMIC));

    private static final List<Column> ANOMALIES = List.of(
            new Column("ad_flag", ScalarType.DYNAMIC),
            new Column("ad_score", ScalarType.DYNAMIC),
            new Column("baseline", ScalarType.DYNAMIC));

    private static final Map<String, List<Column>> FIXED = Map.of(
            "series_fit_2lines", TWO_LINES,
            "series_periods_detect", PERIODS,
            "series_periods_validate", PERIODS,
            "series_decompose_anomalies", ANOMALIES,
            "series_stats", STATISTICS,
            "series_fit_line", LINE,
            "series_decompose", COMPONENTS,
            "series_decompose_forecast", COMPONENTS);

    /** @param name what it is called if the query does not say */
    record Column(String name, ScalarType type) {}

    private SeveralColumns() {}

    /** Empty if it is one value. */
    static Optional<List<Column>> of(Expression expression) {
        if (!(expression instanceof Expression.Call call)) {
            return Optional.empty();
        }
        String function = call.function().name();
        if (function.equals("array_sort_asc") || function.equals("array_sort_desc")) {
            return sorted(call);
        }
        List<Column> fixed = FIXED.get(function);
        if (fixed == null || call.arguments().isEmpty()) {
            return Optional.empty();
        }
        String first = ResultNames.of(call.arguments().getFirst()).orElse("");
        return Optional.of(fixed.stream()
                .map(column -> new Column(function + "_" + first + "_" + column.name, column.type))
                .toList());
    }

    /** A column for each array that is sorted. */
    private static Optional<List<Column>> sorted(Expression.Call call) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < call.arguments().size(); i++) {
            Expression argument = call.arguments().get(i);
            boolean isArray = !(argument instanceof Expression.Literal literal) || literal.type() == ScalarType.DYNAMIC;
            if (isArray) {
                String name = ResultNames.of(argument).orElse("array" + i);
                columns.add(new Column(name + "_sorted", ScalarType.DYNAMIC));
            }
        }
        return columns.size() < 2 ? Optional.empty() : Optional.of(columns);
    }
}
