package io.ringtail.app;

import io.ringtail.app.chart.ChartFile;
import io.ringtail.app.explain.ExplainCommand;
import io.ringtail.app.input.UserFolder;
import io.ringtail.app.query.Presentation;
import io.ringtail.app.query.QueryCommand;
import io.ringtail.app.shell.ShellCommand;
import io.ringtail.app.terminal.Refusal;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ringtail query}. */
@CommandLine.Command(
        name = "query",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Asks a trace or a journal a question in the Kusto Query Language (see docs/language.md).",
            "The argument that names no file is the query. Without input only datatable, print and wmi can be asked.",
            "Without a query it is a shell, in which Tab completes and .help explains."
        },
        footer = {
            "",
            "Examples:",
            "  ringtail query trace.etl 'events | summarize n = count() by Provider | top 10 by n'",
            "  ringtail query trace.etl                               (a shell)",
            "  ringtail query trace.etl \"['Windows Kernel/Process/Start'] | project Timestamp, ImageFileName, Payload.ProcessID\"",
            "  ringtail query --journal web.journal 'events | where ProcessId == 4712 | count'",
            "  ringtail query trace.etl --param pid=4712 'declare query_parameters(pid: long); events | where ProcessId == pid'",
            "  ringtail query --journal web.journal --query-file slow-requests.kql --format json",
            "  ringtail query trace.etl 'events | summarize n = count() by bin(Timestamp, 1m), Provider | render timechart'",
            "  ringtail query trace.etl 'events | summarize n = count() by Provider | render barchart' --out events.svg",
            "  ringtail query --journal web.journal 'events | sort by PayloadSize' --timeout 30s --max-rows 1000"
        })
final class QueryVerb implements Verb {
    @Mixin
    private InputArguments input = new InputArguments();

    @Mixin
    private QueryTextOption query = new QueryTextOption();

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ZoneOption zone = new ZoneOption();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "draw the chart that 'render' at the end of the query says into this .svg or .png")
    private @Nullable Path out;

    @Option(names = "--explain", description = "run it, and tell what each operator did, as 'ringtail explain' does")
    private boolean explain;

    @Mixin
    private LintOption lint = new LintOption();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Override
    public Command command() {
        Presentation presentation = new Presentation(
                format.format, zone.zone(), Optional.ofNullable(out).map(ChartFile::new));
        Optional<String> text = query.optional(input);
        if (text.isEmpty() && Boolean.getBoolean("ringtail.interactive")) {
            return shell(presentation);
        }
        String asked =
                text.orElseThrow(() -> Refusal.usage("query needs a query: ringtail query trace.etl 'events | count'"
                        + " (without one it is a shell, for which stdin and stdout must be a terminal)"));
        return explain
                ? new ExplainCommand(
                        asked,
                        input.selectionBesideQuery(),
                        format.format,
                        limits.limits(),
                        false,
                        query.parameters(),
                        lint.shown())
                : new QueryCommand(
                        asked,
                        input.selectionBesideQuery(),
                        presentation,
                        limits.limits(),
                        query.parameters(),
                        lint.shown());
    }

    private Command shell(Presentation presentation) {
        if (explain || out != null) {
            throw Refusal.usage((explain ? "--explain" : "--out") + " needs a query; in the shell there is .explain");
        }
        return new ShellCommand(
                input.selectionBesideQuery(),
                presentation,
                limits.limits(),
                query.parameters(),
                lint.shown(),
                UserFolder.path().resolve("history"));
    }
}
