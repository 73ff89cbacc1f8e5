package io.ringtail.app.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.app.Command;
import io.ringtail.app.input.Selection;
import io.ringtail.app.query.QueryCommand;
import io.ringtail.app.record.RecordCommand;
import io.ringtail.app.stats.StatsCommand;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.app.terminal.Style;
import io.ringtail.dsl.engine.HeaderColumn;
import io.ringtail.dsl.result.Format;
import io.ringtail.etw.export.NotExportableException;
import io.ringtail.etw.sim.IncidentSimulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code export}, run without a process. */
class ExportCommandTest {
    /** All columns but those that count in the file, and fields that other events tell. */
    private static final String COLUMNS = " | project "
            + Stream.of(HeaderColumn.values())
                    .map(HeaderColumn::label)
                    .filter(label -> !label.equals("Sequence") && !label.equals("Session"))
                    .collect(Collectors.joining(", "))
            + ", file = column_ifexists('FileName', ''), key = column_ifexists('KeyName', ''),"
            + " process = column_ifexists('NewProcessName', ''), disk = tostring(column_ifexists('DiskServiceTimeMSec', ''))";

    private static final Path REAL = Path.of(System.getProperty("ringtail.root"))
            .resolveSibling("shared")
            .resolve("data/etl");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console =
            new Console(new PrintWriter(out), new PrintWriter(err), 0, Style.PLAIN, false, () -> 0);

    @TempDir
    private Path folder;

    private Path trace = Path.of("");
    private Path cut = Path.of("");

