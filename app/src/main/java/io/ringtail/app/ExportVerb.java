package io.ringtail.app;

import io.ringtail.app.export.ExportCommand;
import io.ringtail.app.export.ExportFormat;
import io.ringtail.app.export.Times;
import io.ringtail.app.terminal.Refusal;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ringtail export}. */
@CommandLine.Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes a part of a trace or a journal into a file for other tools.",
            "etl takes events whole, as they were recorded, with the schemas that they need and the events that name",
            "their processes, stacks, modules and files; rtz is a session in one file, asked and recorded like a trace,",
            "redacted and encrypted if wanted; jsonl and csv take the rows of any query. All of the input is taken if",
            "nothing selects."
        },
        footer = {
            "",
            "Examples:",
            "  ringtail export trace.etl --to etl --out cut.etl --from 2026-03-02T09:00 --until 2026-03-02T09:05",
            "  ringtail export --journal web.journal --to etl --out failed.etl \\",
            "      --where \"['Contoso-Checkout'] | where statusCode >= 500 | take 1000\"",
            "  ringtail export --journal web.journal --to rtz --out incident.rtz --redact all --ticket OPS-12",
            "  ringtail export trace.etl --to csv --out counts.csv --where 'events | summarize count() by Provider'"
        })
final class ExportVerb implements Verb {
    @Mixin
    private InputArguments input = new InputArguments();

    @Option(names = "--to", paramLabel = "FORMAT", required = true, description = "etl, rtz, jsonl or csv")
    private ExportFormat format = ExportFormat.ETL;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "the file to write; - is stdout, for jsonl and csv")
    private @Nullable Path out;

    @Option(
            names = "--where",
            paramLabel = "QUERY",
            description = "what to take; for etl a table of events with where, extend, sort, top and take behind it")
    private String where = ExportCommand.ALL;

    @Option(names = "--from", paramLabel = "T", description = "events from this time on, in UTC: 2026-03-02T09:00:00Z")
    private @Nullable String from;

    @Option(names = "--until", paramLabel = "T", description = "events before this time")
    private @Nullable String until;

    @Option(names = "--force", description = "replace the file if it is there")
    private boolean force;

    @Mixin
    private RtzArguments rtz = new RtzArguments();

    @Override
    public Command command() {
        if (format != ExportFormat.RTZ && !rtz.isEmpty()) {
            throw Refusal.usage(
                    "--session, --note, --ticket, --redact and --encrypt are for --to rtz, not " + format.label());
        }
        return new ExportCommand(
                input.selectionWithoutQuery("--where"),
                format,
                Objects.requireNonNull(out),
                where,
                Times.of(from, until),
                force,
                rtz.options());
    }
}
