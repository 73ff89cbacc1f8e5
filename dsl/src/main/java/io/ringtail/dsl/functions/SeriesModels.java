package io.ringtail.dsl.functions;

import io.ringtail.dsl.vector.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lines, seasons and filters of series. Functions that give several values at once give an array of them; where they stand
 * as a column each value becomes one.
 */
final class SeriesModels {
    private static final List<String> LINE =
            List.of("rsquare", "slope", "variance", "rvariance", "interception", "line_fit");

    /** As a period: it is to be found. */
    static final int DETECTED = -1;

    /** So sure a period has to be to be taken by itself. */
    static final double SEASON_THRESHOLD = 0.6;

    private static final double SEASONAL_THRESHOLD = 0.7;

    private SeriesModels() {}

    /** A line and how well it fits; {@code squares} is the sum of those of what it leaves. */
    record Line(
            double rsquare,
            double slope,
            double variance,
            double rvariance,
            double interception,
            double[] fitted,
            double squares) {}

    /** What a series is made of. */
    record Parts(double[] baseline, double[] seasonal, double[] trend, double[] residual) {}

    static void addTo(FunctionTable table) {
        table.add("series_stats(dynamic,[bool]):dynamic", ofArray(SeriesModels::statistics));
        table.add("series_fit_line(dynamic):dynamic", ofArray(row -> line(reals(row[0]))));
        table.add("series_fit_line_dynamic(dynamic):dynamic", ofArray(row -> named(line(reals(row[0])))));
        table.add("series_fir(dynamic,dynamic,[bool],[bool]):dynamic", ofArray(SeriesModels::finite));
        table.add("series_iir(dynamic,dynamic,dynamic):dynamic", ofArray(SeriesModels::infinite));
        table.add("series_seasonal(dynamic,[long]):dynamic", ofArray(row -> {
            double[] values = reals(row[0]);
            int period = period(values, Arguments.whole(row, 1, DETECTED), 0, SEASONAL_THRESHOLD);
            return list(seasonal(values, period, 0));
        }));
        table.add(
                "series_decompose(dynamic,[long],[string],[long],[real]):dynamic",
                ofArray(row -> decompose(row, 1, trend(row, 2, "avg"), whole(row, 3))));
        table.add(
                "series_decompose_forecast(dynamic,long,[long],[string],[real]):dynamic",
                ofArray(row -> decompose(row, 2, trend(row, 3, "linefit"), whole(row, 1))));
        table.add("series_periods_detect(dynamic,real,real,long):dynamic", ofArray(SeriesPeriods::detect));
        table.add("series_periods_validate(dynamic,real,real...):dynamic", ofArray(SeriesPeriods::validate));
    }

    static Kernel ofArray(Kernels.RowFunction function) {
        return Kernels.lenient(row -> row[0] instanceof List<?> ? function.apply(row) : null);
    }

    private static int whole(@Nullable Object[] row, int at) {
        return Math.max(0, Arguments.whole(row, at, 0));
    }

    private static String trend(@Nullable Object[] row, int at, String absent) {
        return row.length > at ? Arguments.text(row[at]) : absent;
    }

    /** NaN for what is no number. */
    static double[] reals(@Nullable Object array) {
        return Arguments.elements(array).stream()
                .mapToDouble(element -> element instanceof Number number ? number.doubleValue() : Double.NaN)
                .toArray();
    }

    static List<@Nullable Object> list(double[] values) {
        List<@Nullable Object> list = new ArrayList<>();
        for (double value : values) {
            list.add(Double.isNaN(value) ? null : (Object) value);
        }
        return list;
    }

    /** Of a series with a value that is not finite all are null, unless such values are to be left out. */
    private static @Nullable Object statistics(@Nullable Object[] row) {
        boolean ignores = row.length > 1 && Boolean.TRUE.equals(row[1]);
        double[] values = reals(row[0]);
        boolean finite = Arrays.stream(values).allMatch(Double::isFinite);
        List<@Nullable Object> kept = new ArrayList<>();
        for (double value : values) {
            kept.add(Double.isFinite(value) ? (Object) value : null);
        }
        Object bag = finite || ignores ? SeriesFunctions.statistics(kept) : null;
        Map<String, @Nullable Object> all = Arguments.members(bag);
        List<@Nullable Object> result = new ArrayList<>();
        for (String name : List.of("min", "min_idx", "max", "max_idx", "avg", "stdev", "variance")) {
            result.add(all.get(name));
        }
        return result;
    }

    /** The line through the points (1, y), (2, y) … that is nearest to them, in the order of {@link #LINE}. */
    private static List<@Nullable Object> line(double[] values) {
        Line line = lineOf(values);
        List<@Nullable Object> result = new ArrayList<>();
        for (double value : new double[] {line.rsquare, line.slope, line.variance, line.rvariance, line.interception}) {
            result.add(known(value));
        }
        result.add(list(line.fitted));
        return result;
    }

    static @Nullable Object known(double value) {
        return Double.isNaN(value) ? null : (Object) value;
    }

    static Line lineOf(double[] values) {
        double[] line = fit(values, values.length);
        double[] fitted = new double[values.length];
        double[] residual = new double[values.length];
        for (int i = 0; i < fitted.length; i++) {
            fitted[i] = line[0] * (i + 1) + line[1];
            residual[i] = values[i] - fitted[i];
        }
        double variance = variance(values);
        double squares = squares(residual);
        double left = squares / Math.max(1, count(values) - 1);
        return new Line(1 - left / variance, line[0], variance, left, line[1], fitted, squares);
    }

    private static Map<String, @Nullable Object> named(List<@Nullable Object> line) {
        Map<String, @Nullable Object> bag = new LinkedHashMap<>();
        for (int i = 0; i < LINE.size(); i++) {
            bag.put(LINE.get(i), line.get(i));
        }
        return bag;
    }

