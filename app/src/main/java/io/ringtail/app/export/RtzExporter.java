package io.ringtail.app.export;

import io.ringtail.app.rtz.SessionExport;
import io.ringtail.app.terminal.Quantities;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.dsl.EventQuery;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/** Writes a session file. */
final class RtzExporter implements Exporter {
    @Override
    public String write(ExportJob job, Path file) throws IOException {
        EventQuery selected = job.events();
        Recording recording = job.input().recording();
        SessionExport export = new SessionExport(recording, job.input().decoder(), job.imported(), job.rtz());
        SessionExport.Summary summary = export.write(taker -> selected.forEach(taker::take), journal(recording), file);
        if (summary.events() == 0) {
            throw Refusal.failure("no event is selected, so there is no session to write; widen --session, --where,"
                    + " --from or --until");
        }
        summary.redacted().forEach(job.console()::note);
        return Quantities.count(summary.events(), "event") + " and " + Quantities.count(summary.controlEvents())
                + " of Ringtail's own";
    }

    private static UUID journal(Recording recording) throws IOException {
        return recording instanceof Journal journal
                ? journal.info().id().orElseGet(UUID::randomUUID)
                : UUID.randomUUID();
    }
}
