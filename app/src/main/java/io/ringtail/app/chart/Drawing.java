package io.ringtail.app.chart;

import io.ringtail.dsl.result.TextWidth;
import io.ringtail.dsl.result.Visualization;
import java.util.ArrayList;
import java.util.List;

/** Draws a chart with shapes. What a text takes is estimated, so that every canvas gets the same drawing. */
final class Drawing {
    static final int WIDTH = 960;
    private static final int HEIGHT = 480;
    private static final int ROW = 24;
    private static final double MARGIN = 20;
    private static final double LETTER = 0.58;
    private static final int MOST_MARKS = 6;
    private static final double MARK_WIDTH = 110;
    /** As many points as can be told apart as dots. */
    private static final int DOTS = 60;

    private static final String INK = "#1e293b";
    private static final String GREY = "#64748b";
    private static final String GRID = "#e2e8f0";
    static final Canvas.Font TITLE = new Canvas.Font(18, true, INK);
    static final Canvas.Font TEXT = new Canvas.Font(12, false, INK);
    static final Canvas.Font LABEL = new Canvas.Font(12, false, GREY);
    private static final List<String> COLOURS = List.of(
            "#2563eb", "#ea580c", "#059669", "#db2777", "#7c3aed", "#ca8a04", "#0891b2", "#65a30d", "#dc2626",
            "#475569", "#6366f1", "#0f766e");

    private final ChartData data;
    private final Visualization look;
    private final Canvas canvas;
    private double top = MARGIN;

    private Drawing(ChartData data, Visualization look, Canvas canvas) {
        this.data = data;
        this.look = look;
        this.canvas = canvas;
    }

    static int height(ChartData data, Visualization look) {
        int lines = look.stacking() == Visualization.Stacking.UNSTACKED
                ? data.categories().size() * Math.max(1, data.series().size())
                : data.categories().size();
        return look.chart() == Visualization.Chart.BARCHART ? Math.max(HEIGHT, 120 + lines * ROW) : HEIGHT;
    }

    static void draw(ChartData data, Visualization look, Canvas canvas) {
        Drawing drawing = new Drawing(data, look, canvas);
        drawing.head();
        switch (look.chart()) {
            case PIECHART -> drawing.pie();
            case BARCHART -> drawing.bars();
            case COLUMNCHART -> drawing.columns();
            default -> drawing.lines();
        }
    }

    static String colour(int series) {
        return COLOURS.get(series % COLOURS.size());
    }

    static double width(String text, Canvas.Font font) {
        return TextWidth.of(text) * font.size() * LETTER;
    }

    private void head() {
        if (!look.title().isEmpty()) {
            canvas.text(MARGIN, top + 16, look.title(), TITLE, Canvas.Anchor.START);
            top += 34;
        }
        if (look.legend() && look.chart() != Visualization.Chart.PIECHART) {
            legend();
        }
    }

    private void legend() {
        double x = MARGIN;
        for (int i = 0; i < data.series().size(); i++) {
            String name = TextWidth.cut(data.series().get(i).name(), 60);
            double wide = width(name, TEXT) + 34;
            if (x > MARGIN && x + wide > WIDTH - MARGIN) {
                x = MARGIN;
                top += 20;
            }
            canvas.box(x, top + 2, 12, 12, colour(i), "");
            canvas.text(x + 18, top + 12, name, TEXT, Canvas.Anchor.START);
            x += wide;
        }
        top += 30;
    }

    /** The rectangle between the axes. */
    private record Plot(double left, double top, double right, double bottom, Scale along, Scale upright) {
        double x(double value) {
            return left + along.place(value) * (right - left);
        }

        double y(double value) {
            return bottom - Math.clamp(upright.place(value), 0.0, 1.0) * (bottom - top);
        }
    }

    private boolean isStacked() {
        return look.stacking() != Visualization.Stacking.UNSTACKED;
    }

    private ChartData tops() {
        return isStacked() ? data.stacked(look.stacking() == Visualization.Stacking.STACKED100) : data;
    }

    private String yName() {
        return look.yTitle();
    }

    private double leftOf(Scale upright) {
        double labels = upright.marks().stream()
                .mapToDouble(mark -> width(mark.label(), LABEL))
                .max()
                .orElse(0);
        return MARGIN + labels + 8 + (yName().isEmpty() ? 0 : 22);
    }

