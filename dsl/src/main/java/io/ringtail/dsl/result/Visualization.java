package io.ringtail.dsl.result;

import io.ringtail.dsl.value.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What {@code render} says of a result: how a person wants to see it. The rows are the same without.
 *
 * @param xColumn empty for the one that the chart takes by itself
 * @param yColumns empty for all that fit
 * @param series the columns whose values tell series apart; empty for those that fit
 * @param accumulate whether each value is added to those before it
 */
public record Visualization(
        Chart chart,
        String title,
        String xTitle,
        String yTitle,
        Optional<String> xColumn,
        List<String> yColumns,
        List<String> series,
        Stacking stacking,
        boolean legend,
        boolean logX,
        boolean logY,
        OptionalDouble yMin,
        OptionalDouble yMax,
        boolean accumulate) {
    public Visualization {
        yColumns = List.copyOf(yColumns);
        series = List.copyOf(series);
    }

    /** Kusto's charts, and one of stacks. */
    public enum Chart {
        ANOMALYCHART,
        AREACHART,
        BARCHART,
        CARD,
        COLUMNCHART,
        /** Ringtail's own: who called whom. */
        FLAMEGRAPH,
        LADDERCHART,
        LINECHART,
        PIECHART,
        PIVOTCHART,
        SCATTERCHART,
        STACKEDAREACHART,
        TABLE,
        TIMECHART,
        TIMEPIVOT,
        TREEMAP;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static List<String> labels() {
            return Arrays.stream(values()).map(Chart::label).toList();
        }
    }

    /** How the values of several series stand at the same place. */
    public enum Stacking {
        UNSTACKED,
        STACKED,
        /** Stacked, each place as high as all others. */
        STACKED100
    }

    /** A chart of which nothing more is said. */
    public static Visualization of(Chart chart) {
        return new Visualization(
                chart,
                "",
                "",
                "",
                Optional.empty(),
                List.of(),
                List.of(),
                chart == Chart.STACKEDAREACHART ? Stacking.STACKED : Stacking.UNSTACKED,
                true,
                false,
                false,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                false);
    }

    /** In the words of Kusto's own {@code Visualization} property, those of the properties alone that are set. */
    String json() {
        StringBuilder json =
                new StringBuilder("{\"Visualization\":\"").append(chart.label()).append('"');
        add(json, "Title", title);
        add(json, "XTitle", xTitle);
        add(json, "YTitle", yTitle);
        add(json, "XColumn", xColumn.orElse(""));
        add(json, "YColumns", String.join(",", yColumns));
        add(json, "Series", String.join(",", series));
        add(json, "Kind", stacking == Stacking.UNSTACKED ? "" : stacking.name().toLowerCase(Locale.ROOT));
        add(json, "Legend", legend ? "" : "hidden");
        add(json, "XAxis", logX ? "log" : "");
        add(json, "YAxis", logY ? "log" : "");
        yMin.ifPresent(least -> json.append(",\"Ymin\":").append(least));
        yMax.ifPresent(most -> json.append(",\"Ymax\":").append(most));
        return json.append(accumulate ? ",\"Accumulate\":true}" : "}").toString();
    }

    private static void add(StringBuilder json, String name, String value) {
        if (!value.isEmpty()) {
            json.append(",\"").append(name).append("\":");
            Json.string(json, value);
        }
    }
}
