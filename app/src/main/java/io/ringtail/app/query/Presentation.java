package io.ringtail.app.query;

import io.ringtail.app.chart.Chart;
import io.ringtail.app.chart.ChartFile;
import io.ringtail.app.output.Printer;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.dsl.BoundQuery;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.dsl.result.Table;
import io.ringtail.dsl.result.Visualization;
import io.ringtail.dsl.syntax.Problem;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a query are shown: as it says itself with {@code render}, where people look, else in a format.
 *
 * @param file where the chart is drawn, instead of the terminal
 */
public record Presentation(Format format, ZoneId zone, Optional<ChartFile> file) {
    public Presentation(Format format, ZoneId zone) {
        this(format, zone, Optional.empty());
    }

    /**
     * Shows a table, which is the query's.
     *
     * @return why the chart cannot be drawn; nothing was shown then where people look
     */
    public List<Problem> show(BoundQuery query, Table table, Console console) throws IOException {
        Optional<Visualization> look = query.visualization();
        if (file.isPresent() && look.filter(Chart::isDrawn).isEmpty()) {
            throw Refusal.usage(
                    "--out " + file.get().path()
                            + " is a chart, and the query says of none what it is: end it with '| render timechart' or its like");
        }
        if (look.isEmpty() || format != Format.TABLE && file.isEmpty()) {
            Printer.print(table, format, zone, console);
            return List.of();
        }
        if (!Chart.isDrawn(look.get()) && look.get().chart() != Visualization.Chart.TABLE) {
            console.warn("a " + look.get().chart().label() + " is shown as a table here");
        }
        return draw(query, look.get(), table, console);
    }

    private List<Problem> draw(BoundQuery query, Visualization look, Table table, Console console) throws IOException {
        Optional<Chart.Misfit> early = Chart.misfit(look, query.columns());
        if (early.isPresent()) {
            return problem(query, early.get());
        }
        List<@Nullable Object[]> rows = new ArrayList<>();
        if (format == Format.TABLE) {
            table.forEachRow(rows::add);
        } else {
            Printer.print(table.showingRowsTo(rows::add), format, zone, console);
        }
        Chart chart = new Chart(look, QueryResult.complete(table.columns(), rows), zone);
        Optional<Chart.Misfit> misfit = chart.misfit();
        if (misfit.isPresent()) {
            return problem(query, misfit.get());
        }
        if (file.isPresent()) {
            file.get().write(chart, console);
        } else {
            chart.print(console);
        }
        return List.of();
    }

    private static List<Problem> problem(BoundQuery query, Chart.Misfit misfit) {
        return List.of(query.chartProblem(misfit.message(), misfit.hint()));
    }
}
