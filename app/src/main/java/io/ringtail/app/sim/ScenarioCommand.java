package io.ringtail.app.sim;

import io.ringtail.app.Command;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Quantities;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.etw.sim.Scenario;
import io.ringtail.etw.sim.ScenarioSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a scenario's trace, and tells by which strategy it is judged and what an expert would do. */
public record ScenarioCommand(Path out, Scenario scenario, long seed, long requests) implements Command {
    @Override
    public ExitStatus run(Console console) throws IOException {
        if (Files.isDirectory(out)) {
            throw Refusal.usage(
                    "--out " + out + " is a folder; name a file, such as " + out.resolve(scenario.id() + ".etl"));
        }
        if (requests < ScenarioSimulator.MIN_REQUESTS) {
            throw Refusal.usage("--requests is at least " + ScenarioSimulator.MIN_REQUESTS + ", not " + requests);
        }
        long events = ScenarioSimulator.write(out, scenario, seed, requests);
        console.out()
                .println("wrote " + out + ": " + Quantities.count(events) + " events, "
                        + Quantities.bytes(Files.size(out)));
        console.out().println("story:    " + scenario.story());
        console.out().println("expert:   " + scenario.expert());
        console.out().println("strategy: " + scenario.strategy() + " (as checkout.json)");
        return ExitStatus.DONE;
    }
}
