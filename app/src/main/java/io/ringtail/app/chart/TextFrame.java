package io.ringtail.app.chart;

import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.Style;
import io.ringtail.dsl.result.TextWidth;
import io.ringtail.dsl.result.Visualization;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** What is around a chart of characters: title, legend, axes with their labels. */
final class TextFrame {
    private static final int ROWS = 16;
    private static final int UNKNOWN_COLUMNS = 100;
    private static final int MAX_COLUMNS = 160;
    private static final int MIN_COLUMNS = 30;

    private final Console console;
    private final Glyphs glyphs;
    private final Style style;

    TextFrame(Console console) {
        this.console = console;
        style = console.style();
        glyphs = console.unicode() ? Glyphs.UNICODE : Glyphs.ASCII;
    }

    Glyphs glyphs() {
        return glyphs;
    }

    Style style() {
        return style;
    }

    static int rows() {
        return ROWS;
    }

    int columns() {
        return console.columns() > 0 ? Math.clamp(console.columns(), MIN_COLUMNS, MAX_COLUMNS) : UNKNOWN_COLUMNS;
    }

    /** How wide the labels of the upright axis are. */
    static int labelWidth(Scale upright) {
        return upright.marks().stream()
                .mapToInt(mark -> TextWidth.of(mark.label()))
                .max()
                .orElse(0);
    }

    int plotColumns(Scale upright) {
        return columns() - labelWidth(upright) - 3;
    }

    void line(String text) {
        console.out().println(text.stripTrailing());
    }

    void head(Visualization look, List<String> names) {
        if (!look.title().isEmpty()) {
            line(style.bold(TextWidth.cut(Console.printable(look.title()), columns())));
        }
        if (look.legend() && (names.size() > 1 || look.yTitle().isEmpty())) {
            legend(names, look.yTitle());
        } else if (!look.yTitle().isEmpty()) {
            line(style.dim(Console.printable(look.yTitle())));
        }
    }

    private void legend(List<String> names, String yTitle) {
        StringBuilder line = new StringBuilder();
        int used = 0;
        if (!yTitle.isEmpty()) {
            line.append(style.dim(Console.printable(yTitle) + ":")).append("  ");
            used = TextWidth.of(yTitle) + 3;
        }
        for (int i = 0; i < names.size(); i++) {
            String name = TextWidth.cut(names.get(i), columns() - 4);
            int wide = TextWidth.of(name) + 4;
            if (used > 0 && used + wide > columns()) {
                line(line.toString());
                line.setLength(0);
                used = 0;
            }
            line.append(style.series(i, key(i, names.size())))
                    .append(' ')
                    .append(name)
                    .append("  ");
            used += wide;
        }
        line(line.toString());
    }

    /** What stands for a series in the legend. */
    String key(int series, int all) {
        return all == 1 || style == Style.COLOURED
                ? glyphs.key
                : String.valueOf(glyphs.points.charAt(series % glyphs.points.length()));
    }

    /** The plot between its axes. */
    void plot(Scale upright, IntFunction<String> rows, List<Placed> below, String caption) {
        int labels = labelWidth(upright);
        String[] marks = new String[ROWS];
        for (Mark mark : upright.marks()) {
            int row = ROWS - 1 - (int) Math.round(upright.place(mark.at()) * (ROWS - 1));
            if (row >= 0 && row < ROWS && marks[row] == null) {
                marks[row] = mark.label();
            }
        }
        for (int row = 0; row < ROWS; row++) {
            String label = marks[row] == null ? "" : marks[row];
            line(" ".repeat(labels - TextWidth.of(label)) + label + " "
                    + style.dim(label.isEmpty() ? glyphs.side : glyphs.sideMark) + rows.apply(row));
        }
        floor(labels, plotColumns(upright), below);
        if (!caption.isEmpty()) {
            line(" ".repeat(labels + 2) + style.dim(TextWidth.cut(caption, columns() - labels - 2)));
        }
    }

    /** A label and the column of the plot below whose middle it stands. */
    record Placed(int column, String label) {}

    private void floor(int labels, int columns, List<Placed> below) {
        List<Placed> shown = withRoom(below, columns);
        StringBuilder axis = new StringBuilder(glyphs.floor.repeat(columns));
        StringBuilder texts = new StringBuilder();
        int end = 0;
        for (Placed placed : shown) {
            axis.replace(placed.column(), placed.column() + 1, glyphs.floorMark);
            int start = start(placed, columns);
            texts.repeat(' ', start - end).append(placed.label());
            end = start + TextWidth.of(placed.label());
        }
        line(" ".repeat(labels + 1) + style.dim(glyphs.corner + axis));
        line(" ".repeat(labels + 2) + texts);
    }

    private static List<Placed> withRoom(List<Placed> below, int columns) {
        List<Placed> shown = new ArrayList<>();
        int end = -2;
        for (Placed placed : below) {
            boolean inside = placed.column() >= 0 && placed.column() < columns;
            if (inside && TextWidth.of(placed.label()) <= columns && start(placed, columns) > end + 1) {
                shown.add(placed);
                end = start(placed, columns) + TextWidth.of(placed.label()) - 1;
            }
        }
        return shown;
    }

    private static int start(Placed placed, int columns) {
        int width = TextWidth.of(placed.label());
        return Math.clamp(placed.column() - width / 2, 0, Math.max(0, columns - width));
    }
}
