package io.ringtail.app.demo;

import io.ringtail.app.Command;
import io.ringtail.app.input.Selection;
import io.ringtail.app.query.QueryCommand;
import io.ringtail.app.record.RecordCommand;
import io.ringtail.app.sim.IncidentCommand;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.app.terminal.TemporaryFolder;
import io.ringtail.dsl.result.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Simulates an incident, records it and asks five questions, saying at each step what happens and how to do it. */
public record DemoCommand(Path folder) implements Command {
    private static final long SEED = 7;
    private static final long EVENTS = 200_000;

    @Override
    public ExitStatus run(Console console) throws IOException {
        Path trace = folder.resolve("incident.etl");
        Path journal = folder.resolve("incident.journal");
        prepare(trace, journal);
        console.out().println("Ringtail records what happens on Windows hosts and answers questions about it.");
        console.out().println("This tour works in " + folder + "; delete it when you like.");

        heading(
                console,
                "1. A trace",
                "ringtail sim incident --out " + trace + " --seed " + SEED + " --events " + EVENTS);
        console.out()
                .println("Half an hour on a simulated web server, as Event Tracing for Windows (ETW) would write it.");
        new IncidentCommand(trace, SEED, EVENTS).run(console);

        heading(console, "2. A recording", "ringtail record --journal " + journal + " " + trace);
        console.out().println("Events go through the ring into a journal of column blocks; nothing is decoded yet.");
        new RecordCommand(journal, List.of(trace.toString())).run(console);

        heading(console, "3. Five questions", "ringtail query --journal " + journal + " 'QUERY'");
        for (Question question : Question.ALL) {
            ask(question, journal, console);
        }
        end(console, trace, journal);
        return ExitStatus.DONE;
    }

    private void prepare(Path trace, Path journal) throws IOException {
        boolean strange = Files.exists(folder)
                && !Files.exists(trace)
                && (!Files.isDirectory(folder) || folder.toFile().list().length > 0);
        if (strange) {
            throw Refusal.usage(folder + " is there and is not this tour's; name another folder with --dir");
        }
        Files.createDirectories(folder);
        TemporaryFolder.delete(journal); // of an earlier tour: a journal is added to, and the counts would double
    }

    private static void heading(Console console, String title, String commandLine) {
        console.out().println();
        console.out().println(console.style().bold(title));
        console.out().println(console.style().dim("$ " + commandLine));
        console.flush();
    }

    private static void ask(Question question, Path journal, Console console) throws IOException {
        console.out().println();
        console.out().println(console.style().cyan(question.title()));
        console.out().println(console.style().dim("  " + question.query()));
        QueryCommand query = new QueryCommand(
                question.query(), new Selection(Optional.of(journal), List.of()), Format.TABLE, ZoneOffset.UTC);
        boolean drawn = console.columns() > 0 && question.barColumn().isPresent();
        ExitStatus status =
                drawn ? query.runWithBars(console, question.barColumn().get()) : query.run(console);
        if (status != ExitStatus.DONE) {
            throw Refusal.failure("the question above could not be answered; this is a defect of Ringtail");
        }
        console.out().println(question.answer());
    }

    private static void end(Console console, Path trace, Path journal) {
        console.out().println();
        console.out().println(console.style().bold("Next"));
        for (String line : List.of(
                "ringtail stats " + trace,
                "ringtail types --journal " + journal,
                "ringtail query --journal " + journal
                        + " \"['Contoso.Deploy'] | project Timestamp, EventName, Payload\"",
                "ringtail query --journal " + journal + " 'events | count' --format json",
                "ringtail journal verify --journal " + journal,
                "ringtail record --journal my.journal YOUR-TRACE.etl")) {
            console.out().println("  " + line);
        }
    }
}
