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
import java.util.stream.Stream;

/**
 * Records a trace and asks five questions, saying at each step what happens and how to do it.
 *
 * @param trace the user's; empty for a simulated incident, and a trace of a real machine if there is one beside Ringtail
 */
public record DemoCommand(Path folder, Optional<Path> trace) implements Command {
    private static final long SEED = 7;
    private static final long EVENTS = 200_000;
    private static final String INCIDENT = "incident.etl";
    private static final String INCIDENT_JOURNAL = "incident.journal";
    private static final String TRACE_JOURNAL = "trace.journal";
    private static final String REAL_TRACE = "shared/data/etl/net.4.5.2.x64.etl.zip";

    @Override
    public ExitStatus run(Console console) throws IOException {
        prepare();
        console.out().println("Ringtail records what happens on Windows hosts and answers questions about it.");
        console.out().println("This tour works in " + folder + "; delete it when you like.");
        if (trace.isPresent()) {
            ofTrace(trace.get(), 1, console);
            return ExitStatus.DONE;
        }
        ofIncident(console);
        Optional<Path> real = realTrace();
        if (real.isPresent()) {
            ofTrace(real.get(), 4, console);
        }
        end(console);
        return ExitStatus.DONE;
    }

    private void ofIncident(Console console) throws IOException {
        Path trace = folder.resolve(INCIDENT);
        Path journal = folder.resolve(INCIDENT_JOURNAL);
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
        for (Question question : Question.OF_THE_INCIDENT) {
            ask(question, journal, console);
        }
    }

    /** @param step the number of the first heading */
    private void ofTrace(Path trace, int step, Console console) throws IOException {
        Path journal = folder.resolve(TRACE_JOURNAL);
        heading(console, step + ". A trace of a real machine", "ringtail record --journal " + journal + " " + trace);
        console.out()
                .println(
                        "Read without Windows, compressed or not, and merged by time; Ringtail brings no schemas of its own"
                                + " but the kernel's and .NET's.");
        new RecordCommand(journal, List.of(trace.toString())).run(console);

        heading(
                console,
                step + 1 + ". Five questions to any trace",
                "ringtail query --journal " + journal + " 'QUERY'");
        for (Question question : Question.OF_ANY_TRACE) {
            ask(question, journal, console);
        }
    }

    private static Optional<Path> realTrace() {
        return Optional.ofNullable(System.getProperty("ringtail.root"))
                .map(root -> Path.of(root).resolveSibling(REAL_TRACE))
                .filter(Files::isRegularFile);
    }

    private void prepare() throws IOException {
        boolean strange = Files.exists(folder)
                && Stream.of(INCIDENT, TRACE_JOURNAL).map(folder::resolve).noneMatch(Files::exists)
                && (!Files.isDirectory(folder) || folder.toFile().list().length > 0);
        if (strange) {
            throw Refusal.usage(folder + " is there and is not this tour's; name another folder with --dir");
        }
        Files.createDirectories(folder);
        for (String journal : List.of(INCIDENT_JOURNAL, TRACE_JOURNAL)) { // of an earlier tour
            TemporaryFolder.delete(folder.resolve(journal)); // a journal is added to, and the counts would double
        }
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

    private void end(Console console) {
        Path trace = folder.resolve(INCIDENT);
        Path journal = folder.resolve(INCIDENT_JOURNAL);
        console.out().println();
        console.out().println(console.style().bold("Next"));
        for (String line : List.of(
                "ringtail demo YOUR-TRACE.etl",
                "ringtail stats " + trace,
                "ringtail types --journal " + journal,
                "ringtail query --journal " + journal
                        + " \"['Contoso.Deploy'] | project Timestamp, EventName, Payload\"",
                "ringtail query --journal " + journal + " 'events | count' --format json",
                "ringtail journal verify --journal " + journal)) {
            console.out().println("  " + line);
        }
    }
}
