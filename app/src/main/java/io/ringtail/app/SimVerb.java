package io.ringtail.app;

import io.ringtail.app.sim.IncidentCommand;
import io.ringtail.app.sim.ScenarioCommand;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.etw.sim.Scenario;
import io.ringtail.etw.sim.ScenarioSimulator;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ringtail sim incident}. */
@CommandLine.Command(
        name = "sim",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Simulates a Windows host and writes what ETW would have recorded there, as an .etl file.",
            "'incident' is a long story with an end; SCENARIO is twenty minutes of a canary, with a strategy to judge it",
            "by and what an expert would do, which are printed."
        },
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = SimVerb.Incident.class,
        footer = {
            "",
            "Scenarios: good-canary, bad-5xx, bad-latency, bad-tenant, no-traffic, flapping, stable-bad, clock-jump,",
            "loss, crash-loop.",
            "",
            "Examples:",
            "  ringtail sim incident --out incident.etl --seed 7 --events 200000",
            "  ringtail sim bad-5xx --out bad.etl --seed 7"
        })
final class SimVerb implements Verb {
    @Parameters(paramLabel = "SCENARIO", arity = "0..1", description = "how the canary is")
    private @Nullable String scenario;

    @Option(names = "--out", paramLabel = "FILE.etl", description = "the file to write")
    private @Nullable Path out;

    @Option(names = "--seed", paramLabel = "N", description = "what chance starts from (default: 1)")
    private long seed = 1;

    @Option(names = "--requests", paramLabel = "N", description = "requests in twenty minutes (default: 60000)")
    private long requests = ScenarioSimulator.DEFAULT_REQUESTS;

    @Override
    public Command command() {
        String ids = String.join(", ", Scenario.ids());
        if (scenario == null) {
            throw Refusal.usage("sim needs 'incident' or a scenario: " + ids);
        }
        Scenario found = Scenario.of(scenario)
                .orElseThrow(() -> Refusal.usage("'" + scenario + "' is no scenario; there are incident, " + ids));
        if (out == null) {
            throw Refusal.usage("--out is missing: the file to write, such as " + scenario + ".etl");
        }
        return new ScenarioCommand(out, found, seed, requests);
    }

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
