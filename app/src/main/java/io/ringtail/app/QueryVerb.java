package io.ringtail.app;

import io.ringtail.app.chart.ChartFile;
import io.ringtail.app.query.Presentation;
import io.ringtail.app.query.QueryCommand;
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
            "The argument that names no file is the query. Without input only datatable and print can be asked."
        },
        footer = {
            "",
            "Examples:",
            "  ringtail query trace.etl 'events | summarize n = count() by Provider | top 10 by n'",
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

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Override
    public Command command() {
        String text = query.text(input, "query");
        Presentation presentation = new Presentation(
                format.format, zone.zone(), Optional.ofNullable(out).map(ChartFile::new));
        return new QueryCommand(text, input.selectionBesideQuery(), presentation, limits.limits(), query.parameters());
    }
}
