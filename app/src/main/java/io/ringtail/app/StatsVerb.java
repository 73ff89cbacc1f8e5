package io.ringtail.app;

import io.ringtail.app.stats.StatsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** {@code ringtail stats}. */
@CommandLine.Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Tells what is in a trace or a journal: header facts, counts, times, damage. Reads no payload.",
        footer = {
            "",
            "Examples:",
            "  ringtail stats trace.etl",
            "  ringtail stats traces.zip --format json",
            "  ringtail stats --journal web.journal"
        })
final class StatsVerb implements Verb {
    @Mixin
    private InputArguments input = new InputArguments();

    @Mixin
    private FormatOption format = new FormatOption();

    @Override
    public Command command() {
        return new StatsCommand(input.selection(), format.format);
    }
}
