package io.ringtail.app.stats;

import io.ringtail.app.Command;
import io.ringtail.app.input.Input;
import io.ringtail.app.input.Selection;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.dsl.result.Format;
import java.io.IOException;

/** {@code ringtail stats}: what is in a recording. */
public record StatsCommand(Selection selection, Format format) implements Command {
    @Override
    public ExitStatus run(Console console) throws IOException {
        try (Input input = selection.openRequired("stats")) {
            StatsReport report = StatsReport.of(input);
            switch (format) {
                case JSON, JSONL -> console.out().println(report.json());
                case TABLE -> report.print(console);
                case CSV -> report.printTypes(console, format);
            }
            input.warn(console);
        }
        return ExitStatus.DONE;
    }
}
