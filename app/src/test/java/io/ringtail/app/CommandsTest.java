package io.ringtail.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.app.explain.ExplainCommand;
import io.ringtail.app.input.Selection;
import io.ringtail.app.journal.InfoCommand;
import io.ringtail.app.journal.VerifyCommand;
import io.ringtail.app.query.Limits;
import io.ringtail.app.query.Presentation;
import io.ringtail.app.query.QueryCommand;
import io.ringtail.app.record.RecordCommand;
import io.ringtail.app.stats.StatsCommand;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.app.terminal.Style;
import io.ringtail.dsl.result.Format;
import io.ringtail.etw.sim.IncidentSimulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands as records, run without a process. */
class CommandsTest {
    private static final long EVENTS = 3_000;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console =
            new Console(new PrintWriter(out), new PrintWriter(err), 0, Style.PLAIN, false, () -> 0);

    @TempDir
    private Path folder;

    private Path trace;
    private Path journal;

    @BeforeEach
    void writeATrace() throws IOException {
        trace = folder.resolve("incident.etl");
        journal = folder.resolve("incident.journal");
        IncidentSimulator.write(trace, 1, EVENTS);
    }

    @Test
    void recordsATraceThatAnswersAsTheFileDoes() throws IOException {
        String text =
                "events | summarize n = count() by Provider, EventName | sort by n desc, Provider asc, EventName asc";

        assertThat(run(new RecordCommand(journal, List.of(trace.toString())))).isEqualTo(ExitStatus.DONE);
        String recorded = takeOut();
        assertThat(run(query(text, ofTrace()))).isEqualTo(ExitStatus.DONE);
        String fromFile = takeOut();
        assertThat(run(query(text, ofJournal()))).isEqualTo(ExitStatus.DONE);

        assertThat(recorded).startsWith("recorded 3,000 events into " + journal);
        assertThat(takeOut()).isEqualTo(fromFile).contains("Contoso-Checkout");
        assertThat(err.toString()).contains("recorded").doesNotContain("warning");
    }

    @Test
    void saysSoWhenATraceIsRecordedAgain() throws IOException {
        RecordCommand record = new RecordCommand(journal, List.of(trace.toString()));
        run(record);
        assertThat(err.toString()).doesNotContain("before");

        run(record);

        assertThat(err.toString())
                .contains("ringtail: warning: " + trace + " was recorded into " + journal
                        + " before; its events are there once more, and counted so\n");
    }

    @Test
    void countsAJournalAsTheFile() throws IOException {
        run(new RecordCommand(journal, List.of(trace.toString())));
        takeOut();

        run(new StatsCommand(ofTrace(), Format.JSON));
        String fromFile = takeOut();
        run(new StatsCommand(ofJournal(), Format.JSON));

        assertThat(takeOut()).isEqualTo(fromFile).contains("\"events\":" + EVENTS);
    }

    @Test
    void verifiesASoundJournalAndGivesAFindingOnADamagedOne() throws IOException {
        run(new RecordCommand(journal, List.of(trace.toString())));
        takeOut();

        assertThat(run(new VerifyCommand(journal, Format.TABLE))).isEqualTo(ExitStatus.DONE);
        assertThat(takeOut()).startsWith("sound: ");
        assertThat(run(new InfoCommand(journal, Format.CSV))).isEqualTo(ExitStatus.DONE);
        assertThat(takeOut()).contains("traceFiles");

        flipAByteOfABlock();

        assertThat(run(new VerifyCommand(journal, Format.TABLE))).isEqualTo(ExitStatus.FINDING);
        assertThat(takeOut()).contains("checksum").contains("damaged: ");
        assertThat(run(query("events | project Payload, ActivityId", ofJournal())))
                .isEqualTo(ExitStatus.DONE);
        assertThat(err.toString()).contains("ringtail: warning: ");
    }

    @Test
    void pointsAtWhatIsWrongWithAQuery() throws IOException {
        assertThat(run(query("events | where ProcesId == 4", ofTrace()))).isEqualTo(ExitStatus.USAGE);

        assertThat(err.toString()).startsWith("query:1:16: no column 'ProcesId'; did you mean 'ProcessId'?");
        assertThat(takeOut()).isEmpty();
    }

