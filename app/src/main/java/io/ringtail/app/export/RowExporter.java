package io.ringtail.app.export;

import io.ringtail.app.terminal.Quantities;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.Table;
import io.ringtail.dsl.result.TableWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the rows of any query, decoded, as {@code query --format} prints them. */
record RowExporter(Format format) implements Exporter {
    @Override
    public String write(ExportJob job, Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            return write(job, out);
        }
    }

    /** Returns how many rows were written, in words. */
    String write(ExportJob job, Appendable out) throws IOException {
        long[] count = {0};
        Table rows = job.rows().stream().showingRowsTo(row -> count[0]++);
        TableWriter.of(format).write(rows, out);
        return Quantities.count(count[0], "row");
    }
}