    @BeforeEach
    void writeATrace() throws IOException {
        trace = folder.resolve("incident.etl");
        cut = folder.resolve("cut.etl");
        IncidentSimulator.write(trace, 1, 3_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "['Contoso-Checkout']",
                "['Contoso-Checkout/Request/Stop'] | where statusCode >= 500",
                "events | where Cpu == 1 and HeaderKind == 'event64' | take 40",
                "events | extend n = PayloadSize * 2 | where n > 100 and EventName != 'EventTrace' | top 30 by n",
                "let slow = ['Contoso-Checkout/Request/Stop'] | where durationMs > 100; slow | sort by durationMs"
            })
    void aCutHasTheSelectedEventsAsTheyWereAndTheirSchemas(String where) throws IOException {
        readsAsBefore(trace, where);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "net.4.5.2.x64.etl.zip;['Windows Kernel/PerfInfo/Sample'] | where ProcessName startswith 'Test' | take 300",
                "net.4.5.2.x64.etl.zip;['Windows Kernel/DiskIO/Write'] | take 30",
                "net.4.5.2.x64.etl.zip;events | where Provider startswith 'Microsoft-Windows-DotNET' | take 400",
                "net.4.5.2.x64.etl.zip;events | where EventName startswith 'Registry/' or EventName startswith 'UdpIp' | take 100",
                "net.4.5.2.x64.etl.zip;events | where Sequence % 701 == 0 and isnotnull(Stack)",
                "diaghub.kernel.1.etl.gz;events | where Sequence % 97 == 0 and EventName != 'EventTrace'",
                "gcevents.etl;events | where EventName startswith 'GC/'",
                "CrossMachineHTTP.etl;events | where ThreadId % 3 == 0 and EventName != 'EventTrace' | take 50"
            })
    void aCutOfARealTraceReadsAsTheTraceDid(String name, String where) throws IOException {
        Assumptions.assumeTrue(Files.exists(REAL.resolve(name)), "no real traces in " + REAL);

        readsAsBefore(REAL.resolve(name), where);
    }

    private void readsAsBefore(Path original, String where) throws IOException {
        List<String> selected = rows(where + COLUMNS, original);

        assertThat(run(new ExportCommand(traces(original), ExportFormat.ETL, cut, where, Times.ALL, false)))
                .isEqualTo(ExitStatus.DONE);
        assertThat(takeOut()).startsWith("wrote " + cut + ": ").contains(selected.size() + " events");

        List<String> inCut = rows("events" + COLUMNS, cut);
        assertThat(selected).isNotEmpty();
        assertThat(missing(selected, inCut)).isEmpty();
        assertThat(err.toString()).doesNotContain("problem");
    }

    /** The first rows of the one list that are not in the other as often. */
    private static List<String> missing(List<String> wanted, List<String> there) {
        Map<String, Integer> counts = new HashMap<>();
        there.forEach(row -> counts.merge(row, 1, Integer::sum));
        return wanted.stream()
                .filter(row -> counts.merge(row, -1, Integer::sum) < 0)
                .limit(3)
                .toList();
    }

    private List<String> rows(String text, Path file) throws IOException {
        run(new QueryCommand(text, traces(file), Format.JSONL, ZoneOffset.UTC));
        return takeOut().lines().toList();
    }

    @Test
    void allOfATraceIsCountedAsTheTraceWas() throws IOException {
        run(export(ExportCommand.ALL, cut));
        assertThat(takeOut()).doesNotContain("schemas");

        run(new StatsCommand(traces(trace), Format.JSON));
        String before = takeOut();
        run(new StatsCommand(traces(cut), Format.JSON));

        assertThat(behind(takeOut(), "\"events\":")).isEqualTo(behind(before, "\"events\":"));
    }

    @Test
    void aJournalIsExportedAsTheTraceThatItWasRecordedFrom() throws IOException {
        Path journal = folder.resolve("incident.journal");
        Path fromJournal = folder.resolve("journal.etl");
        run(new RecordCommand(journal, List.of(trace.toString())));

        run(export("['Contoso-Checkout']", cut));
        run(new ExportCommand(
                new Selection(Optional.of(journal), List.of()),
                ExportFormat.ETL,
                fromJournal,
                "['Contoso-Checkout']",
                Times.ALL,
                false));

        assertThat(fromJournal).hasSameBinaryContentAs(cut);
    }

    @Test
    void aSpanOfTimeIsTakenFromItsFirstToBeforeItsLastMoment() throws IOException {
        run(query("events | summarize min(Timestamp), max(Timestamp)", trace));
        List<String> times = Stream.of(takeOut().split("\"", -1))
                .filter(part -> part.matches("20..-.*Z"))
                .toList();
        Times between = Times.of(times.getFirst(), times.getLast());

        run(new ExportCommand(traces(trace), ExportFormat.ETL, cut, ExportCommand.ALL, between, false));

        takeOut();

        String count = "summarize first = min(Timestamp), last = max(Timestamp), n = count()";
        String within = "events | where Timestamp >= datetime(" + times.getFirst() + ") and Timestamp < datetime("
                + times.getLast() + ") and ProviderId != 'bbccf6c1-6cd1-48c4-80ff-839482e37671' | ";
        run(query(within + count, cut));
        String taken = takeOut();
        run(query(within + count, trace));
        assertThat(taken).isEqualTo(takeOut());
    }

    @ParameterizedTest
    @EnumSource(names = {"JSONL", "CSV"})
    void rowsOfAnyQueryAreWrittenAsTheQueryPrintsThem(ExportFormat format) throws IOException {
        String text = "events | summarize n = count() by Provider | sort by n desc, Provider asc";
        run(new QueryCommand(text, traces(trace), Format.valueOf(format.name()), ZoneOffset.UTC));
        String printed = takeOut();

        assertThat(run(new ExportCommand(traces(trace), format, cut, text, Times.ALL, false)))
                .isEqualTo(ExitStatus.DONE);

        assertThat(cut).hasContent(printed);
        assertThat(takeOut()).matches("wrote .*: [0-9]+ rows, .*\\R");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '`',
            value = {
                "events | count -> query:1:10: the rows of 'count' are no events any more, and events are wanted here; end the query before it",
                "events | where Cpu == 1 | summarize count() by Cpu -> query:1:27: the rows of 'summarize' are no events any more, and events are wanted here; end the query before it",
                "events | project Timestamp -> query:1:10: 'project' chooses columns, and events are taken whole here; leave it out",
                "(events | distinct Cpu) | take 1 -> query:1:11: the rows of 'distinct' are no events any more, and events are wanted here; end the query before it",
                "types -> query:1:1: 'types' holds no captured events; start with 'events', a provider's name or ['Provider/EventName']",
                "control | take 1 -> query:1:1: 'control' holds no captured events; start with 'events', a provider's name or ['Provider/EventName']",
                "print 1 -> query:1:1: these rows are no captured events; start with 'events', a provider's name or ['Provider/EventName']",
                "events | where Cpuu == 1 -> query:1:16: no column 'Cpuu'; did you mean 'Cpu'?"
            })
    void whatSelectsNoEventsIsRefusedAtItsPlace(String where, String message) throws IOException {
        assertThat(run(export(where, cut))).isEqualTo(ExitStatus.USAGE);

        assertThat(err.toString()).startsWith(message + "\n");
        assertThat(folder).isDirectoryNotContaining("glob:**cut.etl*");
    }

    @Test
    void aFileThatIsThereIsReplacedOnRequestAlone() throws IOException {
        Files.writeString(cut, "mine");

        assertThatThrownBy(() -> run(export(ExportCommand.ALL, cut)))
                .isInstanceOf(Refusal.class)
                .hasMessage(cut + " is there already; name another file, or replace it with --force");
        assertThat(cut).hasContent("mine");

        assertThat(run(new ExportCommand(traces(trace), ExportFormat.ETL, cut, ExportCommand.ALL, Times.ALL, true)))
                .isEqualTo(ExitStatus.DONE);
        assertThat(Files.size(cut)).isGreaterThan(100_000);
    }

    @Test
    void refusesWhatCannotBeWritten() {
        assertThatThrownBy(() -> run(export("events | where Cpu == 77", cut)))
                .isInstanceOf(NotExportableException.class)
                .hasMessage("no event is selected, so there is nothing to write; widen the selection");
        assertThatThrownBy(() -> run(export(ExportCommand.ALL, folder)))
                .hasMessage(
                        "--out " + folder + " is a folder; name a file, such as " + folder.resolve("selection.etl"));
        Path device = Path.of("/dev/null");
        if (Files.exists(device)) {
            assertThatThrownBy(() -> run(new ExportCommand(
                            traces(trace), ExportFormat.ETL, device, ExportCommand.ALL, Times.ALL, true)))
                    .hasMessage("--out /dev/null is a pipe or a device, and an export is a file; name a file, or let"
                            + " 'ringtail query' write rows to a pipe");
        }
        assertThatThrownBy(() -> run(export(ExportCommand.ALL, folder.resolve("no/cut.etl"))))
                .hasMessage("--out " + folder.resolve("no/cut.etl") + ": there is no folder " + folder.resolve("no")
                        + "; make it first");
        assertThatThrownBy(() -> run(export(ExportCommand.ALL, trace)))
                .hasMessage("--out " + trace + " is the trace that is read; name another file");
        assertThatThrownBy(() -> Times.of("yesterday", null))
                .hasMessage("--from 'yesterday' is no time; one is 2026-03-02T09:00:00Z, or 2026-03-02 09:00, in UTC");
        assertThatThrownBy(() -> Times.of("2026-03-02", "2026-03-01"))
                .hasMessage("--from 2026-03-02T00:00:00.0000000Z is not before --until 2026-03-01T00:00:00.0000000Z,"
                        + " so there is no time between them");
        assertThatThrownBy(() -> Times.of(null, "--to", "tomorrow"))
                .hasMessage("--to 'tomorrow' is no time; one is 2026-03-02T09:00:00Z, or 2026-03-02 09:00, in UTC");
        assertThatThrownBy(() -> Times.of("2026-03-02", "--to", "2026-03-01"))
                .hasMessage("--from 2026-03-02T00:00:00.0000000Z is not before --to 2026-03-01T00:00:00.0000000Z,"
                        + " so there is no time between them");
        assertThat(folder).isDirectoryNotContaining("glob:**/.cut*");
    }

    @Test
    void rowsGoToStdoutAndEventsDoNot() throws IOException {
        Path stdout = Path.of("-");
        String where = "events | summarize n = count()";

        assertThat(run(new ExportCommand(traces(trace), ExportFormat.CSV, stdout, where, Times.ALL, false)))
                .isEqualTo(ExitStatus.DONE);
        assertThat(takeOut()).isEqualTo("n\r\n3000\r\n");
        assertThat(err.toString()).endsWith("wrote 1 row" + System.lineSeparator());
        for (ExportFormat format : List.of(ExportFormat.ETL, ExportFormat.RTZ)) {
            assertThatThrownBy(() -> run(new ExportCommand(traces(trace), format, stdout, "events", Times.ALL, false)))
                    .isInstanceOf(Refusal.class)
                    .hasMessageStartingWith(
                            "--out - is stdout, which takes rows alone (--to jsonl, --to csv); name a file");
        }
        assertThat(Files.exists(stdout)).isFalse();
    }

    @Test
    void aSessionWithoutEventsIsRefused() {
        Path rtz = folder.resolve("none.rtz");

        assertThatThrownBy(() -> run(new ExportCommand(
                        traces(trace), ExportFormat.RTZ, rtz, "events | where Cpu == 77", Times.ALL, false)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("no event is selected, so there is no session to write; widen --session");
        assertThat(Files.exists(rtz)).isFalse();
    }

    private ExportCommand export(String where, Path target) {
        return new ExportCommand(traces(trace), ExportFormat.ETL, target, where, Times.ALL, false);
    }

    private static QueryCommand query(String text, Path file) {
        return new QueryCommand(text, traces(file), Format.JSON, ZoneOffset.UTC);
    }

    private static Selection traces(Path file) {
        return new Selection(Optional.empty(), List.of(file));
    }

    private static String behind(String text, String mark) {
        return text.substring(text.indexOf(mark));
    }

    private ExitStatus run(Command command) throws IOException {
        ExitStatus status = command.run(console);
        console.flush();
        return status;
    }

    private String takeOut() {
        String text = out.toString();
        out.getBuffer().setLength(0);
        return text;
    }
}
