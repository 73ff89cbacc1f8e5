package io.ringtail.dsl.explain;

import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A query's steps in the order in which rows go through them. Columns are loaded and computed by the step that first asks
 * for them, which is where their time is counted.
 */
public record Explanation(List<Step> steps) {
    public Explanation {
        steps = List.copyOf(steps);
    }

    /**
     * One operator, or where the rows come from.
     *
     * @param operator as it stands in the query
     * @param detail what is not in the query's text: the conditions that are decided here
     * @param cost empty if it was not run
     */
    public record Step(String operator, String detail, Optional<Cost> cost) {}

    /**
     * What a step did.
     *
     * @param rows that it passed on
     * @param nanos of its own, without the steps that it passed rows to
     * @param keptBytes the most that it kept at any time, roughly
     */
    public record Cost(long rows, long nanos, long keptBytes) {}

    /** As rows: a step each. */
    public QueryResult table() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Step step : steps) {
            Cost cost = step.cost().orElse(null);
            rows.add(new @Nullable Object[] {
                (long) rows.size(),
                step.operator(),
                cost == null ? null : cost.rows(),
                cost == null ? null : new Cell.Timespan(cost.nanos() / 100),
                cost == null ? null : cost.keptBytes(),
                step.detail()
            });
        }
        return QueryResult.complete(
                List.of(
                        Column.of("Step", ScalarType.LONG),
                        Column.of("Operator", ScalarType.STRING),
                        Column.of("Rows", ScalarType.LONG),
                        Column.of("Time", ScalarType.TIMESPAN),
                        Column.of("KeptBytes", ScalarType.LONG),
                        Column.of("Detail", ScalarType.STRING)),
                rows);
    }
}
