package io.ringtail.app.chart;

import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Visualization;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which columns a chart takes for what, by Kusto's rules: those that the query names, else the first that fit.
 *
 * @param x the column along which values are drawn
 * @param ys the columns of values
 * @param series the columns whose values tell series apart
 */
record ChartColumns(int x, List<Integer> ys, List<Integer> series) {
    /** Whether the columns fit. */
    sealed interface Choice {
        record Fits(ChartColumns columns) implements Choice {}

        record Misfit(String message, String hint) implements Choice {}
    }

    /** @param first the first row, which says what is in dynamic columns */
    static Choice choose(Visualization look, List<Column> columns, Optional<@Nullable Object[]> first) {
        return new Chooser(look, columns, first).choose();
    }

    private record Chooser(Visualization look, List<Column> columns, Optional<@Nullable Object[]> first) {
        Choice choose() {
            int x = look.xColumn().isPresent() ? index(look.xColumn().get()) : firstThatFits();
            if (x < 0) {
                return misfit(
                        "a column of type " + (onTime() ? "datetime" : "long, real or datetime") + " to draw along",
                        onTime()
                                ? "group by a time, as in 'summarize n = count() by bin(Timestamp, 1m)', or take columnchart"
                                : "take columnchart or barchart for texts");
            }
            if (onTime() && !isTime(x)) {
                return misfit(
                        "a datetime to draw along, and '" + columns.get(x).name() + "' is of type "
                                + columns.get(x).type().label(),
                        "name another xcolumn, or take linechart or columnchart");
            }
            List<Integer> ys = ys(x);
            Optional<Integer> wrong = ys.stream().filter(y -> !isValue(y)).findFirst();
            if (ys.isEmpty() || wrong.isPresent()) {
                return misfit(
                        "a column of numbers beside '" + columns.get(x).name() + "'"
                                + wrong.map(y -> ", and '" + columns.get(y).name() + "' is of type "
                                                + columns.get(y).type().label())
                                        .orElse(""),
                        "count or compute some, as in 'summarize n = count() by "
                                + columns.get(x).name() + "'");
            }
            return new Choice.Fits(new ChartColumns(x, ys, series(x, ys)));
        }

        private Choice misfit(String wanted, String hint) {
            String there = columns.stream()
                    .map(column -> column.name() + ": " + column.type().label())
                    .collect(Collectors.joining(", "));
            return new Choice.Misfit(look.chart().label() + " needs " + wanted + "; the columns are " + there, hint);
        }

        private boolean onTime() {
            return look.chart() == Visualization.Chart.TIMECHART || look.chart() == Visualization.Chart.ANOMALYCHART;
        }

        private int firstThatFits() {
            return switch (look.chart()) {
                case TIMECHART, ANOMALYCHART -> first(ScalarType.DATETIME).orElseGet(() -> times().orElse(-1));
                case LINECHART, AREACHART, STACKEDAREACHART, SCATTERCHART ->
                    first(ScalarType.DATETIME).or(this::times).orElseGet(this::firstNumber);
                default -> times().orElse(0);
            };
        }

        /** Texts stand side by side where lines are drawn, but points need numbers. */
        private int firstNumber() {
            int number = all().filter(this::isNumber).findFirst().orElse(-1);
            boolean another = all().anyMatch(i -> i != number && isNumber(i));
            if (number >= 0 && another || look.chart() == Visualization.Chart.SCATTERCHART) {
                return number;
            }
            return columns.size() - (number >= 0 ? 1 : 0) > 0 && number != 0 ? 0 : -1;
        }

        private Optional<Integer> first(ScalarType type) {
            return all().filter(i -> columns.get(i).type() == type).boxed().findFirst();
        }

        /** The column of arrays of times, as make-series gives it, else the last one of arrays. */
        private Optional<Integer> times() {
            if (columns.stream().anyMatch(column -> column.type() == ScalarType.DATETIME)) {
                return Optional.empty();
            }
            List<Integer> arrays =
                    all().filter(i -> value(i) instanceof List).boxed().toList();
            return arrays.stream()
                    .filter(this::holdsTimes)
                    .findFirst()
                    .or(() -> onTime() || arrays.size() < 2 ? Optional.empty() : Optional.of(arrays.getLast()));
        }

        private boolean holdsTimes(int column) {
            return value(column) instanceof List<?> list
                    && !list.isEmpty()
                    && (list.getFirst() instanceof Cell.Datetime
                            || list.getFirst() instanceof String text && ChartValues.isTime(text));
        }

        private @Nullable Object value(int column) {
            return first.isPresent() ? first.get()[column] : null;
        }

        private List<Integer> ys(int x) {
            if (!look.yColumns().isEmpty()) {
                return look.yColumns().stream().map(this::index).toList();
            }
            List<Integer> ys = new ArrayList<>();
            boolean arrays = value(x) instanceof List;
            all().filter(i -> i != x && !named(i) && (arrays ? value(i) instanceof List : isNumber(i)))
                    .forEach(ys::add);
            if (ys.isEmpty()) {
                all().filter(i -> i != x && value(i) instanceof Number).forEach(ys::add);
            }
            return look.chart() == Visualization.Chart.PIECHART && ys.size() > 1 ? List.of(ys.getFirst()) : ys;
        }

        private boolean named(int column) {
            return look.series().contains(columns.get(column).name());
        }

        private List<Integer> series(int x, List<Integer> ys) {
            if (!look.series().isEmpty()) {
                return look.series().stream().map(this::index).toList();
            }
            if (look.chart() == Visualization.Chart.PIECHART) {
                return List.of();
            }
            return all().filter(i -> i != x && !ys.contains(i) && tellsApart(i))
                    .boxed()
                    .toList();
        }

        private boolean tellsApart(int column) {
            return switch (columns.get(column).type()) {
                case STRING, GUID, BOOL -> true;
                case DYNAMIC -> value(column) instanceof String;
                case INT, LONG, REAL, DECIMAL, DATETIME, TIMESPAN -> false;
            };
        }

        private boolean isTime(int column) {
            return columns.get(column).type() == ScalarType.DATETIME || holdsTimes(column);
        }

        private boolean isValue(int column) {
            return isNumber(column) || columns.get(column).type() == ScalarType.DYNAMIC;
        }

        private boolean isNumber(int column) {
            return switch (columns.get(column).type()) {
                case INT, LONG, REAL, DECIMAL, TIMESPAN -> true;
                case BOOL, STRING, DATETIME, GUID, DYNAMIC -> false;
            };
        }

        private IntStream all() {
            return IntStream.range(0, columns.size());
        }

        private int index(String name) {
            return columns.stream().map(Column::name).toList().indexOf(name);
        }
    }
}
