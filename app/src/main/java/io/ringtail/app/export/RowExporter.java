package io.ringtail.app.export;

import io.ringtail.app.terminal.Quantities;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.Meta;
import io.ringtail.dsl.result.Table;
import io.ringtail.dsl.result.TableWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the rows of any query, decoded, as {@code query --format} prints them. */
record RowExporter(Format format) implements Exporter {
    @Override
    public String write(ExportJob job, Path file) throws IOException {
        CountedTable rows = new CountedTable(job.rows().stream(), new long[1]);
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            TableWriter.of(format).write(rows, out);
        }
        return Quantities.count(rows.count[0]) + " rows";
    }

    private record CountedTable(Table table, long[] count) implements Table {
        @Override
        public List<Column> columns() {
            return table.columns();
        }

        @Override
        public void forEachRow(RowConsumer consumer) throws IOException {
            table.forEachRow(row -> {
                count[0]++;
                consumer.accept(row);
            });
        }

        @Override
        public Meta meta() {
            return table.meta();
        }
    }
}
