package io.ringtail.app.check;

import io.ringtail.app.Command;
import io.ringtail.app.output.Printer;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Interrupt;
import io.ringtail.dsl.check.Check;
import io.ringtail.dsl.check.CheckEvents;
import io.ringtail.dsl.check.CheckRun;
import io.ringtail.dsl.check.Machine;
import io.ringtail.dsl.check.Machines;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code ringtail check}: asks this machine, once or again and again.
 *
 * @param journal where outcomes are recorded
 * @param every how often all are checked; empty for once
 * @param timeout for each question
 * @param explain that nothing is asked, and the questions are printed
 */
public record CheckCommand(
        List<String> texts,
        Optional<Path> journal,
        Optional<Duration> every,
        Duration timeout,
        boolean explain,
        Format format)
        implements Command {
    private static final List<Column> COLUMNS = List.of(
            Column.of("Check", ScalarType.STRING),
            Column.of("Fired", ScalarType.BOOL),
            Column.of("Value", ScalarType.REAL),
            Column.of("Detail", ScalarType.STRING),
            Column.of("Readings", ScalarType.LONG),
            Column.of("Problem", ScalarType.STRING));

    /** An outcome and whose it is. */
    private record Answer(Statement statement, CheckRun.Outcome outcome) {}

    @Override
    public ExitStatus run(Console console) throws IOException {
        List<Statement> statements = parsed(console);
        if (statements.isEmpty()) {
            return ExitStatus.USAGE;
        }
        if (explain) {
            explain(statements, console);
            return ExitStatus.DONE;
        }
        try (Interrupt interrupt = Interrupt.install(console)) {
            ExitStatus status = run(
                    statements, console, Machines.here(), time -> sleep(time, interrupt::isAsked), interrupt::isAsked);
            interrupt.endWith(status);
            return status;
        }
    }

    /** As {@link #run(Console)}, of another machine and at another pace. */
    ExitStatus run(Console console, Machine machine, CheckRun.Pace pace, BooleanSupplier asked) throws IOException {
        List<Statement> statements = parsed(console);
        return statements.isEmpty() ? ExitStatus.USAGE : run(statements, console, machine, pace, asked);
    }

    private List<Statement> parsed(Console console) throws IOException {
        List<Statement> statements = new ArrayList<>();
        boolean wrong = false;
        for (String text : texts) {
            try {
                statements.add(Statement.parse(text));
            } catch (Statement.Wrong e) {
                console.note(e.render(text));
                wrong = true;
            }
        }
        return wrong ? List.of() : statements;
    }

    private static boolean sleep(Duration time, BooleanSupplier asked) {
        long end = System.nanoTime() + time.toNanos();
        while (!asked.getAsBoolean() && System.nanoTime() - end < 0) {
            java.util.concurrent.locks.LockSupport.parkNanos(Math.min(20_000_000, end - System.nanoTime()));
        }
        return !asked.getAsBoolean();
    }

    private void explain(List<Statement> statements, Console console) throws IOException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Statement statement : statements) {
            if (format == Format.TABLE) {
                console.out().println(statement.text());
                console.out().println("  asked:    " + statement.question());
                console.out().println("  computed: " + statement.residue());
            }
            rows.add(new @Nullable Object[] {statement.text(), statement.question(), statement.residue()});
        }
        if (format != Format.TABLE) {
            List<Column> columns = List.of(
                    Column.of("Check", ScalarType.STRING),
                    Column.of("Question", ScalarType.STRING),
                    Column.of("Residue", ScalarType.STRING));
            Printer.print(QueryResult.complete(columns, rows), format, console);
        }
    }

    private ExitStatus run(
            List<Statement> statements, Console console, Machine machine, CheckRun.Pace pace, BooleanSupplier asked)
            throws IOException {
        if (journal.isEmpty()) {
            return rounds(statements, console, machine, pace, asked, answer -> {});
        }
        try (Bus bus = Bus.open(journal.get(), BusOptions.defaults())) {
            return rounds(statements, console, machine, pace, asked, answer -> publish(answer, machine, bus));
        }
    }

    private static void publish(Answer answer, Machine machine, Bus bus) {
        bus.publishOwn(
                CheckEvents.PROVIDER,
                CheckEvents.CHECK_RESULT,
                Ticks.of(InstantSource.system().instant()),
                CheckEvents.message(
                        answer.statement.text(), answer.statement.question(), machine.name(), answer.outcome));
    }

    /** What is done with each answer besides printing it. */
    private interface Sink {
        void take(Answer answer);
    }

    private ExitStatus rounds(
            List<Statement> statements,
            Console console,
            Machine machine,
            CheckRun.Pace pace,
            BooleanSupplier asked,
            Sink sink)
            throws IOException {
        boolean fired = false;
        boolean unknown = false;
        do {
            List<Answer> answers = new ArrayList<>();
            for (Statement statement : statements) {
                Answer answer = new Answer(statement, statement.run(machine, timeout, pace));
                sink.take(answer);
                answers.add(answer);
                fired |= answer.outcome.fired();
                unknown |= !answer.outcome.problem().isEmpty();
            }
            print(answers, console);
        } while (every.isPresent() && !asked.getAsBoolean() && pace.pass(every.get()));
        return fired ? ExitStatus.FINDING : unknown ? ExitStatus.FAILURE : ExitStatus.DONE;
    }

    private void print(List<Answer> answers, Console console) throws IOException {
        if (format != Format.TABLE) {
            Printer.print(
                    QueryResult.complete(
                            COLUMNS, answers.stream().map(CheckCommand::row).toList()),
                    format,
                    console);
            return;
        }
        for (Answer answer : answers) {
            console.out().println(line(answer, console));
        }
        console.out().flush();
    }

    private static @Nullable Object[] row(Answer answer) {
        Optional<Check.Reading> last = answer.outcome.last();
        boolean unknown = !answer.outcome.problem().isEmpty();
        return new @Nullable Object[] {
            answer.statement.text(),
            unknown ? null : (Object) answer.outcome.fired(),
            last.flatMap(Check.Reading::value).orElse(null),
            last.map(Check.Reading::detail).orElse(""),
            (long) answer.outcome.readings(),
            answer.outcome.problem()
        };
    }

    private static String line(Answer answer, Console console) {
        CheckRun.Outcome outcome = answer.outcome;
        if (!outcome.problem().isEmpty()) {
            return "no answer  " + Console.printable(answer.statement.text() + ": " + outcome.problem());
        }
        String mark = String.format(Locale.ROOT, "%-9s", outcome.fired() ? "fired" : "ok");
        String detail = outcome.last().map(Check.Reading::detail).orElse("");
        String often = outcome.readings() > 1 ? " (reading " + outcome.readings() + ")" : "";
        return (outcome.fired() ? console.style().red(mark) : console.style().green(mark)) + "  "
                + Console.printable(answer.statement.text() + ": " + detail) + often;
    }
}
