package io.ringtail.perf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines over two logarithmic axes, as SVG. What grows in step with its cause is a line of slope 1. */
final class LogChart {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int LEFT = 64;
    private static final int RIGHT = 150;
    private static final int TOP = 36;
    private static final int BOTTOM = 44;
    private static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73");

    private final String title;
    private final String xLabel;
    private final String yLabel;
    private final List<Line> lines = new ArrayList<>();

    private record Line(String name, List<Double> x, List<Double> y) {}

    LogChart(String title, String xLabel, String yLabel) {
        this.title = title;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
    }

    LogChart line(String name, List<Double> x, List<Double> y) {
        lines.add(new Line(name, x, y));
        return this;
    }

    String svg() {
        int[] x = decades(lines.stream().flatMap(line -> line.x().stream()).toList());
        int[] y = decades(lines.stream().flatMap(line -> line.y().stream()).toList());
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                WIDTH,
                HEIGHT);
        add(svg, "<text x=\"%d\" y=\"20\" font-size=\"14\">%s (%s)</text>%n", LEFT, title, yLabel);
        add(svg, "<text x=\"%d\" y=\"%d\">%s</text>%n", (WIDTH - RIGHT + LEFT) / 2, HEIGHT - 8, xLabel);
        for (int decade = x[0]; decade <= x[1]; decade++) {
            double at = xAt(Math.pow(10, decade), x);
            add(
                    svg,
                    "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#ddd\"/>%n",
                    at,
                    at,
                    TOP,
                    HEIGHT - BOTTOM);
            add(
                    svg,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">10^%d</text>%n",
                    at,
                    HEIGHT - BOTTOM + 16,
                    decade);
        }
        for (int decade = y[0]; decade <= y[1]; decade++) {
            double at = yAt(Math.pow(10, decade), y);
            add(
                    svg,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n",
                    LEFT,
                    WIDTH - RIGHT,
                    at,
                    at);
            add(svg, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">10^%d</text>%n", LEFT - 6, at + 4, decade);
        }
        for (int i = 0; i < lines.size(); i++) {
            draw(lines.get(i), COLOURS.get(i % COLOURS.size()), i, x, y, svg);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void draw(Line line, String colour, int index, int[] x, int[] y, StringBuilder svg) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < line.x().size(); i++) {
            double px = xAt(line.x().get(i), x);
            double py = yAt(line.y().get(i), y);
            add(points, "%.1f,%.1f ", px, py);
            add(svg, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n", px, py, colour);
        }
        add(svg, "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n", points, colour);
        add(
                svg,
                "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n",
                WIDTH - RIGHT + 10,
                TOP + 16 * (index + 1),
                colour,
                line.name());
    }

    private static int[] decades(List<Double> values) {
        double least = values.stream()
                .filter(value -> value > 0)
                .mapToDouble(value -> value)
                .min()
                .orElse(1);
        double most = values.stream()
                .filter(value -> value > 0)
                .mapToDouble(value -> value)
                .max()
                .orElse(10);
        int from = (int) Math.floor(Math.log10(least));
        return new int[] {from, Math.max(from + 1, (int) Math.ceil(Math.log10(most)))};
    }

    private static double xAt(double value, int[] decades) {
        return LEFT + (WIDTH - RIGHT - LEFT) * part(value, decades);
    }

    private static double yAt(double value, int[] decades) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * part(value, decades);
    }

    private static double part(double value, int[] decades) {
        double log = value > 0 ? Math.log10(value) : decades[0];
        return (log - decades[0]) / (decades[1] - decades[0]);
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency for one private method
    private static void add(StringBuilder to, String format, Object... values) {
        to.append(String.format(Locale.ROOT, format, values));
    }
}
