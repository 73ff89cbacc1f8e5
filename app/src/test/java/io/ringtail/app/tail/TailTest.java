package io.ringtail.app.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.app.input.Selection;
import io.ringtail.app.query.QueryCommand;
import io.ringtail.app.record.RecordCommand;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Style;
import io.ringtail.dsl.result.Format;
import io.ringtail.etw.sim.IncidentSimulator;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against journals that are being written, by this process and by another. */
class TailTest {
    private static final List<String> STREAMED = List.of(
            "events | where Provider has 'Contoso' | project Timestamp, EventName, ThreadId, Payload",
            "['Contoso-Checkout'] | extend x = Cpu * 2, Sequence | project-away Sequence | take 700",
            "events | where Timestamp > datetime(2026-03-02 09:05) | project Sequence, Provider",
            "events | summarize n = count(), p = percentile(Cpu, 90) by bin(Timestamp, 5m), Provider | where n > 2",
            "events | extend w = bin(Timestamp, 1m) | summarize dcount(EventName) by w");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console =
            new Console(new PrintWriter(out), new PrintWriter(err), 0, Style.PLAIN, false, System::nanoTime);

    @TempDir
    private Path folder;

    @Test
    void givesTheRowsOfTheQueryOverTheWholeRecordingWhileItIsWritten() throws Exception {
        Path trace = folder.resolve("a.etl");
        IncidentSimulator.write(trace, 4, 20_000);
        for (int i = 0; i < STREAMED.size(); i++) {
            Path journal = folder.resolve(i + ".journal");
            Bus.open(journal, BusOptions.defaults()).close();
            Thread writer = Thread.ofPlatform().start(() -> record(trace, journal));

            // The writer has ended before the last look at the journal, which then finds all of the rest.
            int[] idleBehindTheEnd = {0};
            TailCommand tail =
                    tail(journal, withTypes(STREAMED.get(i)), new TailCommand.From.Beginning(), Format.JSONL);
            ExitStatus status = tail.run(
                    console, () -> idleBehindTheEnd[0] == 2, () -> idleBehindTheEnd[0] += writer.isAlive() ? 0 : 1);
            writer.join();
            List<String> tailed = new ArrayList<>(lines());
            new QueryCommand(STREAMED.get(i), selection(journal), Format.JSONL, ZoneOffset.UTC).run(console);
            List<String> asked = new ArrayList<>(lines());

            assertThat(status).isEqualTo(ExitStatus.DONE);
            if (STREAMED.get(i).contains("summarize")) {
                tailed.sort(null);
                asked.sort(null);
            }
            assertThat(tailed).as(STREAMED.get(i)).isNotEmpty().isEqualTo(asked);
        }
        assertThat(err.toString()).doesNotContain("late");
    }

    /** A provider's table must be known when the tail starts: these start with 'events'. */
    private static String withTypes(String query) {
        return query.replace("['Contoso-Checkout']", "events | where Provider == 'Contoso-Checkout'");
    }

    @Test
    void followsAnotherProcessAndEndsWithAllRowsWhenItIsInterrupted() throws Exception {
        Path trace = folder.resolve("a.etl");
        IncidentSimulator.write(trace, 5, 3_000);
        Path journal = folder.resolve("live.journal");
        Bus.open(journal, BusOptions.defaults()).close();
        Process process = process("tail", "--journal", journal.toString(), "--format", "jsonl", "--from", "start");
        int lines = 0;
        try (BufferedReader rows = process.inputReader()) {
            record(trace, journal);
            while (lines < 3_000 && rows.readLine() != null) {
                lines++;
            }
            process.toHandle().destroy(); // SIGTERM, which ends as SIGINT does; leaves the stream open

            assertThat(rows.readLine()).isNull();
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(lines).isEqualTo(3_000);
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void startsAtTheEndUnlessItIsToldOtherwise() throws IOException {
        Path trace = folder.resolve("a.etl");
        IncidentSimulator.write(trace, 6, 3_000);
        Path journal = folder.resolve("j.journal");
        record(trace, journal);
        int[] idle = {0};

        TailCommand tail = tail(journal, "events | project Sequence", new TailCommand.From.End(), Format.JSONL);
        tail.run(console, () -> idle[0] == 2, () -> {
            if (idle[0]++ == 0) {
                record(trace, journal);
            }
        });

        assertThat(lines()).hasSize(3_000);
        boolean[] ended = {false};
        tail(journal, "events | count", new TailCommand.From.End(), Format.JSONL)
                .run(console, () -> ended[0], () -> ended[0] = true);
        assertThat(err.toString())
                .contains("query:1:10: 'count' gives its first row when the last event has come, which a tail does not"
                        + " see; give 'summarize' windows: 'by bin(Timestamp, 1m)'; or ask with 'ringtail query'");
    }

    @Test
    void refusesByNameWhatCannotFollow() throws IOException {
        Path journal = folder.resolve("j.journal");
        Bus.open(journal, BusOptions.defaults()).close();

        assertThat(refused(journal, "events | sort by Cpu"))
                .startsWith("query:1:10: 'sort' gives its first row when the last event has come, which a tail does not"
                        + " see; where, extend, project, take and");
        assertThat(refused(journal, "events | where Cpu > 1 | summarize count() by Provider"))
                .startsWith("query:1:26: 'summarize' gives its first row when the last event has come");
        assertThat(refused(journal, "types"))
                .startsWith(
                        "query:1:1: a tail follows the events of a journal, one table of them; start with 'events'");
        for (Format format : List.of(Format.CSV, Format.JSON, Format.TABLE)) {
            TailCommand tail = tail(journal, "events | sort by Cpu", new TailCommand.From.Beginning(), format);
            assertThat(tail.run(console, () -> true, () -> {})).isEqualTo(ExitStatus.USAGE);
            assertThat(lines()).as(format.name()).isEmpty();
        }
        assertThat(refused(journal, "events | nonsense")).startsWith("query:1:10: no operator 'nonsense'");
    }

    private String refused(Path journal, String query) throws IOException {
        err.getBuffer().setLength(0);
        TailCommand tail = tail(journal, query, new TailCommand.From.Beginning(), Format.JSONL);
        assertThat(tail.run(console, () -> true, () -> {})).isEqualTo(ExitStatus.USAGE);
        return err.toString();
    }

    private static TailCommand tail(Path journal, String query, TailCommand.From from, Format format) {
        return new TailCommand(
                journal, selection(journal), query, from, Duration.ofSeconds(2), format, ZoneOffset.UTC, Map.of());
    }

    private static Selection selection(Path journal) {
        return new Selection(Optional.of(journal), List.of());
    }

    private static void record(Path trace, Path journal) {
        Console nobody = new Console(
                new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()),
                0,
                Style.PLAIN,
                false,
                System::nanoTime);
        try {
            new RecordCommand(journal, List.of(trace.toString())).run(nobody);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Process process(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of(System.getProperty("ringtail.root"), "tools", "test.jvmopts"),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.ringtail.app.Main"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(Files.createTempFile(folder, "err", "txt").toFile())
                .start();
    }

    private List<String> lines() {
        console.flush();
        List<String> lines = out.toString().lines().toList();
        out.getBuffer().setLength(0);
        return lines;
    }
}
