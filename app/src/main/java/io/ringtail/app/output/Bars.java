package io.ringtail.app.output;

import io.ringtail.app.terminal.Console;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.QueryResult;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Draws a bar for each row of a timeline. */
public final class Bars {
    private static final int MAX_COLUMNS = 40;

    private Bars() {}

    /** One line a row: the first column's value, a bar as long as the named column's value, that value. */
    public static void print(QueryResult timeline, String column, Console console) {
        int index = timeline.columns().stream().map(Column::name).toList().indexOf(column);
        List<@Nullable Object[]> rows = timeline.rows();
        double greatest =
                rows.stream().mapToDouble(row -> value(row[index])).max().orElse(0);
        for (@Nullable Object[] row : rows) {
            double value = value(row[index]);
            int length = greatest <= 0 ? 0 : (int) Math.round(value / greatest * MAX_COLUMNS);
            String bar = console.style().cyan("█".repeat(length));
            console.out()
                    .println("  " + time(row[0]) + " " + bar + " "
                            + (row[index] instanceof Double ? String.format(Locale.ROOT, "%.1f", value) : row[index])
                            + " " + column);
        }
    }

    private static double value(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }

    /** Hours, minutes and seconds are enough beside the table. */
    private static String time(@Nullable Object value) {
        String text = io.ringtail.dsl.value.Values.text(value);
        int start = text.indexOf('T') + 1;
        return text.substring(start, Math.min(text.length(), start + 8));
    }
}
