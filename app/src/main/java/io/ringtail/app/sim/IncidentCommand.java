package io.ringtail.app.sim;

import io.ringtail.app.Command;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Quantities;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.etw.sim.IncidentSimulator;
import io.ringtail.etw.sim.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the incident's trace. */
public record IncidentCommand(Path out, long seed, long events) implements Command {
    @Override
    public ExitStatus run(Console console) throws IOException {
        if (Files.isDirectory(out)) {
            throw Refusal.usage("--out " + out + " is a folder; name a file, such as " + out.resolve("incident.etl"));
        }
        if (events < IncidentSimulator.MIN_EVENTS) {
            throw Refusal.usage("--events is at least " + IncidentSimulator.MIN_EVENTS + ", not " + events);
        }
        Summary summary = IncidentSimulator.write(out, seed, events);
        console.out()
                .println("wrote " + out + ": " + Quantities.count(summary.events()) + " events, "
                        + Quantities.bytes(summary.bytes()));
        return ExitStatus.DONE;
    }
}
