package io.ringtail.app.journal;

import io.ringtail.app.Command;
import io.ringtail.app.output.Printer;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Quantities;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.ring.block.Compression;
import io.ringtail.ring.journal.CompactReport;
import io.ringtail.ring.journal.JournalCompactor;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ringtail journal compact}: a row for each lane, before and after. */
public record CompactCommand(Path journal, Compression compression, Format format) implements Command {
    private static final List<Column> COLUMNS = List.of(
            Column.of("lane", ScalarType.STRING),
            Column.of("files", ScalarType.LONG),
            Column.of("rewritten", ScalarType.LONG),
            Column.of("events", ScalarType.LONG),
            Column.of("blocksBefore", ScalarType.LONG),
            Column.of("blocksAfter", ScalarType.LONG),
            Column.of("bytesBefore", ScalarType.LONG),
            Column.of("bytesAfter", ScalarType.LONG));

    @Override
    public ExitStatus run(Console console) throws IOException {
        compression.unavailable().ifPresent(why -> {
            throw Refusal.failure("--compress " + compression.label() + ": " + why);
        });
        CompactReport report =
                JournalCompactor.compact(journal, compression, InstantSource.system(), (done, total) -> {});
        Printer.print(QueryResult.complete(COLUMNS, rows(report)), format, console);
        report.left().forEach(console::warn);
        long before = report.lanes().stream()
                .mapToLong(CompactReport.OfLane::bytesBefore)
                .sum();
        long after = report.lanes().stream()
                .mapToLong(CompactReport.OfLane::bytesAfter)
                .sum();
        console.note("compacted: " + Quantities.bytes(before) + " before, " + Quantities.bytes(after) + " after");
        return ExitStatus.DONE;
    }

    private static List<@Nullable Object[]> rows(CompactReport report) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (CompactReport.OfLane lane : report.lanes()) {
            rows.add(new @Nullable Object[] {
                lane.lane().folder(),
                (long) lane.files(),
                (long) lane.rewritten(),
                lane.events(),
                lane.blocksBefore(),
                lane.blocksAfter(),
                lane.bytesBefore(),
                lane.bytesAfter()
            });
        }
        return rows;
    }
}
