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
 * A table for people: columns as wide as they must be, the widest cut until all fit the terminal, and left out, which it
 * says, where too many would be too narrow to read. Numbers stand to the right, hexadecimal fields as 0x…, and no control
 * character is let through. Keeps all rows, for the widths depend on them.
 */
record TextTable(int width, ZoneId zone) {
    private static final String GAP = "  ";
    private static final int NARROWEST = 4;
    /** What a column is left out for rather than cut shorter. */
    private static final int READABLE = 10;
    /** A longer text is cut before it is laid out. */
    private static final int MAX_CELL = 2000;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSS", Locale.ROOT);

    void write(Table table, Appendable out) throws IOException {
        List<Column> columns = table.columns();
        List<String[]> lines = new ArrayList<>();
        lines.add(columns.stream().map(column -> printable(column.name())).toArray(String[]::new));
        table.forEachRow(row -> lines.add(texts(columns, row)));
        int[] wanted = widths(lines, columns.size());
        List<Integer> shown = shown(wanted, lines);
        int[] widths = narrowed(shown.stream().mapToInt(i -> wanted[i]).toArray());
        for (int i = 0; i < lines.size(); i++) {
            out.append(line(lines.get(i), shown, widths, columns)).append('\n');
            if (i == 0) {
                out.append(rule(widths)).append('\n');
            }
        }
        if (shown.size() < columns.size()) {
            out.append(leftOut(lines.getFirst(), shown)).append('\n');
        }
    }

    /**
     * The columns that have room to be read. Where not all have it, those go first that are empty in all rows, then the
     * last ones; the first stays.
     */
    private List<Integer> shown(int[] wanted, List<String[]> lines) {
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < wanted.length; i++) {
            shown.add(i);
        }
        for (boolean emptyOnes : new boolean[] {true, false}) {
            for (int i = wanted.length - 1; i > 0 && !isReadable(shown, wanted); i--) {
                int column = i;
                if (!emptyOnes || lines.stream().skip(1).allMatch(line -> line[column].isEmpty())) {
                    shown.removeIf(other -> other == column);
                }
            }
        }
        return shown;
    }

    private boolean isReadable(List<Integer> shown, int[] wanted) {
        long least = shown.stream()
                .mapToLong(i -> Math.min(wanted[i], READABLE) + GAP.length())
                .sum();
        return least - GAP.length() <= width;
    }

    private static String leftOut(String[] names, List<Integer> shown) {
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            if (!shown.contains(i)) {
                rest.add(names[i]);
            }
        }
        return "… no room for " + String.join(", ", rest) + "; choose with '| project', or take --format jsonl";
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

    private static int[] widths(List<String[]> lines, int columns) {
        int[] widths = new int[columns];
        for (String[] line : lines) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], length(line[i]));
            }
        }
        return widths;
    }

    /** What each column gets: the widest ones give until all fit, or until none can give any more. */
    private int[] narrowed(int[] widths) {
        int columns = widths.length;
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

    private static String line(String[] texts, List<Integer> shown, int[] widths, List<Column> columns) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String text = cut(texts[shown.get(i)], widths[i]);
            String blanks = " ".repeat(Math.max(0, widths[i] - length(text)));
            boolean right = isNumber(columns.get(shown.get(i)));
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
