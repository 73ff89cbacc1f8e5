package io.ringtail.app.export;

import io.ringtail.app.terminal.Progress;
import io.ringtail.app.terminal.Quantities;
import io.ringtail.dsl.EventQuery;
import io.ringtail.etw.export.EtlExport;
import java.io.IOException;
import java.nio.file.Path;

/** Writes a Windows trace, with the schemas that its events need. */
final class EtlExporter implements Exporter {
    @Override
    public String write(ExportJob job, Path file) throws IOException {
        EventQuery selected = job.events();
        try (EtlExport export = EtlExport.into(file, job.input().recording(), job.imported());
                Progress progress = Progress.start(job.console(), "exported", 0)) {
            long[] done = new long[2];
            selected.forEach((block, rows, count) -> {
                export.write(block, rows, count);
                done[0] += count;
                done[1] += block.payloadBytes();
                progress.update(done[0], done[1]);
            });
            EtlExport.Summary summary = export.finish();
            String schemas = summary.schemas() == 0
                    ? ""
                    : " and " + Quantities.count(summary.schemas()) + " records with their schemas";
            return Quantities.count(summary.events()) + " events" + schemas;
        }
    }
}
