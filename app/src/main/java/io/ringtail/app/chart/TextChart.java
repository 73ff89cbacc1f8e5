package io.ringtail.app.chart;

import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.Style;
import io.ringtail.dsl.result.TextWidth;
import io.ringtail.dsl.result.Visualization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Draws a chart with characters, as wide as the terminal. */
final class TextChart {
    private static final int LABEL_COLUMNS = 16;
    private static final int MARK_ROWS = 4;

    private final ChartData data;
    private final Visualization look;
    private final TextFrame frame;

    private TextChart(ChartData data, Visualization look, Console console) {
        this.data = data;
        this.look = look;
        frame = new TextFrame(console);
    }

    static void print(ChartData data, Visualization look, Console console) {
        TextChart chart = new TextChart(data, look, console);
        chart.frame.head(
                look, data.series().stream().map(ChartData.Series::name).toList());
        switch (look.chart()) {
            case BARCHART, PIECHART -> chart.bars();
            case COLUMNCHART -> {
                if (chart.columnsFit()) {
                    chart.columns();
                } else {
                    chart.bars();
                }
            }
            default -> chart.lines();
        }
    }

    private void lines() {
        boolean area = look.chart() == Visualization.Chart.AREACHART
                || look.chart() == Visualization.Chart.STACKEDAREACHART
                || look.stacking() != Visualization.Stacking.UNSTACKED;
        ChartData drawn = look.stacking() == Visualization.Stacking.UNSTACKED ? data : data.stacked(isShares());
        Scale upright = Scale.ofValues(drawn.least(), drawn.greatest(), look, area, MARK_ROWS);
        int columns = frame.plotColumns(upright);
        Scale along = Scale.along(data, look, Math.max(2, columns / LABEL_COLUMNS));
        boolean braille = frame.glyphs() == Glyphs.UNICODE
                && look.chart() != Visualization.Chart.SCATTERCHART
                && (frame.style() == Style.COLOURED || data.series().size() == 1);
        Raster raster = new Raster(columns, TextFrame.rows(), braille, frame.glyphs());
        // What is stacked hides what stands behind it: the highest first.
        for (int i = 0; i < drawn.series().size(); i++) {
            int series = area ? drawn.series().size() - 1 - i : i;
            draw(drawn.series().get(series), series, along, upright, raster, area);
        }
        List<TextFrame.Placed> below = along.marks().stream()
                .map(mark ->
                        new TextFrame.Placed((int) Math.round(along.place(mark.at()) * (columns - 1)), mark.label()))
                .toList();
        frame.plot(upright, row -> raster.row(row, frame.style()), below, caption());
    }

    private void draw(ChartData.Series series, int number, Scale along, Scale upright, Raster raster, boolean area) {
        int lastX = -1;
        int lastY = -1;
        int floor = (int) Math.round(Math.max(0, upright.place(0)) * (raster.height() - 1));
        for (int i = 0; i < series.size(); i++) {
            int x = (int) Math.round(along.place(series.xs()[i]) * (raster.width() - 1));
            int y = (int) Math.round(upright.place(series.ys()[i]) * (raster.height() - 1));
            if (look.chart() == Visualization.Chart.SCATTERCHART || lastX < 0) {
                raster.dot(x, y, number);
            } else {
                raster.line(lastX, lastY, x, y, number);
            }
            if (area) {
                fill(lastX < 0 ? x : lastX, lastX < 0 ? y : lastY, x, y, floor, number, raster);
            }
            lastX = x;
            lastY = y;
        }
    }

    private static void fill(int x0, int y0, int x1, int y1, int floor, int series, Raster raster) {
        for (int x = x0; x <= x1; x++) {
            int y = x1 == x0 ? y1 : y0 + (int) Math.round((double) (y1 - y0) * (x - x0) / (x1 - x0));
            raster.column(x, Math.min(floor, y), Math.max(floor, y), series);
        }
    }

    private boolean isShares() {
        return look.stacking() == Visualization.Stacking.STACKED100;
    }

