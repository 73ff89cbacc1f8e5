package io.ringtail.app.chart;

import io.ringtail.app.terminal.Style;
import java.util.Arrays;

/**
 * Dots that become characters: eight to a cell in Braille, or one, where series are told apart by their characters. The
 * series that came last owns a cell.
 */
final class Raster {
    private static final int BRAILLE = 0x2800;
    private static final int[][] BRAILLE_BITS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    private static final int NOBODY = -1;

    private final int columns;
    private final int rows;
    private final boolean braille;
    private final Glyphs glyphs;
    private final int[][] bits;
    private final int[][] owners;

    Raster(int columns, int rows, boolean braille, Glyphs glyphs) {
        this.columns = columns;
        this.rows = rows;
        this.braille = braille;
        this.glyphs = glyphs;
        bits = new int[rows][columns];
        owners = new int[rows][columns];
        Arrays.stream(owners).forEach(row -> Arrays.fill(row, NOBODY));
    }

    int width() {
        return braille ? columns * 2 : columns;
    }

    int height() {
        return braille ? rows * 4 : rows;
    }

    /** @param y counted from below */
    void dot(int x, int y, int series) {
        int down = height() - 1 - y;
        if (x < 0 || x >= width() || down < 0 || down >= height()) {
            return;
        }
        int column = braille ? x / 2 : x;
        int row = braille ? down / 4 : down;
        bits[row][column] |= braille ? BRAILLE_BITS[down % 4][x % 2] : 1;
        owners[row][column] = series;
    }

    void line(int x0, int y0, int x1, int y1, int series) {
        int steps = Math.max(1, Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0)));
        for (int i = 0; i <= steps; i++) {
            dot(
                    x0 + Math.toIntExact(Math.round((double) (x1 - x0) * i / steps)),
                    y0 + Math.toIntExact(Math.round((double) (y1 - y0) * i / steps)),
                    series);
        }
    }

    /** From one height to another. */
    void column(int x, int from, int to, int series) {
        for (int y = from; y <= to; y++) {
            dot(x, y, series);
        }
    }

    String row(int row, Style style) {
        StringBuilder line = new StringBuilder();
        int start = 0;
        for (int column = 1; column <= columns; column++) {
            if (column == columns || owners[row][column] != owners[row][start]) {
                line.append(run(row, start, column, style));
                start = column;
            }
        }
        return line.toString();
    }

    private String run(int row, int start, int end, Style style) {
        int series = owners[row][start];
        if (series == NOBODY) {
            return " ".repeat(end - start);
        }
        StringBuilder text = new StringBuilder();
        for (int column = start; column < end; column++) {
            text.append(
                    braille
                            ? (char) (BRAILLE + bits[row][column])
                            : glyphs.points.charAt(series % glyphs.points.length()));
        }
        return style.series(series, text.toString());
    }
}
