package io.ringtail.app;

import io.ringtail.app.demo.DemoCommand;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ringtail demo}. */
@CommandLine.Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows the main job, step by step: simulates an incident, records it, asks five questions about it.",
            "With a trace of yours it records that, and asks what can be asked of any trace.",
            "What it writes stays in a folder, for questions of your own."
        },
        footer = {"", "Examples:", "  ringtail demo", "  ringtail demo TRACE.etl"})
final class DemoVerb implements Verb {
    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "where the trace and the journal are written (default: ringtail-demo)")
    private Path folder = Path.of("ringtail-demo");

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "a trace: .etl, .etl.gz, .zip, or a folder of traces")
    private @Nullable Path trace;

    @Override
    public Command command() {
        return new DemoCommand(folder, Optional.ofNullable(trace));
    }
}
