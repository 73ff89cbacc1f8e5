package io.ringtail.app;

import io.ringtail.app.explain.ExplainCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ringtail explain}. */
@CommandLine.Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a query, forgets its rows, and tells what each operator did: rows, time, memory kept,",
            "which conditions were decided before a row was read, and how many blocks that saved."
        },
        footer = {
            "",
            "Examples:",
            "  ringtail explain --journal web.journal 'events | where EventName has \"Fault\" | count'",
            "  ringtail explain trace.etl 'events | summarize count() by Provider | top 3 by count_' --plan-only",
            "",
            "Time is that of the operator alone; columns are loaded by the first operator that asks for them.",
            "--format json gives Step, Operator, Rows, Time, KeptBytes and Detail."
        })
final class ExplainVerb implements Verb {
    @Mixin
    private InputArguments input = new InputArguments();

    @Mixin
    private QueryTextOption query = new QueryTextOption();

    @Option(names = "--plan-only", description = "tell the plan without running the query")
    private boolean planOnly;

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private LintOption lint = new LintOption();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Override
    public Command command() {
        String text = query.text(input, "explain");
        return new ExplainCommand(
                text,
                input.selectionBesideQuery(),
                format.format,
                limits.limits(),
                planOnly,
                query.parameters(),
                lint.shown());
    }
}
