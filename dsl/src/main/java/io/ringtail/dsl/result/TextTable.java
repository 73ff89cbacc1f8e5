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
 * A table for people: columns as wide as they must be, the widest texts cut until all fit the terminal, and columns left
 * out where too many would be too narrow to read; it says both. Times and numbers are whole or not there. Numbers stand to
 * the right, hexadecimal fields as 0x…, wide characters take two places, and no control character is let through. Keeps
 * all rows, for the widths depend on them; of a query that ends too early it shows those that came.
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
        try {
            table.forEachRow(row -> lines.add(texts(columns, row)));
        } catch (RuntimeException e) {
            if (lines.size() > 1) {
                write(columns, lines, out);
            }
            throw e;
        }
        write(columns, lines, out);
    }

    private void write(List<Column> columns, List<String[]> lines, Appendable out) throws IOException {
        int[] wanted = widths(lines, 0, columns.size());
        int[] least = least(columns, lines, wanted);
        List<Integer> shown = shown(least, lines);
        int[] widths = narrowed(pick(wanted, shown), pick(least, shown));
        boolean cut = false;
        for (int i = 0; i < lines.size(); i++) {
            out.append(line(lines.get(i), shown, widths, columns)).append('\n');
            if (i == 0) {
                out.append(rule(widths)).append('\n');
            } else {
                cut |= isCut(lines.get(i), shown, widths);
            }
        }
        if (shown.size() < columns.size()) {
            out.append(leftOut(lines.getFirst(), shown)).append('\n');
        }
        if (cut) {
            out.append("… what ends so is cut; --format json has it whole").append('\n');
        }
    }

    private static int[] pick(int[] widths, List<Integer> shown) {
        return shown.stream().mapToInt(i -> widths[i]).toArray();
    }

    private static boolean isCut(String[] texts, List<Integer> shown, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            String text = texts[shown.get(i)];
            if (TextWidth.of(text) > widths[i] || text.length() > MAX_CELL) {
                return true;
            }
        }
        return false;
    }

    /** What each column must have: a part of a text can be read, and one of a number or a time misleads. */
    private static int[] least(List<Column> columns, List<String[]> lines, int[] wanted) {
        int[] values = widths(lines, 1, columns.size());
        int[] least = new int[wanted.length];
        for (int i = 0; i < least.length; i++) {
            least[i] = isText(columns.get(i))
                    ? Math.min(wanted[i], READABLE)
                    : Math.max(values[i], Math.min(wanted[i], NARROWEST));
        }
        return least;
    }

    private static boolean isText(Column column) {
        return switch (column.type()) {
            case STRING, DYNAMIC, GUID -> true;
            case BOOL, INT, LONG, REAL, DECIMAL, TIMESPAN, DATETIME -> false;
        };
    }

    /**
     * The columns that have room to be read. Where not all have it, those go first that are empty in all rows, then the
     * last ones; the first stays.
     */
    private List<Integer> shown(int[] least, List<String[]> lines) {
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < least.length; i++) {
            shown.add(i);
        }
        for (boolean emptyOnes : new boolean[] {true, false}) {
            for (int i = least.length - 1; i > 0 && !isReadable(shown, least); i--) {
                int column = i;
                if (!emptyOnes || lines.stream().skip(1).allMatch(line -> line[column].isEmpty())) {
                    shown.removeIf(other -> other == column);
                }
            }
        }
        return shown;
    }

    private boolean isReadable(List<Integer> shown, int[] least) {
        long all = shown.stream().mapToLong(i -> least[i] + GAP.length()).sum();
        return all - GAP.length() <= width;
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

    private static int[] widths(List<String[]> lines, int from, int columns) {
        int[] widths = new int[columns];
        for (String[] line : lines.subList(from, lines.size())) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], TextWidth.of(line[i]));
            }
        }
        return widths;
    }

    /** What each column gets: the widest of those that can give do so until all fit. */
    private int[] narrowed(int[] widths, int[] least) {
        int columns = widths.length;
        int room = width - GAP.length() * Math.max(0, columns - 1);
        int sum = Arrays.stream(widths).sum();
        while (sum > room) {
            int widest = -1;
            for (int i = 0; i < columns; i++) {
                boolean gives = widths[i] > least[i];
                widest = gives && (widest < 0 || widths[i] > widths[widest]) ? i : widest;
            }
            if (widest < 0) {
                break;
            }
            widths[widest]--;
            sum--;
        }
        return widths;
    }

    private static String line(String[] texts, List<Integer> shown, int[] widths, List<Column> columns) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String text = TextWidth.cut(texts[shown.get(i)], widths[i]);
            String blanks = " ".repeat(Math.max(0, widths[i] - TextWidth.of(text)));
            boolean right = isNumber(columns.get(shown.get(i)));
            line.append(i == 0 ? "" : GAP).append(right ? blanks + text : text + blanks);
        }
        return line.toString().stripTrailing();
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