    private void frame(Plot plot, List<Mark> below, String caption) {
        for (Mark mark : plot.upright().marks()) {
            double y = plot.y(mark.at());
            canvas.line(plot.left(), y, plot.right(), y, GRID, 1);
            canvas.text(plot.left() - 8, y + 4, mark.label(), LABEL, Canvas.Anchor.END);
        }
        double end = Double.NEGATIVE_INFINITY;
        for (Mark mark : below) {
            double half = width(mark.label(), LABEL) / 2;
            if (mark.at() - half > end + 8) {
                double x = Math.clamp(mark.at(), half + 2, WIDTH - half - 2);
                canvas.line(mark.at(), plot.bottom(), mark.at(), plot.bottom() + 5, GREY, 1);
                canvas.text(x, plot.bottom() + 19, mark.label(), LABEL, Canvas.Anchor.MIDDLE);
                end = x + half;
            }
        }
        canvas.line(plot.left(), plot.bottom(), plot.right(), plot.bottom(), GREY, 1);
        canvas.text((plot.left() + plot.right()) / 2, plot.bottom() + 40, caption, LABEL, Canvas.Anchor.MIDDLE);
        if (!yName().isEmpty()) {
            canvas.upright(MARGIN + 8, (plot.top() + plot.bottom()) / 2, yName(), LABEL);
        }
    }

    private String caption() {
        String name = look.xTitle().isEmpty() ? data.xName() : look.xTitle();
        return data.along() == ChartData.Along.TIME && !data.isEmpty()
                ? name + ", "
                        + TimeLabels.span(
                                data.origin() + (long) data.firstX(), data.origin() + (long) data.lastX(), data.zone())
                : name;
    }

    private void lines() {
        boolean area = isStacked()
                || look.chart() == Visualization.Chart.AREACHART
                || look.chart() == Visualization.Chart.STACKEDAREACHART;
        ChartData tops = tops();
        Scale upright = Scale.ofValues(tops.least(), tops.greatest(), look, area, MOST_MARKS);
        double left = leftOf(upright);
        Scale along = Scale.along(data, look, (int) ((WIDTH - left) / MARK_WIDTH));
        Plot plot = new Plot(left, top + 6, WIDTH - MARGIN, HEIGHT - 56, along, upright);
        List<Mark> below = along.marks().stream()
                .map(mark -> new Mark(plot.x(mark.at()), mark.label()))
                .toList();
        frame(plot, below, caption());
        for (int i = 0; i < tops.series().size(); i++) {
            int series = area ? tops.series().size() - 1 - i : i;
            line(tops.series().get(series), series, plot, area);
        }
    }

    private void line(ChartData.Series series, int number, Plot plot, boolean area) {
        int size = series.size();
        double[] xs = new double[size];
        double[] ys = new double[size];
        for (int i = 0; i < size; i++) {
            xs[i] = plot.x(series.xs()[i]);
            ys[i] = plot.y(series.ys()[i]);
        }
        boolean points = look.chart() == Visualization.Chart.SCATTERCHART;
        if (area && size > 0) {
            double[] closedX = java.util.Arrays.copyOf(xs, size + 2);
            double[] closedY = java.util.Arrays.copyOf(ys, size + 2);
            closedX[size] = xs[size - 1];
            closedX[size + 1] = xs[0];
            closedY[size] = plot.y(0);
            closedY[size + 1] = plot.y(0);
            canvas.area(closedX, closedY, colour(number), isStacked() ? 1 : 0.35);
        }
        if (!points && size > 1) {
            canvas.path(xs, ys, colour(number), 2);
        }
        for (int i = 0; i < size && (points || !isStacked() && size <= DOTS); i++) {
            canvas.dot(xs[i], ys[i], points ? 3.5 : 3, colour(number));
        }
    }

    private void columns() {
        ChartData tops = tops();
        Scale upright = Scale.ofValues(tops.least(), tops.greatest(), look, true, MOST_MARKS);
        double left = leftOf(upright);
        Plot plot = new Plot(
                left,
                top + 6,
                WIDTH - MARGIN,
                HEIGHT - 56,
                new Scale(-0.5, Math.max(0.5, data.categories().size() - 0.5), false, List.of()),
                upright);
        List<Mark> below = new ArrayList<>();
        for (int i = 0; i < data.categories().size(); i++) {
            below.add(new Mark(plot.x(i), TextWidth.cut(data.categories().get(i), 24)));
        }
        frame(plot, below, caption());
        double slot =
                (plot.right() - plot.left()) / Math.max(1, data.categories().size());
        double wide = Math.min(slot * 0.8, 90.0 * tops.series().size());
        for (int i = 0; i < tops.series().size(); i++) {
            int series = isStacked() ? tops.series().size() - 1 - i : i;
            double each = isStacked() ? wide : wide / tops.series().size();
            ChartData.Series one = tops.series().get(series);
            for (int p = 0; p < one.size(); p++) {
                double x = plot.x(one.xs()[p]) - wide / 2 + (isStacked() ? 0 : series * each);
                double y = plot.y(one.ys()[p]);
                double zero = plot.y(0);
                canvas.box(
                        x,
                        Math.min(y, zero),
                        Math.max(0.5, each - (each > 6 ? 1 : 0)),
                        Math.abs(zero - y),
                        colour(series),
                        title(one, p));
            }
        }
    }

