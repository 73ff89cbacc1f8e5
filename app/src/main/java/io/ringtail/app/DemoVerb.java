package io.ringtail.app;

import io.ringtail.app.demo.DemoCommand;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code ringtail demo}. */
@CommandLine.Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows the main job, step by step: simulates an incident, records it, asks five questions about it.",
            "What it writes stays in a folder, for questions of your own."
        },
        footer = {"", "Example:", "  ringtail demo"})
final class DemoVerb implements Verb {
    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "where the trace and the journal are written (default: ringtail-demo)")
    private Path folder = Path.of("ringtail-demo");

    @Override
    public Command command() {
        return new DemoCommand(folder);
    }
}
