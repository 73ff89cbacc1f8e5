package io.ringtail.app.chart;

import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Visualization;
import io.ringtail.ring.payload.ScalarType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a chart shows: series of points. Along the chart they stand at times (ticks since {@code origin}), at numbers, or at
 * the numbers of categories.
 *
 * @param categories of an axis of categories; empty for others
 * @param leftOut how many series there are beside those here
 */
record ChartData(
        Along along,
        long origin,
        ZoneId zone,
        String xName,
        List<String> categories,
        List<Series> series,
        int leftOut) {
    /** More cannot be told apart. */
    static final int MAX_SERIES = 12;

    /** What stands along the chart. */
    enum Along {
        TIME,
        NUMBER,
        CATEGORY
    }

    /** Points in order; a value that is missing is no point. */
    record Series(String name, double[] xs, double[] ys) {
        int size() {
            return xs.length;
        }
    }

    /** @param byCategory whether each place is a category, as bars need it */
    static ChartData of(
            ChartColumns chosen,
            Visualization look,
            List<Column> columns,
            List<@Nullable Object[]> rows,
            boolean byCategory,
            ZoneId zone) {
        return new Gathering(chosen, look, columns, zone).all(rows, byCategory);
    }

    double least() {
        return series.stream().flatMapToDouble(s -> Arrays.stream(s.ys())).min().orElse(0);
    }

    double greatest() {
        return series.stream().flatMapToDouble(s -> Arrays.stream(s.ys())).max().orElse(0);
    }

    double firstX() {
        return series.stream().flatMapToDouble(s -> Arrays.stream(s.xs())).min().orElse(0);
    }

    double lastX() {
        return series.stream().flatMapToDouble(s -> Arrays.stream(s.xs())).max().orElse(0);
    }

    boolean isEmpty() {
        return series.stream().allMatch(one -> one.size() == 0);
    }

    /** All places, in order. */
    double[] places() {
        return series.stream()
                .flatMapToDouble(one -> Arrays.stream(one.xs()))
                .sorted()
                .distinct()
                .toArray();
    }

    /** Each series on top of those before it, with a point at every place; or as shares of their sum. */
    ChartData stacked(boolean shares) {
        double[] places = places();
        double[][] values = new double[series.size()][places.length];
        for (int s = 0; s < values.length; s++) {
            for (int i = 0; i < series.get(s).size(); i++) {
                values[s][Arrays.binarySearch(places, series.get(s).xs()[i])] +=
                        series.get(s).ys()[i];
            }
        }
        List<Series> stacked = new ArrayList<>();
        for (int s = 0; s < values.length; s++) {
            double[] tops = new double[places.length];
            for (int p = 0; p < places.length; p++) {
                double below = 0;
                double all = 0;
                for (int other = 0; other < values.length; other++) {
                    below += other <= s ? values[other][p] : 0;
                    all += values[other][p];
                }
                tops[p] = shares ? all == 0 ? 0 : below / all * 100 : below;
            }
            stacked.add(new Series(series.get(s).name(), places, tops));
        }
        return new ChartData(along, origin, zone, xName, categories, stacked, leftOut);
    }

    /** With so many categories alone. */
    ChartData first(int most) {
        List<Series> fewer = new ArrayList<>();
        for (Series one : series) {
            int[] kept = java.util.stream.IntStream.range(0, one.size())
                    .filter(i -> one.xs()[i] < most)
                    .toArray();
            fewer.add(new Series(
                    one.name(),
                    Arrays.stream(kept).mapToDouble(i -> one.xs()[i]).toArray(),
                    Arrays.stream(kept).mapToDouble(i -> one.ys()[i]).toArray()));
        }
        return new ChartData(along, origin, zone, xName, categories.subList(0, most), fewer, leftOut);
    }

    /** A series while it grows. */
    private static final class Points {
        private final List<double[]> points = new ArrayList<>();

        Series series(String name, boolean sorted, boolean accumulate) {
            List<double[]> ordered = new ArrayList<>(points);
            if (sorted) {
                ordered.sort((a, b) -> Double.compare(a[0], b[0]));
            }
            double[] xs = ordered.stream().mapToDouble(point -> point[0]).toArray();
            double[] ys = ordered.stream().mapToDouble(point -> point[1]).toArray();
            if (accumulate) {
                Arrays.parallelPrefix(ys, Double::sum);
            }
            return new Series(name, xs, ys);
        }
    }

    private static final class Gathering {
        private final ChartColumns chosen;
        private final Visualization look;
        private final List<Column> columns;
        private final ZoneId zone;
        private final Map<String, Points> series = new LinkedHashMap<>();
        private final Map<Object, Integer> categories = new LinkedHashMap<>();
        private long origin = Long.MIN_VALUE;

        Gathering(ChartColumns chosen, Visualization look, List<Column> columns, ZoneId zone) {
            this.chosen = chosen;
            this.look = look;
            this.columns = columns;
            this.zone = zone;
        }

        ChartData all(List<@Nullable Object[]> rows, boolean byCategory) {
            @Nullable Object first = firstX(rows);
            boolean time = ChartValues.time(first).isPresent();
            boolean number = !Double.isNaN(ChartValues.number(first));
            Along along = byCategory ? Along.CATEGORY : time ? Along.TIME : number ? Along.NUMBER : Along.CATEGORY;
            if (along == Along.CATEGORY) {
                gatherCategories(rows, time);
            }
            rows.forEach(row -> gather(row, along));
            List<Series> drawn = new ArrayList<>();
            boolean sorted = along != Along.CATEGORY && look.chart() != Visualization.Chart.SCATTERCHART;
            series.forEach((name, points) -> drawn.add(points.series(name, sorted, look.accumulate())));
            List<Series> shown = drawn.subList(0, Math.min(MAX_SERIES, drawn.size()));
            return new ChartData(
                    along,
                    origin == Long.MIN_VALUE ? 0 : origin,
                    zone,
                    xName(time),
                    labels(time),
                    shown,
                    drawn.size() - shown.size());
        }

        private @Nullable Object firstX(List<@Nullable Object[]> rows) {
            for (@Nullable Object[] row : rows) {
                Object x = row[chosen.x()];
                Object value = x instanceof List<?> list ? (list.isEmpty() ? null : list.getFirst()) : x;
                if (value != null) {
                    return value;
                }
            }
            return null;
        }

        /** Categories in the order of their first rows, those that are times in the order of time. */
        private void gatherCategories(List<@Nullable Object[]> rows, boolean time) {
            List<Object> keys = new ArrayList<>();
            for (@Nullable Object[] row : rows) {
                Object x = row[chosen.x()];
                (x instanceof List<?> list ? list : Arrays.asList(x)).forEach(value -> keys.add(key(value, time)));
            }
            if (time) {
                keys.sort((a, b) -> a instanceof Long one && b instanceof Long other ? Long.compare(one, other) : 0);
            }
            keys.forEach(key -> categories.putIfAbsent(key, categories.size()));
        }

        private static Object key(@Nullable Object value, boolean time) {
            Optional<Long> ticks = time ? ChartValues.time(value) : Optional.empty();
            return ticks.isPresent() ? (Object) ticks.get() : ChartValues.text(value);
        }

        /** With the days, where the labels of categories are times of a day. */
        private String xName(boolean time) {
            String name = columns.get(chosen.x()).name();
            List<Long> ticks = times();
            return time && !ticks.isEmpty()
                    ? name + ", " + TimeLabels.span(ticks.getFirst(), ticks.getLast(), zone)
                    : name;
        }

        private List<Long> times() {
            return categories.keySet().stream()
                    .filter(Long.class::isInstance)
                    .map(Long.class::cast)
                    .toList();
        }

        private List<String> labels(boolean time) {
            if (!time) {
                return categories.keySet().stream().map(String::valueOf).toList();
            }
            TimeLabels labels = TimeLabels.of(times(), zone);
            return categories.keySet().stream()
                    .map(key -> key instanceof Long at ? labels.text(at) : String.valueOf(key))
                    .toList();
        }

        private void gather(@Nullable Object[] row, Along along) {
            String key = chosen.series().stream()
                    .map(column -> ChartValues.text(row[column]))
                    .collect(Collectors.joining(":"));
            for (int y : chosen.ys()) {
                String value = columns.get(y).name() + (columns.get(y).type() == ScalarType.TIMESPAN ? " (s)" : "");
                String name = key.isEmpty() ? value : chosen.ys().size() == 1 ? key : key + ":" + value;
                Points points = series.computeIfAbsent(name, unseen -> new Points());
                if (row[chosen.x()] instanceof List<?> xs && row[y] instanceof List<?> values) {
                    for (int i = 0; i < Math.min(xs.size(), values.size()); i++) {
                        add(points, along, xs.get(i), values.get(i));
                    }
                } else {
                    add(points, along, row[chosen.x()], row[y]);
                }
            }
        }

        private void add(Points into, Along along, @Nullable Object x, @Nullable Object y) {
            double at = place(along, x);
            double value = ChartValues.number(y);
            if (Double.isFinite(at) && Double.isFinite(value)) {
                into.points.add(new double[] {at, value});
            }
        }

        private double place(Along along, @Nullable Object x) {
            return switch (along) {
                case NUMBER -> ChartValues.number(x);
                case CATEGORY -> {
                    Integer text = categories.get(ChartValues.text(x));
                    Integer time = categories.get(key(x, true));
                    yield text != null ? text : time != null ? time : Double.NaN;
                }
                case TIME -> {
                    Optional<Long> ticks = ChartValues.time(x);
                    if (ticks.isPresent() && origin == Long.MIN_VALUE) {
                        origin = ticks.get();
                    }
                    yield ticks.isPresent() ? (double) (ticks.get() - origin) : Double.NaN;
                }
            };
        }
    }
}