    private String title(ChartData.Series series, int point) {
        int category = (int) series.xs()[point];
        return data.categories().get(category) + ", " + series.name() + ": " + ChartValues.shown(series.ys()[point]);
    }

    private void bars() {
        ChartData tops = tops();
        Scale values = Scale.ofValues(tops.least(), tops.greatest(), look, true, MOST_MARKS);
        double labels = data.categories().stream()
                .mapToDouble(label -> width(TextWidth.cut(label, 40), TEXT))
                .max()
                .orElse(0);
        double left = MARGIN + labels + 8;
        double right = WIDTH - MARGIN - 60;
        double bottom = height(data, look) - 56;
        for (Mark mark : values.marks()) {
            double x = left + values.place(mark.at()) * (right - left);
            canvas.line(x, top, x, bottom, GRID, 1);
            canvas.text(x, bottom + 18, mark.label(), LABEL, Canvas.Anchor.MIDDLE);
        }
        double zero = left + values.place(0) * (right - left);
        double slot = (bottom - top) / Math.max(1, data.categories().size());
        double high = Math.min(slot * 0.8, 40.0 * tops.series().size());
        for (int category = 0; category < data.categories().size(); category++) {
            canvas.text(
                    left - 8,
                    top + slot * (category + 0.5) + 4,
                    TextWidth.cut(data.categories().get(category), 40),
                    TEXT,
                    Canvas.Anchor.END);
        }
        for (int i = 0; i < tops.series().size(); i++) {
            int series = isStacked() ? tops.series().size() - 1 - i : i;
            double each = isStacked() ? high : high / tops.series().size();
            ChartData.Series one = tops.series().get(series);
            for (int p = 0; p < one.size(); p++) {
                double y = top + slot * (one.xs()[p] + 0.5) - high / 2 + (isStacked() ? 0 : series * each);
                double end = left + Math.clamp(values.place(one.ys()[p]), 0.0, 1.0) * (right - left);
                double gap = each > 6 ? 1 : 0;
                canvas.box(Math.min(zero, end), y, Math.abs(end - zero), each - gap, colour(series), title(one, p));
                if (!isStacked() && each >= 10) {
                    canvas.text(
                            Math.max(zero, end) + 6,
                            y + each / 2 + 4,
                            ChartValues.shown(one.ys()[p]),
                            LABEL,
                            Canvas.Anchor.START);
                }
            }
        }
        canvas.line(zero, top, zero, bottom, GREY, 1);
        String name = look.yTitle().isEmpty() ? "" : look.yTitle();
        canvas.text((left + right) / 2, bottom + 40, name, LABEL, Canvas.Anchor.MIDDLE);
    }

    private void pie() {
        if (data.series().isEmpty()) {
            return;
        }
        ChartData.Series values = data.series().getFirst();
        double sum = java.util.Arrays.stream(values.ys())
                .map(value -> Math.max(0, value))
                .sum();
        double radius = (HEIGHT - top - MARGIN) / 2;
        double middleX = MARGIN + radius + 20;
        double middleY = top + radius;
        double angle = -Math.PI / 2;
        for (int i = 0; i < values.size() && sum > 0; i++) {
            double turn = Math.max(0, values.ys()[i]) / sum * 2 * Math.PI;
            wedge(middleX, middleY, radius, angle, angle + turn, colour(i));
            angle += turn;
        }
        double y = top + 12;
        for (int i = 0; i < values.size() && look.legend() && y < HEIGHT - MARGIN; i++) {
            canvas.box(middleX + radius + 40, y - 10, 12, 12, colour(i), "");
            String share = sum > 0 ? String.format(java.util.Locale.ROOT, "%.1f %%", values.ys()[i] / sum * 100) : "";
            String label = data.categories().get((int) values.xs()[i]);
            canvas.text(middleX + radius + 58, y, TextWidth.cut(label, 36), TEXT, Canvas.Anchor.START);
            canvas.text(WIDTH - MARGIN, y, ChartValues.shown(values.ys()[i]) + "   " + share, LABEL, Canvas.Anchor.END);
            y += 22;
        }
    }

    private void wedge(double x, double y, double radius, double from, double to, String colour) {
        int steps = Math.max(2, (int) Math.ceil((to - from) * 60));
        double[] xs = new double[steps + 2];
        double[] ys = new double[steps + 2];
        xs[0] = x;
        ys[0] = y;
        for (int i = 0; i <= steps; i++) {
            double angle = from + (to - from) * i / steps;
            xs[i + 1] = x + Math.cos(angle) * radius;
            ys[i + 1] = y + Math.sin(angle) * radius;
        }
        canvas.area(xs, ys, colour, 1);
        canvas.line(x, y, xs[1], ys[1], "#ffffff", 1.5);
    }
}
