package io.ringtail.app.journal;

import io.ringtail.app.Command;
import io.ringtail.app.output.Printer;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Quantities;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.journal.JournalProblem;
import io.ringtail.ring.journal.JournalVerifier;
import io.ringtail.ring.journal.VerifyReport;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ringtail journal verify}: a row for each finding, and exit status 1 if there is one. */
public record VerifyCommand(Path journal, Format format) implements Command {
    private static final List<Column> COLUMNS = List.of(
            Column.of("lane", ScalarType.STRING),
            Column.of("file", ScalarType.STRING),
            Column.of("position", ScalarType.LONG),
            Column.of("what", ScalarType.STRING));

    @Override
    public ExitStatus run(Console console) throws IOException {
        VerifyReport report = JournalVerifier.verify(journal, (done, total) -> {});
        if (format != Format.TABLE || !report.isSound()) {
            Printer.print(QueryResult.complete(COLUMNS, rows(report)), format, console);
        }
        String read = Quantities.count(report.events(), "event") + " in " + Quantities.count(report.blocks(), "block")
                + " and " + Quantities.count(report.files(), "file") + ", " + Quantities.bytes(report.bytes());
        if (report.isSound()) {
            say("sound: " + read, console);
            return ExitStatus.DONE;
        }
        say(
                "damaged: " + Quantities.count(report.findings().size(), "finding") + " in " + read
                        + "; undamaged blocks stay readable",
                console);
        return ExitStatus.FINDING;
    }

    /** For people on stdout, beside rows for scripts on stderr. */
    private void say(String sentence, Console console) {
        if (format == Format.TABLE) {
            console.out().println(sentence);
        } else {
            console.note(sentence);
        }
    }

    private static List<@Nullable Object[]> rows(VerifyReport report) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (JournalProblem problem : report.findings()) {
            rows.add(new @Nullable Object[] {
                problem.lane().map(Lane::folder).orElse(""), problem.file(), problem.position(), problem.what()
            });
        }
        return rows;
    }
}
