package io.ringtail.dsl.functions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far values lie outside of what is usual in their series, by Tukey's fences: the score of a value between the two
 * percentiles is 0, and outside of them its distance from the nearer one, in distances between the two.
 */
final class SeriesOutliers {
    private static final double THRESHOLD = 1.5;

    /** Values this much apart, in proportion, may be one value that was computed in two ways. */
    private static final double ROUNDING = 1e-9;

    /** Custom percentiles stay within these. */
    private static final double LEAST_PERCENT = 2;

    private SeriesOutliers() {}

    static void addTo(FunctionTable table) {
        table.add(
                "series_outliers(dynamic,[string],[real],[real],[real]):dynamic",
                SeriesModels.ofArray(SeriesOutliers::outliers));
        table.add(
                "series_decompose_anomalies(dynamic,[real],[long],[string],[long],[string],[real]):dynamic",
                SeriesModels.ofArray(SeriesOutliers::anomalies));
    }

    private static @Nullable Object outliers(@Nullable Object[] row) {
        double[] values = SeriesModels.reals(row[0]);
        double ignored = real(row, 2, Double.NaN);
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] == ignored ? Double.NaN : values[i];
        }
        boolean standard = text(row, 1, "ctukey").equals("tukey");
        double low = standard ? 25 : Math.clamp(real(row, 3, 10), LEAST_PERCENT, 100 - LEAST_PERCENT);
        double high = standard ? 75 : Math.clamp(real(row, 4, 90), LEAST_PERCENT, 100 - LEAST_PERCENT);
        return SeriesModels.list(scores(values, values.length, low, high));
    }

    /** @param learned how many of the first values tell what is usual; what is no number scores 0 */
    private static double[] scores(double[] values, int learned, double lowPercent, double highPercent) {
        double[] sorted = Arrays.stream(values, 0, learned)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        double low = percentile(sorted, lowPercent);
        double high = percentile(sorted, highPercent);
        double noise = ROUNDING * Math.max(Math.abs(low), Math.abs(high));
        double width = Math.max(high - low, noise);
        double[] scores = new double[values.length];
        for (int i = 0; i < values.length && width > 0; i++) {
            if (values[i] > high + noise) {
                scores[i] = (values[i] - high) / width;
            } else if (values[i] < low - noise) {
                scores[i] = (values[i] - low) / width;
            }
        }
        return scores;
    }

    /** Between two values what lies between them in proportion. */
    private static double percentile(double[] sorted, double percent) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double at = (sorted.length - 1) * percent / 100;
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /** Flags, scores and the baseline of a series; the scores are those of what the baseline leaves. */
    private static @Nullable Object anomalies(@Nullable Object[] row) {
        double[] values = SeriesModels.reals(row[0]);
        double threshold = real(row, 1, THRESHOLD);
        int testPoints = Math.max(0, Arguments.whole(row, 4, 0));
        int period = SeriesModels.period(
                values,
                Arguments.whole(row, 2, SeriesModels.DETECTED),
                testPoints,
                real(row, 6, SeriesModels.SEASON_THRESHOLD));
        SeriesModels.Parts parts = SeriesModels.parts(values, period, text(row, 3, "avg"), testPoints);
        boolean standard = text(row, 5, "ctukey").equals("tukey");
        int learned = SeriesModels.learned(values, testPoints);
        double[] scores = scores(parts.residual(), learned, standard ? 25 : 10, standard ? 75 : 90);
        List<@Nullable Object> flags = new ArrayList<>();
        for (double score : scores) {
            flags.add(score > threshold ? 1L : score < -threshold ? -1L : 0L);
        }
        List<@Nullable Object> columns = new ArrayList<>();
        columns.add(flags);
        columns.add(SeriesModels.list(scores));
        columns.add(SeriesModels.list(parts.baseline()));
        return columns;
    }

    private static double real(@Nullable Object[] row, int at, double absent) {
        return row.length > at && row[at] instanceof Number number ? number.doubleValue() : absent;
    }

    private static String text(@Nullable Object[] row, int at, String absent) {
        return row.length > at ? Arguments.text(row[at]) : absent;
    }
}