    private String caption() {
        String days = data.along() == ChartData.Along.TIME && !data.isEmpty()
                ? TimeLabels.span(
                        data.origin() + (long) data.firstX(), data.origin() + (long) data.lastX(), data.zone())
                : "";
        String name = Console.printable(look.xTitle().isEmpty() ? data.xName() : look.xTitle());
        return days.isEmpty() ? name : name + ", " + days;
    }

    /** One line for each category and series, or one for each category with the series behind each other. */
    private void bars() {
        boolean stacked = look.stacking() != Visualization.Stacking.UNSTACKED
                && data.series().size() > 1;
        ChartData tops = stacked ? data.stacked(isShares()) : data;
        double greatest = Math.max(0, tops.greatest());
        double least = Math.min(0, tops.least());
        int labels = Math.min(
                data.categories().stream().mapToInt(TextWidth::of).max().orElse(0), frame.columns() / 3);
        double sum = data.series().isEmpty()
                ? 0
                : Arrays.stream(data.series().getFirst().ys()).sum();
        int numbers = stacked ? 12 : 14;
        int room = Math.max(8, frame.columns() - labels - numbers - 3);
        for (int category = 0; category < data.categories().size(); category++) {
            String label = TextWidth.cut(data.categories().get(category), labels);
            String head = " ".repeat(labels - TextWidth.of(label)) + label + " "
                    + frame.style().dim(frame.glyphs().side);
            if (stacked) {
                frame.line(head + stack(tops, category, greatest, room));
                continue;
            }
            for (int s = 0; s < data.series().size(); s++) {
                double value = value(data.series().get(s), category);
                if (!Double.isNaN(value)) {
                    frame.line(head + bar(value, least, greatest, room, s) + " " + shown(value, sum));
                    head = " ".repeat(labels + 1) + frame.style().dim(frame.glyphs().side);
                }
            }
        }
    }

    private String shown(double value, double sum) {
        return look.chart() == Visualization.Chart.PIECHART && sum > 0
                ? String.format(java.util.Locale.ROOT, "%5.1f %%  %s", value / sum * 100, ChartValues.shown(value))
                : ChartValues.shown(value);
    }

    private String bar(double value, double least, double greatest, int room, int series) {
        if (greatest <= least) {
            return "";
        }
        double zero = -least / (greatest - least) * room;
        double end = Math.clamp((value - least) / (greatest - least), 0.0, 1.0) * room;
        if (value < 0) {
            int from = (int) Math.round(end);
            int to = (int) Math.round(zero);
            return " ".repeat(from) + frame.style().series(series, full().repeat(Math.max(1, to - from)));
        }
        int start = (int) Math.round(zero);
        int whole = Math.max(0, (int) Math.floor(end) - start);
        String part = Glyphs.part(frame.glyphs().rights, end - Math.floor(end));
        String bar = (full().repeat(whole) + part).stripTrailing();
        boolean tooSmall = bar.isEmpty() && value > 0;
        return " ".repeat(start)
                + frame.style().series(series, tooSmall ? frame.glyphs().rights.substring(1, 2) : bar);
    }

    private String full() {
        return frame.glyphs().heights.substring(frame.glyphs().heights.length() - 1);
    }

    private String stack(ChartData tops, int category, double greatest, int room) {
        StringBuilder line = new StringBuilder();
        int from = 0;
        double top = 0;
        for (int s = 0; s < tops.series().size(); s++) {
            top = value(tops.series().get(s), category);
            int to = greatest <= 0 || Double.isNaN(top) ? from : (int) Math.round(top / greatest * room);
            String shade = frame.style() == Style.COLOURED
                    ? full()
                    : String.valueOf(frame.glyphs()
                            .points
                            .charAt(s % frame.glyphs().points.length()));
            line.append(frame.style().series(s, shade.repeat(Math.max(0, to - from))));
            from = Math.max(from, to);
        }
        return line + " " + (Double.isNaN(top) ? "" : ChartValues.shown(top) + (isShares() ? " %" : ""));
    }

    private static double value(ChartData.Series series, int category) {
        int at = indexOf(series, category);
        return at < 0 ? Double.NaN : series.ys()[at];
    }

    private static int indexOf(ChartData.Series series, int category) {
        for (int i = 0; i < series.size(); i++) {
            if (series.xs()[i] == category) {
                return i;
            }
        }
        return -1;
    }

