package io.ringtail.app.record;

import io.ringtail.app.terminal.Refusal;
import io.ringtail.etw.sim.IncidentSimulator;
import io.ringtail.etw.sim.Scenario;
import io.ringtail.etw.sim.ScenarioSimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A simulation named as a source: {@code sim:incident?seed=7&events=100000}, {@code sim:bad-5xx?seed=7}. */
record Simulation(Optional<Scenario> scenario, long seed, long events) {
    static final String PREFIX = "sim:";

    private static final String INCIDENT = PREFIX + "incident";
    private static final long DEFAULT_SEED = 1;
    private static final long DEFAULT_EVENTS = 100_000;

    static Simulation of(String source) {
        int question = source.indexOf('?');
        String name = question < 0 ? source : source.substring(0, question);
        Optional<Scenario> scenario = Scenario.of(name.substring(PREFIX.length()));
        if (!name.equals(INCIDENT) && scenario.isEmpty()) {
            throw Refusal.usage("'" + source + "': there are " + INCIDENT + ", as in " + INCIDENT
                    + "?seed=7&events=100000, and " + PREFIX + String.join(", " + PREFIX, Scenario.ids()));
        }
        long seed = DEFAULT_SEED;
        long events = DEFAULT_EVENTS;
        String options = question < 0 ? "" : source.substring(question + 1);
        for (String option : options.isEmpty() ? new String[0] : options.split("&", -1)) {
            if (option.startsWith("seed=")) {
                seed = number(source, option.substring("seed=".length()));
            } else if (option.startsWith("events=") && scenario.isEmpty()) {
                events = number(source, option.substring("events=".length()));
            } else {
                throw Refusal.usage("'" + source + "': '" + option + "' is no option of " + name + "; there "
                        + (scenario.isEmpty() ? "are seed and events" : "is seed"));
            }
        }
        return new Simulation(scenario, seed, events);
    }

    Path writeInto(Path folder) throws IOException {
        if (scenario.isPresent()) {
            return writeScenario(folder, scenario.get());
        }
        Path trace = folder.resolve("incident-" + seed + "-" + events + ".etl");
        trace.toFile().deleteOnExit(); // a signal ends the process before the folder is removed
        try {
            IncidentSimulator.write(trace, seed, events);
        } catch (IllegalArgumentException e) {
            throw Refusal.usage(String.valueOf(e.getMessage()));
        }
        return trace;
    }

    private Path writeScenario(Path folder, Scenario told) throws IOException {
        Path trace = folder.resolve(told.id() + "-" + seed + ".etl");
        trace.toFile().deleteOnExit();
        ScenarioSimulator.write(trace, told, seed, ScenarioSimulator.DEFAULT_REQUESTS);
        return trace;
    }

    private static long number(String source, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Refusal.usage("'" + source + "': '" + text + "' is no whole number");
        }
    }
}
