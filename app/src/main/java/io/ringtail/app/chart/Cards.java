package io.ringtail.app.chart;

import io.ringtail.app.terminal.Console;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.TextWidth;
import io.ringtail.dsl.result.Visualization;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code render card}: the values of the first row, large. */
final class Cards {
    static final int HEIGHT = 200;
    private static final Canvas.Font VALUE = new Canvas.Font(44, true, "#1e293b");

    private Cards() {}

    static void print(Visualization look, List<Column> columns, @Nullable Object[] row, Console console) {
        if (!look.title().isEmpty()) {
            console.out().println(console.style().bold(Console.printable(look.title())));
        }
        int widest = columns.stream()
                .mapToInt(column -> TextWidth.of(column.name()))
                .max()
                .orElse(0);
        for (int i = 0; i < columns.size(); i++) {
            String name = Console.printable(columns.get(i).name());
            console.out()
                    .println("  " + console.style().dim(name + " ".repeat(Math.max(0, widest - TextWidth.of(name))))
                            + "  " + console.style().bold(value(row[i])));
        }
    }

    static void draw(Visualization look, List<Column> columns, @Nullable Object[] row, Canvas canvas) {
        if (!look.title().isEmpty()) {
            canvas.text(20, 36, look.title(), Drawing.TITLE, Canvas.Anchor.START);
        }
        double slot = (Drawing.WIDTH - 40.0) / Math.max(1, columns.size());
        for (int i = 0; i < columns.size(); i++) {
            double middle = 20 + slot * (i + 0.5);
            String value = TextWidth.cut(value(row[i]), (int) Math.max(4, slot / 27));
            canvas.text(middle, 120, value, VALUE, Canvas.Anchor.MIDDLE);
            canvas.text(middle, 150, columns.get(i).name(), Drawing.LABEL, Canvas.Anchor.MIDDLE);
        }
    }

    private static String value(@Nullable Object value) {
        double number = ChartValues.number(value);
        return Double.isNaN(number) ? ChartValues.text(value) : ChartValues.shown(number);
    }
}
