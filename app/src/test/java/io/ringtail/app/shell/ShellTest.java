package io.ringtail.app.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.app.input.Input;
import io.ringtail.app.input.Selection;
import io.ringtail.app.query.Limits;
import io.ringtail.app.query.Presentation;
import io.ringtail.app.record.RecordCommand;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.Style;
import io.ringtail.dsl.Query;
import io.ringtail.dsl.QueryOptions;
import io.ringtail.dsl.result.Format;
import io.ringtail.etw.sim.IncidentSimulator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jline.reader.Candidate;
import org.jline.reader.EOFError;
import org.jline.reader.Parser;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Drives the shell through a terminal: what is typed goes in as bytes, what is shown comes out as bytes. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ShellTest {
    private static final String ENTER = "\r";
    private static final String TAB = "\t";
    private static final String UP = "\u001bOA";
    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";
    private static final String ALT_ENTER = "\u001b\r";

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    @BeforeAll
    static void writeATrace() throws IOException {
        IncidentSimulator.write(shared.resolve("incident.etl"), 1, 2_000);
    }

    private static Selection trace() {
        return new Selection(Optional.empty(), List.of(shared.resolve("incident.etl")));
    }

    @Test
    void runsAQueryWithEnter() throws IOException {
        assertThat(typed("events | count" + ENTER + CTRL_D)).contains("Count", "2000");
    }

    @Test
    void goesOnInTheNextLineUntilTheQueryIsDone() throws IOException {
        String shown = typed("events |" + ENTER + "count" + ENTER + ENTER // an empty line ends it
                + "let n = 2;" + ENTER + "print x = n * 21;" + ENTER // so does ';'
                + "print y = 40" + ALT_ENTER + "+ 3" + ENTER + ENTER
                + CTRL_D);

        assertThat(shown)
                .containsPattern("2000")
                .containsPattern("x\\s+--\\s+42")
                .containsPattern("y\\s+--\\s+43");
    }

    @Test
    void completesWithTab() throws IOException {
        String shown =
                typed("ev" + TAB + "| summari" + TAB + "n = count() by EventN" + TAB + "| coun" + TAB + ENTER + CTRL_D);

        assertThat(shown).containsPattern("Count\\s+-+\\s+\\d+");
    }

    @Test
    void showsAMistakeAtItsPlaceAndGoesOn() throws IOException {
        String shown =
                typed("events | where Provder == 'x'" + ENTER + ".frob" + ENTER + "print 6 * 7" + ENTER + CTRL_D);

        assertThat(shown)
                .contains(
                        "query:1:16: no column 'Provder'; did you mean 'Provider'?",
                        "               ^~~~~~~",
                        "no command '.frob'",
                        "42");
    }

    @Test
    void remembersWhatWasTypedInAFileOfItsOwner() throws IOException {
        typed("print 'first'" + ENTER + CTRL_D);
        Path history = folder.resolve("state/history");

        assertThat(Files.readString(history)).contains("print 'first'");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
                .isEqualTo("rw-------");
        assertThat(typed(UP + ENTER + CTRL_D)).containsPattern("print_0\\s+-+\\s+first");
    }

    @Test
    void stopsAQueryWithControlCAndNotTheShell() throws Exception {
        try (Session session = session(trace())) {
            typed(session, person -> {
                person.type("range x from 1 to 1000000 step 1 | extend a = range(1, 1000000) | mv-expand a"
                        + " | summarize sum(tolong(a))" + ENTER);
                person.waitUntil(session::isRunning);
                person.type(CTRL_C);
                person.waitUntil(() -> !session.isRunning());
                person.type("print 6 * 7" + ENTER + CTRL_D);
            });
        }

        assertThat(shown()).contains("the query was stopped", "42");
    }

    @Test
    void forgetsALineWithControlC() throws Exception {
        try (Session session = session(trace())) {
            typed(session, person -> {
                person.type("events | nonsense");
                person.waitUntil(() -> shown().contains("ringtail> events | nonsense"));
                person.type(CTRL_C);
                person.waitUntil(() -> shown().lastIndexOf("ringtail> ") > shown().indexOf("nonsense"));
                person.type("print 6 * 7" + ENTER + CTRL_D);
            });
        }

        assertThat(shown()).contains("42").doesNotContain("no operator");
    }

    /** Somebody who looks before typing on. */
    private record Person(PipedOutputStream keys) {
        void type(String text) throws IOException {
            keys.write(text.getBytes(StandardCharsets.UTF_8));
            keys.flush();
        }

        void waitUntil(BooleanSupplier seen) {
            while (!seen.getAsBoolean()) {
                Thread.onSpinWait();
            }
        }
    }

    private interface Typing {
        void by(Person person) throws IOException;
    }

    private void typed(Session session, Typing typing) throws Exception {
        PipedOutputStream keys = new PipedOutputStream();
        try (ExternalTerminal terminal = terminal(new PipedInputStream(keys));
                ExecutorService person = Executors.newSingleThreadExecutor()) {
            Future<?> typed = person.submit(() -> {
                typing.by(new Person(keys));
                return null;
            });
            new Prompt(session, console(terminal), folder.resolve("state/history"), terminal).run();
            typed.get();
        }
    }

    @Test
    void seesWhatAJournalGotMeanwhile() throws IOException {
        Path journal = folder.resolve("journal");
        record(journal);
        try (Session session = session(new Selection(Optional.of(journal), List.of()));
                ExternalTerminal terminal = terminal(new ByteArrayInputStream(new byte[0]))) {
            session.run("events | count", console(terminal));
            record(journal);
            session.run("events | count", console(terminal));
        }

        assertThat(shown()).contains("2000", "4000");
    }

    @Test
    void answersTheSameHoweverOftenItIsAsked() throws IOException {
        Path journal = folder.resolve("journal");
        record(journal);
        String question = "['Contoso-Checkout/Request/Stop'] | where url startswith '/' | summarize n = count(),"
                + " p = percentile(durationMs, 95), last = max(Timestamp) by url | order by url asc";
        try (Session session = session(new Selection(Optional.of(journal), List.of()));
                ExternalTerminal terminal = terminal(new ByteArrayInputStream(new byte[0]))) {
            session.run(question, console(terminal));
            String first = answer();
            for (int i = 0; i < 3; i++) {
                session.run(question, console(terminal));
                assertThat(answer()).isEqualTo(first).contains("/");
            }
            record(journal); // the same events once more: twice as many, and as late
            for (int i = 0; i < 3; i++) {
                session.run(question + " | project url, n = n / 2, p, last", console(terminal));
                assertThat(answer()).isEqualTo(first);
            }
        }
    }

    private String answer() {
        String answer = shown();
        screen.reset();
        return answer.lines().filter(line -> line.startsWith("/")).collect(Collectors.joining("\n"));
    }

    @Test
    void doesWhatItsCommandsSay() throws IOException {
        String shown = typed(".help" + ENTER + ".help top" + ENTER + ".help strlen" + ENTER + ".help sumarize" + ENTER
                + ".tables" + ENTER + ".columns ['Contoso-Checkout']" + ENTER + ".format csv" + ENTER + ".tz Mars"
                + ENTER
                + "print a = 1, b = 'x'" + ENTER + ".explain events | count" + ENTER + ".quit" + ENTER);

        assertThat(shown)
                .contains(
                        ".columns TABLE   the columns of a table, and its payload fields",
                        "top  (operator): top 10 by n",
                        "strlen(s)  (function): long: characters, bytes of UTF-8",
                        "Example:",
                        "print strlen(",
                        "nothing is called 'sumarize'; did you mean 'summarize'?",
                        "['Contoso-Checkout/Request/Stop']",
                        "payload fields: ",
                        "statusCode",
                        "'Mars' is no time zone; one is Europe/Berlin, UTC or +02:00",
                        "a,b",
                        "1,x",
                        "Step,Operator,Rows");
    }

    @Test
    void shownRowsHaveALimit() throws IOException {
        assertThat(typed("range x from 1 to 5000 step 1" + ENTER + CTRL_D))
                .contains("the result has more than 1,000 rows; end the query with '| take 1000'");
    }

    @Test
    void completesWhatCanStandAtTheCursor() throws IOException {
        try (Session session = session(trace())) {
            Completion completion = new Completion(session);

            assertThat(values(completion, "", "ev")).containsExactly("events");
            assertThat(values(completion, "", "['Contoso-Ch")).contains("['Contoso-Checkout']");
            assertThat(values(completion, "", ".h")).containsExactly(".help");
            assertThat(values(completion, ".help ", "summ")).containsExactly("summarize");
            assertThat(values(completion, "events | ", "project-a")).containsExactly("project-away");
            assertThat(values(completion, "events | where ", "proc")).contains("ProcessId", "ProcessName");
            assertThat(values(completion, "events | where ", "statusC")).containsExactly("statusCode");
            assertThat(values(completion, "['Contoso-Checkout'] | where ", "durationM"))
                    .containsExactly("durationMs");
            assertThat(values(completion, "", "['Ringtail-Rule/Fir")).contains("['Ringtail-Rule/Fired']");
            assertThat(values(completion, "control | where ", "fromT")).containsExactly("fromTicks");
            assertThat(values(completion, "['Ringtail-Bus/EventsLost'] | where ", "reas"))
                    .containsExactly("reason");
            assertThat(values(completion, "events | where ", "reas")).isEmpty();
            assertThat(values(completion, "events | where ", "strl")).containsExactly("strlen(");
            assertThat(values(completion, "events | where ", "percentil")).isEmpty();
            assertThat(values(completion, "events | summarize ", "percentile")).contains("percentile(");
            assertThat(values(completion, "events | summarize n = count() by Provider | where ", "P"))
                    .contains("Provider")
                    .doesNotContain("ProcessId");
            assertThat(values(completion, "events | where Provider == ", "'Cont"))
                    .contains("'Contoso-Checkout'");
            assertThat(values(completion, "events | where Provider in (", "\"Cont"))
                    .contains("\"Contoso-Checkout\"");
            assertThat(values(completion, "events | where Provider h", "has_")).contains("has_any");
            assertThat(values(completion, "events | count | render ", "time")).contains("timechart");
            assertThat(values(completion, "events | join kind=", "left")).contains("leftouter");
            assertThat(values(completion, "events | join kind=inner (", "typ")).contains("types");
            assertThat(values(completion, ".format ", "j")).containsExactly("json", "jsonl");
            assertThat(values(completion, ".tz ", "Europe/Ber")).containsExactly("Europe/Berlin");
        }
    }

    @Test
    void findsTheWordAtTheCursor() {
        assertThat(word("events | where Proc")).isEqualTo("Proc");
        assertThat(word("events | project-a")).isEqualTo("project-a");
        assertThat(word("['Windows Ker")).isEqualTo("['Windows Ker");
        assertThat(word("events | where Provider == 'a b")).isEqualTo("'a b");
        assertThat(word("print strlen('a') + ")).isEmpty();
    }

    private static String word(String line) {
        return new Words()
                .parse(line, line.length(), Parser.ParseContext.COMPLETE)
                .word();
    }

    @Test
    void knowsWhereAStatementEnds() {
        for (String open : List.of(
                "events |",
                "print (1",
                "let x = 1;",
                "events | where x in ('a',",
                "events | // c",
                "events | where",
                "events\n| count",
                "let n = 1;\nprint n")) {
            assertThatThrownBy(() -> new Words().parse(open, 0, Parser.ParseContext.ACCEPT_LINE))
                    .as(open)
                    .isInstanceOf(EOFError.class);
        }
        for (String whole : List.of(
                "events",
                "print '|'",
                "print ')('",
                "events // |",
                ".explain events |",
                "events | wher x == 1",
                "",
                "events\n| count\n",
                "events\n| count;",
                "events |\n",
                "print 'a")) {
            assertThat(Statements.isWhole(whole)).as(whole).isTrue();
        }
    }

    @Test
    void everyExampleOfTheHelpRuns() throws IOException {
        Reference reference = Reference.packaged();
        try (Input input = trace().open()) {
            reference
                    .examples()
                    .forEach((name, example) -> assertThat(problem(example, input))
                            .as(name + ": " + example)
                            .isEmpty());
        }
        for (String section :
                List.of(Reference.TABLES, Reference.OPERATORS, Reference.FUNCTIONS, Reference.AGGREGATES)) {
            assertThat(reference.names(section))
                    .isNotEmpty()
                    .allSatisfy(name ->
                            assertThat(reference.help(name).orElse("")).as(name).contains("Example:"));
        }
    }

    private static String problem(String example, Input input) {
        try {
            return switch (Query.parse(example)) {
                case Query.Parse.Bad bad -> bad.problems().toString();
                case Query.Parse.Ok ok ->
                    switch (ok.query().bind(input.recording(), input.decoder(), QueryOptions.DEFAULT)) {
                        case Query.Binding.Bad bad -> bad.problems().toString();
                        case Query.Binding.Ok bound -> {
                            bound.query().run();
                            yield bound.query().warnings().isEmpty()
                                    ? ""
                                    : bound.query().warnings().toString();
                        }
                    };
            };
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> values(Completion completion, String before, String word) {
        return completion.candidates(before, word).stream()
                .map(Candidate::value)
                .toList();
    }

    private void record(Path journal) throws IOException {
        Console console = new Console(
                new PrintWriter(screen, true, StandardCharsets.UTF_8),
                new PrintWriter(screen, true, StandardCharsets.UTF_8),
                0,
                Style.PLAIN,
                false,
                () -> 0);
        new RecordCommand(journal, List.of(shared.resolve("incident.etl").toString())).run(console);
    }

    private String typed(String keys) throws IOException {
        screen.reset();
        try (ExternalTerminal terminal = terminal(new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)))) {
            new ShellCommand(
                            trace(),
                            new Presentation(Format.TABLE, ZoneOffset.UTC),
                            Limits.NONE,
                            Map.of(),
                            true,
                            folder.resolve("state/history"))
                    .runOn(terminal, console(terminal));
        }
        return shown();
    }

    private static Session session(Selection selection) throws IOException {
        return Session.open(selection, new Presentation(Format.TABLE, ZoneOffset.UTC), Limits.NONE, Map.of(), true);
    }

    private ExternalTerminal terminal(InputStream keys) throws IOException {
        ExternalTerminal terminal = new ExternalTerminal("test", "xterm", keys, screen, StandardCharsets.UTF_8);
        terminal.setSize(Size.of(120, 40));
        return terminal;
    }

    private static Console console(ExternalTerminal terminal) {
        return new Console(terminal.writer(), terminal.writer(), 120, Style.PLAIN, false, () -> 0);
    }

    /** What is on the screen, without what moves the cursor and sets colours. */
    private String shown() {
        return screen.toString(StandardCharsets.UTF_8).replaceAll("\u001b\\[[0-9;?]*[a-zA-Z]|\u001b[=>]", "");
    }
}
