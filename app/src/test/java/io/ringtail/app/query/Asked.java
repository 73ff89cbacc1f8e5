package io.ringtail.app.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.app.Command;
import io.ringtail.app.input.Selection;
import io.ringtail.app.record.RecordCommand;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Style;
import io.ringtail.dsl.result.Format;
import io.ringtail.etw.schema.SchemaSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Asks traces and a journal of them, which must say the same. */
final class Asked {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console =
            new Console(new PrintWriter(out), new PrintWriter(err), 0, Style.PLAIN, false, () -> 0);
    private final List<Path> traces;
    private final SchemaSource schemas;

    Asked(Path... traces) {
        this(SchemaSource.NONE, traces);
    }

    Asked(SchemaSource schemas, Path... traces) {
        this.traces = List.of(traces);
        this.schemas = schemas;
    }

    /** The lines of the answer as CSV, the header's first. */
    List<String> rows(String query) throws IOException {
        return answer(query, Format.CSV);
    }

    List<String> json(String query) throws IOException {
        return answer(query, Format.JSONL);
    }

    private List<String> answer(String query, Format format) throws IOException {
        Path journal = traces.getFirst().resolveSibling(traces.getFirst().getFileName() + ".journal");
        if (!Files.exists(journal)) {
            run(new RecordCommand(journal, traces.stream().map(Path::toString).toList()));
        }
        String onFile = ask(new Selection(Optional.empty(), traces, schemas), query, format);
        assertThat(ask(new Selection(Optional.of(journal), List.of(), schemas), query, format))
                .isEqualTo(onFile);
        return onFile.lines().toList();
    }

    private String ask(Selection selection, String query, Format format) throws IOException {
        return run(new QueryCommand(query, selection, format, ZoneOffset.UTC));
    }

    private String run(Command command) throws IOException {
        out.getBuffer().setLength(0);
        ExitStatus status = command.run(console);
        console.flush();
        assertThat(status).as(err.toString()).isEqualTo(ExitStatus.DONE);
        return out.toString();
    }
}