    @Test
    void explainsAQueryOnFileAndJournal() throws IOException {
        run(new RecordCommand(journal, List.of(trace.toString())));
        takeOut();
        String text = "events | where Provider has 'Contoso' | summarize count() by EventName | top 2 by count_";

        for (Selection selection : List.of(ofTrace(), ofJournal())) {
            ExplainCommand command =
                    new ExplainCommand(text, selection, Format.TABLE, Limits.NONE, false, Map.of(), true);

            assertThat(run(command)).isEqualTo(ExitStatus.DONE);
            assertThat(takeOut())
                    .contains("  operator\n", "  scan events\n", "Provider has 'Contoso'\n", "| top 2 by count_\n")
                    .containsPattern("blocks: \\d+ read \\([\\d,]+ events, .*\\), 0 skipped by time");
        }
        run(new ExplainCommand(text, ofTrace(), Format.JSON, Limits.NONE, true, Map.of(), true));
        assertThat(takeOut()).contains("[0,\"scan events\",null,null,null,\"once for each kind of event: ");
    }

    @Test
    void endsWithAMessageAtALimit() {
        Limits limits = new Limits(OptionalLong.of(5), OptionalLong.of(1 << 20), Optional.empty());
        QueryCommand tooLong = new QueryCommand("events", ofTrace(), Format.JSONL, ZoneOffset.UTC, limits);
        QueryCommand tooLarge = new QueryCommand(
                "events | extend p = tostring(Payload) | sort by p, Message",
                ofTrace(),
                Format.JSONL,
                ZoneOffset.UTC,
                limits);

        assertThatThrownBy(() -> run(tooLong))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(ExitStatus.FAILURE))
                .hasMessage("the result has more than 5 rows; end the query with '| take 5', or raise --max-rows");
        assertThat(takeOut().lines()).hasSize(5);
        assertThatThrownBy(() -> run(tooLarge))
                .hasMessageStartingWith("'sort' keeps more than 1 MiB of rows in memory");
    }

    @Test
    void asksForAnInputWhereAQueryNeedsEvents() throws IOException {
        Selection nothing = new Selection(Optional.empty(), List.of());

        assertThat(run(query("print 1 + 1", nothing))).isEqualTo(ExitStatus.DONE);
        assertThat(takeOut()).contains("2");
        assertThatThrownBy(() -> run(query("events | count", nothing)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("the query asks for recorded events, but nothing is named that holds some");
        assertThatThrownBy(() -> run(new StatsCommand(nothing, Format.TABLE)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("stats needs an input");
        assertThatThrownBy(() -> new Selection(Optional.of(journal), List.of(trace)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("are both named as input");
    }

    @Test
    void refusesSourcesThatItDoesNotHave() {
        assertThatThrownBy(() -> run(new RecordCommand(journal, List.of("etw:live"))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("live ETW sessions are not part of this release");
        assertThatThrownBy(() -> run(new RecordCommand(journal, List.of("sim:storm"))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("there are sim:incident");
        assertThat(journal).doesNotExist();
    }

    private void flipAByteOfABlock() throws IOException {
        Path cycle;
        try (Stream<Path> files = Files.walk(journal.resolve("trace"))) {
            cycle = files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
        try (RandomAccessFile file = new RandomAccessFile(cycle.toFile(), "rw")) {
            long middle = file.length() / 2; // behind it and before it are payloads of the one block
            file.seek(middle);
            int before = file.read();
            file.seek(middle);
            file.write(before ^ 0xFF);
        }
    }

    @Test
    void givesAQueryItsParameters() throws IOException {
        String text = "declare query_parameters(n: long); print n + 1";

        ExitStatus given = run(new QueryCommand(
                text,
                new Selection(Optional.empty(), List.of()),
                new Presentation(Format.CSV, ZoneOffset.UTC),
                Limits.NONE,
                Map.of("n", "41"),
                true));

        assertThat(given).isEqualTo(ExitStatus.DONE);
        assertThat(takeOut()).isEqualTo("print_0\r\n42\r\n");
    }

    private ExitStatus run(Command command) throws IOException {
        return command.run(console);
    }

    private String takeOut() {
        console.flush();
        String text = out.toString();
        out.getBuffer().setLength(0);
        return text;
    }

    private QueryCommand query(String text, Selection selection) {
        return new QueryCommand(text, selection, Format.JSONL, ZoneOffset.UTC);
    }

    private Selection ofTrace() {
        return new Selection(Optional.empty(), List.of(trace));
    }

    private Selection ofJournal() {
        return new Selection(Optional.of(journal), List.of());
    }
}