    /** Whether there is a column for each category and series, and room to read what they are. */
    private boolean columnsFit() {
        int places = Math.max(1, data.categories().size());
        int room = frame.columns() - 12;
        int bars = look.stacking() == Visualization.Stacking.UNSTACKED
                ? data.series().size()
                : 1;
        int widest = data.categories().stream().mapToInt(TextWidth::of).max().orElse(0);
        boolean ordered = data.categories().stream().allMatch(TextChart::isTimeOrNumber);
        return places * (bars > 1 ? bars + 1 : 1) <= room && (ordered || places * (widest + 1) <= room);
    }

    /** Of which some can be left out, as everybody knows what stands between. */
    private static boolean isTimeOrNumber(String label) {
        return !label.isEmpty() && label.chars().allMatch(c -> c >= '0' && c <= '9' || "-:. ".indexOf(c) >= 0);
    }

    private void columns() {
        boolean stacked = look.stacking() != Visualization.Stacking.UNSTACKED
                && data.series().size() > 1;
        ChartData tops = stacked ? data.stacked(isShares()) : data;
        Scale upright = Scale.ofValues(tops.least(), tops.greatest(), look, true, MARK_ROWS);
        int columns = frame.plotColumns(upright);
        int bars = stacked ? 1 : Math.max(1, data.series().size());
        int slot = Math.max(1, columns / Math.max(1, data.categories().size()));
        int gap = slot >= 2 * bars + 2 ? 2 : slot > bars ? 1 : 0;
        int wide = Math.max(1, Math.min((slot - gap) / bars, 12));
        List<TextFrame.Placed> below = new ArrayList<>();
        for (int i = 0; i < data.categories().size(); i++) {
            below.add(new TextFrame.Placed(
                    i * slot + wide * bars / 2, data.categories().get(i)));
        }
        frame.plot(
                upright,
                row -> columnRow(tops, upright, row, new Layout(slot, wide, bars, stacked)),
                below,
                Console.printable(look.xTitle().isEmpty() ? data.xName() : look.xTitle()));
    }

    private record Layout(int slot, int wide, int bars, boolean stacked) {}

    private String columnRow(ChartData tops, Scale upright, int row, Layout layout) {
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (int category = 0; category < data.categories().size(); category++) {
            line.repeat(' ', category * layout.slot() - used);
            for (int bar = 0; bar < layout.bars(); bar++) {
                line.append(
                        layout.stacked()
                                ? stackedCell(tops, upright, category, row, layout.wide())
                                : cell(value(tops.series().get(bar), category), upright, row, bar, layout.wide()));
            }
            used = category * layout.slot() + layout.bars() * layout.wide();
        }
        return line.toString();
    }

    private String cell(double value, Scale upright, int row, int series, int wide) {
        double below = TextFrame.rows() - 1 - row;
        double zero = Math.max(0, upright.place(0)) * TextFrame.rows();
        double top = Double.isNaN(value) ? zero : upright.place(value) * TextFrame.rows();
        if (top < zero) { // hangs from the zero line
            boolean inside = below + 0.5 >= top && below + 0.5 <= zero;
            return inside ? frame.style().series(series, full().repeat(wide)) : " ".repeat(wide);
        }
        if (below + 1 <= zero) {
            return " ".repeat(wide);
        }
        String part = Glyphs.part(frame.glyphs().heights, top - below);
        return part.isBlank() ? " ".repeat(wide) : frame.style().series(series, part.repeat(wide));
    }

    private String stackedCell(ChartData tops, Scale upright, int category, int row, int wide) {
        double middle = TextFrame.rows() - 1 - row + 0.5;
        for (int s = 0; s < tops.series().size(); s++) {
            double top = upright.place(value(tops.series().get(s), category)) * TextFrame.rows();
            if (middle <= top) {
                String shade = frame.style() == Style.COLOURED
                        ? full()
                        : String.valueOf(frame.glyphs()
                                .points
                                .charAt(s % frame.glyphs().points.length()));
                return frame.style().series(s, shade.repeat(wide));
            }
        }
        return " ".repeat(wide);
    }
}
