package io.ringtail.app.export;

import io.ringtail.app.terminal.Progress;
import io.ringtail.app.terminal.Quantities;
import io.ringtail.dsl.EventQuery;
import io.ringtail.etw.context.SequenceSet;
import io.ringtail.etw.export.CutOut;
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
            long others =
                    job.isOfAll() ? writeAll(selected, export, progress) : writeCut(job, selected, export, progress);
            EtlExport.Summary summary = export.finish();
            String context = others == 0
                    ? ""
                    : ", " + Quantities.count(others) + " others that name their processes, modules and files";
            String schemas = summary.schemas() == 0
                    ? ""
                    : ", " + Quantities.count(summary.schemas()) + " records with their schemas";
            return Quantities.count(summary.events() - others, "event") + context + schemas;
        }
    }

    private static long writeAll(EventQuery all, EtlExport export, Progress progress) throws IOException {
        long[] done = new long[2];
        all.forEach((block, rows, count) -> {
            export.write(block, rows, count);
            done[0] += count;
            done[1] += block.payloadBytes();
            progress.update(done[0], done[1]);
        });
        return 0;
    }

    private static long writeCut(ExportJob job, EventQuery query, EtlExport export, Progress progress)
            throws IOException {
        SequenceSet selected = new SequenceSet();
        query.forEach((block, rows, count) -> {
            for (int i = 0; i < count; i++) {
                selected.add(block.sequence(rows[i]));
            }
        });
        return CutOut.of(job.input().recording(), job.input().decoder(), selected)
                .writeTo(export, progress::update);
    }
}
