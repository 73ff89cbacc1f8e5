package io.ringtail.app.chart;

/** What shapes are drawn on. Lengths are pixels, from the left and from the top; colours are as {@code #rrggbb}. */
interface Canvas {
    /** Where a text stands to its point. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    void line(double x0, double y0, double x1, double y1, String colour, double width);

    /** Points that are joined by lines. */
    void path(double[] xs, double[] ys, String colour, double width);

    /** @param opacity from 0 to 1 */
    void area(double[] xs, double[] ys, String colour, double opacity);

    /** @param title what is told of it where somebody points at it, if that can be done */
    void box(double x, double y, double width, double height, String colour, String title);

    void dot(double x, double y, double radius, String colour);

    /** @param y of the base line */
    void text(double x, double y, String text, Font font, Anchor anchor);

    /** Reads from below upwards, with its middle at the point. */
    void upright(double x, double y, String text, Font font);

    /** How a text looks. */
    record Font(double size, boolean bold, String colour) {}
}
