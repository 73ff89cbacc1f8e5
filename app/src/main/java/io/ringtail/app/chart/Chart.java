package io.ringtail.app.chart;

import io.ringtail.app.output.Printer;
import io.ringtail.app.terminal.Console;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.dsl.result.Visualization;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The chart of a result. Whether it can be drawn is found out first: {@link #misfit}. */
public final class Chart {
    private static final int MAX_BARS = 100;

    private final Visualization look;
    private final QueryResult result;
    private final ZoneId zone;

    public Chart(Visualization look, QueryResult result, ZoneId zone) {
        this.look = look;
        this.result = result;
        this.zone = zone;
    }

    /** Why columns do not fit a chart, and what fits. */
    public record Misfit(String message, String hint) {}

    /** As far as the types tell: what is in dynamic columns is seen when there are rows. */
    public static Optional<Misfit> misfit(Visualization look, List<Column> columns) {
        boolean open = columns.stream().anyMatch(column -> column.type() == ScalarType.DYNAMIC);
        return open ? Optional.empty() : misfit(look, columns, Optional.empty());
    }

    public Optional<Misfit> misfit() {
        return misfit(look, result.columns(), first());
    }

    private Optional<@Nullable Object[]> first() {
        return result.rows().stream().findFirst();
    }

    private static Optional<Misfit> misfit(
            Visualization look, List<Column> columns, Optional<@Nullable Object[]> first) {
        if (!isDrawn(look) || look.chart() == Visualization.Chart.CARD) {
            return Optional.empty();
        }
        if (look.chart() == Visualization.Chart.FLAMEGRAPH) {
            return FlameTree.misfit(look, columns);
        }
        return ChartColumns.choose(look, columns, first) instanceof ChartColumns.Choice.Misfit misfit
                ? Optional.of(new Misfit(misfit.message(), misfit.hint()))
                : Optional.empty();
    }

    /** Whether it is more than a table. */
    public static boolean isDrawn(Visualization look) {
        return switch (look.chart()) {
            case TABLE, LADDERCHART, PIVOTCHART, TIMEPIVOT, TREEMAP -> false;
            case ANOMALYCHART,
                    AREACHART,
                    BARCHART,
                    CARD,
                    COLUMNCHART,
                    FLAMEGRAPH,
                    LINECHART,
                    PIECHART,
                    SCATTERCHART,
                    STACKEDAREACHART,
                    TIMECHART -> true;
        };
    }

    /** Draws it with characters; a chart that is none, or of no rows, is a table. */
    public void print(Console console) throws IOException {
        if (!isDrawn(look) || result.rows().isEmpty()) {
            Printer.print(result, Format.TABLE, zone, console);
        } else if (look.chart() == Visualization.Chart.CARD) {
            Cards.print(look, result.columns(), result.rows().getFirst(), console);
        } else if (look.chart() == Visualization.Chart.FLAMEGRAPH) {
            FlameGraph.print(FlameTree.of(look, result.columns(), result.rows()), look, console);
        } else {
            ChartData data = data(console);
            TextChart.print(data, look, console);
        }
        console.out().flush();
    }

    String svg(Console console) {
        Picture picture = picture(console);
        SvgCanvas canvas = new SvgCanvas(Drawing.WIDTH, picture.height);
        picture.drawing.accept(canvas);
        boolean isNamed =
                look.chart() == Visualization.Chart.CARD || !look.title().isEmpty();
        return canvas.document(isNamed ? look.title() : look.chart().label());
    }

    void png(Console console, OutputStream out) throws IOException {
        Picture picture = picture(console);
        ImageCanvas canvas = new ImageCanvas(Drawing.WIDTH, picture.height);
        picture.drawing.accept(canvas);
        canvas.writePng(out);
    }

    /** What is drawn with shapes, whatever they are drawn on. */
    private record Picture(int height, Consumer<Canvas> drawing) {}

    private Picture picture(Console console) {
        return switch (look.chart()) {
            case CARD -> new Picture(Cards.HEIGHT, canvas -> Cards.draw(look, result.columns(), row(), canvas));
            case FLAMEGRAPH -> {
                FlameTree.Node root = FlameTree.of(look, result.columns(), result.rows());
                yield new Picture(FlameGraph.height(root, look), canvas -> FlameGraph.draw(root, look, canvas));
            }
            default -> {
                ChartData data = data(console);
                yield new Picture(Drawing.height(data, look), canvas -> Drawing.draw(data, look, canvas));
            }
        };
    }

    private @Nullable Object[] row() {
        return first().orElseGet(() -> new @Nullable Object[result.columns().size()]);
    }

    private ChartData data(Console console) {
        if (!(ChartColumns.choose(look, result.columns(), first()) instanceof ChartColumns.Choice.Fits fits)) {
            throw new IllegalStateException("a chart that does not fit: " + misfit());
        }
        boolean bars = look.chart() == Visualization.Chart.BARCHART || look.chart() == Visualization.Chart.PIECHART;
        boolean byCategory = bars || look.chart() == Visualization.Chart.COLUMNCHART;
        ChartData data = ChartData.of(fits.columns(), look, result.columns(), result.rows(), byCategory, zone);
        if (data.leftOut() > 0) {
            console.warn("the chart has the first " + data.series().size() + " series, and " + data.leftOut()
                    + " more are left out; choose some with '| where', or take --format csv");
        }
        if (bars && data.categories().size() > MAX_BARS) {
            console.warn("the chart has the first " + MAX_BARS + " of "
                    + data.categories().size() + " bars; choose some with '| top 20 by …'");
            return data.first(MAX_BARS);
        }
        return data;
    }
}
