package io.ringtail.dsl.result;

import io.ringtail.dsl.value.Json;
import io.ringtail.dsl.value.Values;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a table in one of the formats. JSON, JSON lines and CSV are stable: scripts rely on them. All but
 * {@link Format#TABLE} write rows as they come and keep none.
 *
 * @param width of the terminal in characters, for {@link Format#TABLE}
 * @param zone in which {@link Format#TABLE} prints times
 */
public record TableWriter(Format format, int width, java.time.ZoneId zone) {
    public static TableWriter of(Format format) {
        return new TableWriter(format, 120, java.time.ZoneOffset.UTC);
    }

    /** Writes the whole table, and a line break at the end. */
    public void write(Table table, Appendable out) throws IOException {
        switch (format) {
            case TABLE -> new TextTable(width, zone).write(table, out);
            case JSON -> json(table, out);
            case JSONL -> jsonLines(table, out);
            case CSV -> csv(table, out);
        }
    }

    private static void json(Table table, Appendable out) throws IOException {
        StringBuilder head = new StringBuilder("{\"columns\":[");
        for (int i = 0; i < table.columns().size(); i++) {
            Column column = table.columns().get(i);
            head.append(i == 0 ? "" : ",").append("{\"name\":");
            Json.string(head, column.name());
            head.append(",\"type\":\"").append(column.type().label()).append("\"}");
        }
        out.append(head.append("],\"rows\":["));
        boolean[] first = {true};
        table.forEachRow(row -> {
            StringBuilder line = new StringBuilder(first[0] ? "\n[" : ",\n[");
            first[0] = false;
            for (int i = 0; i < row.length; i++) {
                line.append(i == 0 ? "" : ",");
                Json.append(line, row[i]);
            }
            out.append(line.append(']'));
        });
        Meta meta = table.meta();
        out.append(
                "],\"meta\":{\"lost\":" + meta.lost() + ",\"late\":" + meta.late() + ",\"partial\":" + meta.partial());
        if (table.visualization().isPresent()) {
            out.append(",\"visualization\":" + table.visualization().get().json());
        }
        out.append("}}\n");
    }

    private static void jsonLines(Table table, Appendable out) throws IOException {
        List<Column> columns = table.columns();
        table.forEachRow(row -> {
            StringBuilder line = new StringBuilder("{");
            for (int i = 0; i < row.length; i++) {
                line.append(i == 0 ? "" : ",");
                Json.string(line, columns.get(i).name());
                line.append(':');
                Json.append(line, row[i]);
            }
            out.append(line.append("}\n"));
        });
    }

    /** RFC 4180: lines end in CR LF, null is an empty field. */
    private static void csv(Table table, Appendable out) throws IOException {
        List<Column> columns = table.columns();
        @Nullable Object[] names = new @Nullable Object[columns.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = columns.get(i).name();
        }
        out.append(csvLine(names));
        table.forEachRow(row -> out.append(csvLine(row)));
    }

    private static StringBuilder csvLine(@Nullable Object[] row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            String text = Values.text(row[i]);
            boolean quote = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            line.append(i == 0 ? "" : ",");
            line.append(quote ? '"' + text.replace("\"", "\"\"") + '"' : text);
        }
        return line.append("\r\n");
    }
}
