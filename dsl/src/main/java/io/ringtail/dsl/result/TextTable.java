package io.ringtail.dsl.result;

import io.ringtail.dsl.value.Values;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.Cell;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A table for people: columns as wide as they must be, the widest cut until all fit the terminal, numbers to the right,
 * hexadecimal fields as 0x…, no control character let through. Keeps all rows, for the widths depend on them.
 */
record TextTable(int width, ZoneId zone) {
    private static final String GAP = "  ";
    private static final int NARROWEST = 4;
    /** A longer text is cut before it is laid out. */
    private static final int MAX_CELL = 2000;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSS", Locale.ROOT);

    void write(Table table, Appendable out) throws IOException {
        List<Column> columns = table.columns();
        List<String[]> lines = new ArrayList<>();
        lines.add(columns.stream().map(column -> printable(column.name())).toArray(String[]::new));
        table.forEachRow(row -> lines.add(texts(columns, row)));
        int[] widths = widths(lines, columns.size());
        for (int i = 0; i < lines.size(); i++) {
            out.append(line(lines.get(i), widths, columns)).append('\n');
            if (i == 0) {
                out.append(rule(widths)).append('\n');
            }
        }
    }

    private String[] texts(List<Column> columns, @Nullable Object[] row) {
        String[] texts = new String[row.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = printable(text(columns.get(i), row[i]));
        }
        return texts;
    }

    private String text(Column column, @Nullable Object value) {
        return switch (value) {
            case Long whole when column.hexadecimal() -> "0x" + Long.toHexString(whole);
            case Cell.Datetime time -> time(time.ticks());
            case null, default -> Values.text(value);
        };
    }

    private String time(long ticks) {
        if (zone.equals(ZoneOffset.UTC)) {
            return Ticks.iso(ticks).replace('T', ' ').replace("Z", "");
        }
        return LocalDateTime.ofInstant(Ticks.toInstant(Math.clamp(ticks, 0L, Ticks.MAX)), zone)
                .format(TIME);
    }

    private static String printable(String text) {
        String cut = text.length() > MAX_CELL ? text.substring(0, MAX_CELL) + "…" : text;
        if (cut.chars().noneMatch(Character::isISOControl)) {
            return cut;
        }
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            switch (c) {
                case '\n' -> safe.append("\\n");
                case '\r' -> safe.append("\\r");
                case '\t' -> safe.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        safe.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
                    } else {
                        safe.append(c);
                    }
                }
            }
        }
        return safe.toString();
    }

    /** What each column gets: the widest ones give until all fit, or until none can give any more. */
    private int[] widths(List<String[]> lines, int columns) {
        int[] widths = new int[columns];
        for (String[] line : lines) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], length(line[i]));
            }
        }
        int room = width - GAP.length() * Math.max(0, columns - 1);
        int sum = Arrays.stream(widths).sum();
        while (sum > room) {
            int widest = 0;
            for (int i = 1; i < columns; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (columns == 0 || widths[widest] <= NARROWEST) {
                break;
            }
            widths[widest]--;
            sum--;
        }
        return widths;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String line(String[] texts, int[] widths, List<Column> columns) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < texts.length; i++) {
            String text = cut(texts[i], widths[i]);
            String blanks = " ".repeat(Math.max(0, widths[i] - length(text)));
            boolean right = isNumber(columns.get(i));
            line.append(i == 0 ? "" : GAP).append(right ? blanks + text : text + blanks);
        }
        return line.toString().stripTrailing();
    }

    private static String cut(String text, int width) {
        if (length(text) <= width) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
    }

    private static boolean isNumber(Column column) {
        return switch (column.type()) {
            case INT, LONG, REAL, DECIMAL, TIMESPAN -> true;
            case BOOL, STRING, DATETIME, GUID, DYNAMIC -> false;
        };
    }

    private static String rule(int[] widths) {
        StringBuilder rule = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            rule.append(i == 0 ? "" : GAP).append("-".repeat(widths[i]));
        }
        return rule.toString();
    }
}
