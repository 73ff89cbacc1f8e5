package io.ringtail.app.chart;

import java.util.Locale;

/** Writes shapes as an SVG document. */
final class SvgCanvas implements Canvas {
    private static final String FONTS = "system-ui, 'Segoe UI', Helvetica, Arial, 'DejaVu Sans', sans-serif";

    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;

    SvgCanvas(int width, int height) {
        this.width = width;
        this.height = height;
    }

    String document(String title) {
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\""
                        + " font-family=\"%s\">%n<title>%s</title>%n"
                        + "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>%n%s</svg>%n",
                width,
                height,
                width,
                height,
                FONTS,
                escaped(title),
                width,
                height,
                body);
    }

    @Override
    public void line(double x0, double y0, double x1, double y1, String colour, double thick) {
        add("<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-width=\"%s\"/>"
                .formatted(number(x0), number(y0), number(x1), number(y1), colour, number(thick)));
    }

    @Override
    public void path(double[] xs, double[] ys, String colour, double thick) {
        add(("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" stroke-linejoin=\"round\""
                        + " stroke-linecap=\"round\"/>")
                .formatted(points(xs, ys), colour, number(thick)));
    }

    @Override
    public void area(double[] xs, double[] ys, String colour, double opacity) {
        add("<polygon points=\"%s\" fill=\"%s\" fill-opacity=\"%s\"/>"
                .formatted(points(xs, ys), colour, number(opacity)));
    }

    @Override
    public void box(double x, double y, double wide, double high, String colour, String title) {
        String told = title.isEmpty() ? "/>" : "><title>" + escaped(title) + "</title></rect>";
        add("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"%s"
                .formatted(number(x), number(y), number(wide), number(high), colour, told));
    }

    @Override
    public void dot(double x, double y, double radius, String colour) {
        add("<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\"/>"
                .formatted(number(x), number(y), number(radius), colour));
    }

    @Override
    public void text(double x, double y, String text, Font font, Anchor anchor) {
        add("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" %s>%s</text>"
                .formatted(
                        number(x), number(y), anchor.name().toLowerCase(Locale.ROOT), attributes(font), escaped(text)));
    }

    @Override
    public void upright(double x, double y, String text, Font font) {
        add("<text transform=\"translate(%s %s) rotate(-90)\" text-anchor=\"middle\" %s>%s</text>"
                .formatted(number(x), number(y), attributes(font), escaped(text)));
    }

    private static String attributes(Font font) {
        return "font-size=\"" + number(font.size()) + "\" fill=\"" + font.colour() + "\""
                + (font.bold() ? " font-weight=\"600\"" : "");
    }

    private void add(String element) {
        body.append(element).append('\n');
    }

    private static String points(double[] xs, double[] ys) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < xs.length; i++) {
            points.append(i == 0 ? "" : " ").append(number(xs[i])).append(',').append(number(ys[i]));
        }
        return points.toString();
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.replaceAll("\\.?0+$", "");
    }

    /** Characters that XML does not allow are left out. */
    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                default -> {
                    boolean allowed =
                            c == '\t' || c == '\n' || c >= ' ' && c < 0xd800 || c > 0xdfff && c < 0xfffe || c > 0xffff;
                    safe.append(allowed ? Character.toString(c) : "");
                }
            }
        });
        return safe.toString();
    }
}
