package io.ringtail.app;

import io.ringtail.app.query.QueryCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

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

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Override
    public Command command() {
        String text = query.text(input, "query");
        return new QueryCommand(
                text, input.selectionBesideQuery(), format.format, zone.zone(), limits.limits(), query.parameters());
    }
}
