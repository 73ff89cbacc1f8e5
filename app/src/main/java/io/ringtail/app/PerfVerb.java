package io.ringtail.app;

import io.ringtail.app.terminal.Refusal;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Stands here for {@code --help}: the launcher starts the benchmarks' own program, which no other module imports. */
@CommandLine.Command(
        name = "perf",
        mixinStandardHelpOptions = true,
        description = "Measures this machine: reading, recording, querying, each against a baseline in the same run.",
        footer = {
            "",
            "Examples:",
            "  ringtail perf etl                     header scan of a trace against a plain read of the file",
            "  ringtail perf journal                 file to journal against scanning alone",
            "  ringtail perf query --format json     rows a second over a journal"
        })
final class PerfVerb implements Verb {
    @Parameters(arity = "0..*", hidden = true)
    private String[] ignored = {};

    @Override
    public Command command() {
        throw Refusal.usage("the benchmarks are a program of their own: start them with the launcher, ./ringtail perf "
                + String.join(" ", ignored));
    }
}
