package io.ringtail.app;

import io.ringtail.app.sim.IncidentCommand;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code ringtail sim incident}. */
@CommandLine.Command(
        name = "sim",
        mixinStandardHelpOptions = true,
        description = "Simulates a Windows host and writes what ETW would have recorded there, as an .etl file.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = SimVerb.Incident.class,
        footer = {"", "Example:", "  ringtail sim incident --out incident.etl --seed 7 --events 200000"})
final class SimVerb {
    @CommandLine.Command(
            name = "incident",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "A web service gets a canary release that fails: its 5xx rate and latency rise, its process crashes and"
                        + " restarts, a disk fills. The same seed gives the same bytes."
            },
            footer = {"", "Example:", "  ringtail sim incident --out incident.etl --seed 7 --events 200000"})
    static final class Incident implements Verb {
        @Option(names = "--out", paramLabel = "FILE.etl", required = true, description = "the file to write")
        private @Nullable Path out;

        @Option(names = "--seed", paramLabel = "N", description = "what chance starts from (default: 1)")
        private long seed = 1;

        @Option(
                names = "--events",
                paramLabel = "N",
                description = "records to write, the log-file header included (default: 100000)")
        private long events = 100_000;

        @Override
        public Command command() {
            return new IncidentCommand(Objects.requireNonNull(out), seed, events);
        }
    }
}