    /** Slope and intercept by least squares of the first values; what is no number is left out. */
    private static double[] fit(double[] values, int learned) {
        double n = 0;
        double sumX = 0;
        double sumY = 0;
        for (int i = 0; i < learned; i++) {
            if (!Double.isNaN(values[i])) {
                n++;
                sumX += i + 1;
                sumY += values[i];
            }
        }
        double meanX = sumX / n;
        double meanY = sumY / n;
        double products = 0;
        double squares = 0;
        for (int i = 0; i < learned; i++) {
            if (!Double.isNaN(values[i])) {
                products += (i + 1 - meanX) * (values[i] - meanY);
                squares += (i + 1 - meanX) * (i + 1 - meanX);
            }
        }
        double slope = squares == 0 ? 0 : products / squares;
        return new double[] {slope, meanY - slope * meanX};
    }

    private static long count(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).count();
    }

    private static double squares(double[] values) {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .map(value -> value * value)
                .sum();
    }

    static double mean(double[] values) {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    /** Of a sample. */
    static double variance(double[] values) {
        double mean = mean(values);
        double[] apart = Arrays.stream(values).map(value -> value - mean).toArray();
        return squares(apart) / Math.max(1, count(values) - 1);
    }

    /** Before the beginning, and behind the end where the filter is centered, there are zeros. */
    private static @Nullable Object finite(@Nullable Object[] row) {
        double[] values = reals(row[0]);
        double[] filter = reals(row[1]);
        boolean negative = Arrays.stream(filter).anyMatch(weight -> weight < 0);
        boolean normalizes = row.length > 2 ? Boolean.TRUE.equals(row[2]) : !negative;
        if (normalizes && negative || filter.length == 0) {
            return null;
        }
        double divisor = normalizes ? Arrays.stream(filter).sum() : 1;
        boolean centered = row.length > 3 && Boolean.TRUE.equals(row[3]);
        int shift = centered ? (filter.length - 1) / 2 : 0;
        double[] filtered = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double sum = 0;
            for (int k = 0; k < filter.length; k++) {
                int at = i + shift - k;
                sum += at >= 0 && at < values.length ? filter[k] * values[at] : 0;
            }
            filtered[i] = sum / divisor;
        }
        return list(filtered);
    }

    private static @Nullable Object infinite(@Nullable Object[] row) {
        double[] values = reals(row[0]);
        double[] numerators = reals(row[1]);
        double[] denominators = reals(row[2]);
        if (numerators.length == 0 || denominators.length == 0 || denominators[0] == 0) {
            return null;
        }
        double[] filtered = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double sum = 0;
            for (int k = 0; k < numerators.length && k <= i; k++) {
                sum += numerators[k] * values[i - k];
            }
            for (int k = 1; k < denominators.length && k <= i; k++) {
                sum -= denominators[k] * filtered[i - k];
            }
            filtered[i] = sum / denominators[0];
        }
        return list(filtered);
    }

    /** For each place in the period the median of what stands there; zeros without a period. */
    private static double[] seasonal(double[] values, int period, int testPoints) {
        double[] seasonal = new double[values.length];
        if (period <= 0) {
            return seasonal;
        }
        int learned = learned(values, testPoints);
        for (int phase = 0; phase < Math.min(period, values.length); phase++) {
            List<Double> same = new ArrayList<>();
            for (int i = phase; i < learned; i += period) {
                if (!Double.isNaN(values[i])) {
                    same.add(values[i]);
                }
            }
            double median = median(same);
            for (int i = phase; i < values.length; i += period) {
                seasonal[i] = median;
            }
        }
        return seasonal;
    }

    private static double median(List<Double> values) {
        if (values.isEmpty()) {
            return 0;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The period that is given, or else the surest one; 0 if none is sure enough. */
    static int period(double[] values, int given, int testPoints, double threshold) {
        return given < 0 ? SeriesPeriods.surest(Arrays.copyOf(values, learned(values, testPoints)), threshold) : given;
    }

    /** How many of the first values are learned from. */
    static int learned(double[] values, int testPoints) {
        return Math.max(0, values.length - testPoints);
    }

    /** @param periodAt where the period stands among the arguments, and behind the trend the threshold of its score */
    private static @Nullable Object decompose(@Nullable Object[] row, int periodAt, String trend, int testPoints) {
        double[] values = reals(row[0]);
        double threshold = row[row.length - 1] instanceof Double given ? given : SEASON_THRESHOLD;
        int period = period(values, Arguments.whole(row, periodAt, DETECTED), testPoints, threshold);
        Parts parts = parts(values, period, trend, testPoints);
        List<@Nullable Object> result = new ArrayList<>();
        for (double[] series : List.of(parts.baseline, parts.seasonal, parts.trend, parts.residual)) {
            result.add(list(series));
        }
        return result;
    }

    /** The last points are foretold and not learned from. */
    static Parts parts(double[] values, int period, String trend, int testPoints) {
        int learned = learned(values, testPoints);
        double[] seasonal = seasonal(values, period, testPoints);
        double[] rest = new double[values.length];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = values[i] - seasonal[i];
        }
        double[] line = switch (trend) {
            case "avg" -> new double[] {0, mean(Arrays.copyOf(rest, learned))};
            case "linefit" -> fit(rest, learned);
            default -> new double[] {0, 0};
        };
        double[] trends = new double[values.length];
        double[] baseline = new double[values.length];
        double[] residual = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            trends[i] = line[0] * (i + 1) + line[1];
            baseline[i] = seasonal[i] + trends[i];
            residual[i] = values[i] - baseline[i];
        }
        return new Parts(baseline, seasonal, trends, residual);
    }
}
