package io.ringtail.dsl.functions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Two lines through a series: where it breaks, and the line on each side. */
final class SeriesLines {
    /** On each side of a break there are so many values at least, for a line goes through any two. */
    private static final int LEAST = 2;

    private SeriesLines() {}

    /** @param rest squares of what the two lines leave, together */
    private record Break(int at, SeriesModels.Line left, SeriesModels.Line right, double rest) {}

    static void addTo(FunctionTable table) {
        table.add(
                "series_fit_2lines(dynamic):dynamic",
                SeriesModels.ofArray(row -> new ArrayList<@Nullable Object>(fit(row).values())));
        table.add("series_fit_2lines_dynamic(dynamic):dynamic", SeriesModels.ofArray(SeriesLines::fit));
    }

    private static Map<String, @Nullable Object> fit(@Nullable Object[] row) {
        double[] values = SeriesModels.reals(row[0]);
        Break best = best(values);
        double[] fitted = Arrays.copyOf(best.left.fitted(), values.length);
        System.arraycopy(best.right.fitted(), 0, fitted, best.at, best.right.fitted().length);
        double variance = SeriesModels.variance(values);
        double rest = best.rest / Math.max(1, values.length - 1);
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("rsquare", SeriesModels.known(1 - rest / variance));
        all.put("split_idx", (long) best.at);
        all.put("variance", SeriesModels.known(variance));
        all.put("rvariance", SeriesModels.known(rest));
        all.put("line_fit", SeriesModels.list(fitted));
        describe("right_", best.right, all);
        describe("left_", best.left, all);
        return all;
    }

    private static void describe(String side, SeriesModels.Line line, Map<String, @Nullable Object> into) {
        into.put(side + "rsquare", SeriesModels.known(line.rsquare()));
        into.put(side + "slope", SeriesModels.known(line.slope()));
        into.put(side + "interception", SeriesModels.known(line.interception()));
        into.put(side + "variance", SeriesModels.known(line.variance()));
        into.put(side + "rvariance", SeriesModels.known(line.rvariance()));
    }

    /** The first of those that leave least. */
    private static Break best(double[] values) {
        int first = Math.min(LEAST, values.length);
        Break best = at(values, first);
        for (int i = first + 1; i <= values.length - LEAST; i++) {
            Break next = at(values, i);
            best = next.rest < best.rest ? next : best;
        }
        return best;
    }

    private static Break at(double[] values, int place) {
        SeriesModels.Line left = SeriesModels.lineOf(Arrays.copyOfRange(values, 0, place));
        SeriesModels.Line right = SeriesModels.lineOf(Arrays.copyOfRange(values, place, values.length));
        return new Break(place, left, right, left.squares() + right.squares());
    }
}
