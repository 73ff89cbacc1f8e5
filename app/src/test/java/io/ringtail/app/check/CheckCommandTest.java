package io.ringtail.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.app.input.Selection;
import io.ringtail.app.query.QueryCommand;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Style;
import io.ringtail.dsl.check.Machine;
import io.ringtail.dsl.check.MachineException;
import io.ringtail.dsl.check.Wql;
import io.ringtail.dsl.result.Format;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console =
            new Console(new PrintWriter(out), new PrintWriter(err), 0, Style.PLAIN, false, () -> 0);

    @TempDir
    private Path folder;

    /** Two processes, no services, and nothing of anything else. */
    private static final class Office implements Machine {
        @Override
        public String name() {
            return "office";
        }

        @Override
        public List<Map<String, @Nullable Object>> ask(Wql question, Duration timeout) throws MachineException {
            return switch (question.className()) {
                case "Win32_Process" ->
                    List.of(Map.of("Name", "x.exe", "ProcessId", 7L), Map.of("Name", "y.exe", "ProcessId", 8L));
                case "Win32_Service" -> List.of();
                default -> throw new MachineException("no class '" + question.className() + "'");
            };
        }
    }

    @Test
    void firesAndSaysSoInTheExitStatus() throws IOException {
        assertThat(run(Format.TABLE, "process \"x.exe\" count > 1")).isEqualTo(ExitStatus.FINDING);
        assertThat(takeOut()).isEqualTo("fired      process \"x.exe\" count > 1: 2 processes\n");
        assertThat(run(Format.TABLE, "process \"x.exe\" count > 2", "service \"s\" is running"))
                .isEqualTo(ExitStatus.DONE);
        assertThat(takeOut()).isEqualTo("""
                        ok         process "x.exe" count > 2: 2 processes
                        ok         service "s" is running: s is absent
                        """);
        assertThat(run(Format.TABLE, "cpu load > 1%", "process \"x\" count > 2"))
                .isEqualTo(ExitStatus.FAILURE);
        assertThat(takeOut()).startsWith("no answer  cpu load > 1%: no class 'Win32_Processor'\n");
        assertThat(run(Format.TABLE, "cpu load > 1%", "process \"x\" count > 1"))
                .isEqualTo(ExitStatus.FINDING);
    }

    @Test
    void goesOnWithTheOperatorsOfQueries() throws IOException {
        String rest = " | where ProcessId > 7 | project upper = toupper(Name)";

        assertThat(run(Format.TABLE, "wmi('SELECT Name, ProcessId FROM Win32_Process')" + rest))
                .isEqualTo(ExitStatus.FINDING);
        assertThat(takeOut()).endsWith(": 1 row: Y.EXE\n");
        assertThat(run(Format.TABLE, "wmi('SELECT Name, ProcessId FROM Win32_Process') | where ProcessId > 8"))
                .isEqualTo(ExitStatus.DONE);
        assertThat(takeOut()).endsWith(": no row\n");
        assertThat(run(Format.TABLE, "wmi('SELECT Name FROM Win32_Tape')")).isEqualTo(ExitStatus.FAILURE);
        assertThat(takeOut()).isEqualTo("no answer  wmi('SELECT Name FROM Win32_Tape'): no class 'Win32_Tape'\n");
    }

    @Test
    void asksNothingWhenATextIsWrong() throws IOException {
        assertThat(run(Format.TABLE, "process \"x.exe\" count > 1", "cpu lod > 1%"))
                .isEqualTo(ExitStatus.USAGE);

        assertThat(takeOut()).isEmpty();
        assertThat(err.toString())
                .isEqualTo(
                        "check:1:5: expected what of the cpu, found 'lod'; did you mean 'load'?\ncpu lod > 1%\n    ^~~\n");
    }

    @Test
    void refusesAQuestionThatIsNoWqlAndAsksNothing() throws IOException {
        assertThat(run(Format.TABLE, "process \"x.exe\" count > 1", "wmi('SELECT Name FRM X') | take 1"))
                .isEqualTo(ExitStatus.USAGE);

        assertThat(takeOut()).isEmpty();
        assertThat(err.toString())
                .isEqualTo(
                        "check:1:18: expected FROM and a class, such as Win32_Process\nwmi('SELECT Name FRM X') | take 1\n                 ^\n");
    }

    @Test
    void saysWhereAColumnIsNotInTheAnswer() throws IOException {
        assertThat(run(Format.TABLE, "wmi('SELECT Name FROM Win32_Process') | where Nam == 'x'"))
                .isEqualTo(ExitStatus.FAILURE);
        assertThat(takeOut())
                .isEqualTo("no answer  wmi('SELECT Name FROM Win32_Process') | where Nam == 'x':"
                        + " check:1:47: no column 'Nam'; did you mean 'Name'?\n");
    }

    @Test
    void explainsWhatIsAskedAndWhatIsComputed() throws IOException {
        command(Format.TABLE, Optional.empty(), true, "cpu load > 80% for 3 readings")
                .run(console);
        command(Format.TABLE, Optional.empty(), true, "wmi('SELECT Name FROM Win32_Process') | where Name has 'x'")
                .run(console);

        assertThat(takeOut()).isEqualTo("""
                cpu load > 80% for 3 readings
                  asked:    SELECT DeviceID, LoadPercentage FROM Win32_Processor
                  computed: mean of LoadPercentage, null left out, > 80%; in 3 readings in a row, 5 s apart
                wmi('SELECT Name FROM Win32_Process') | where Name has 'x'
                  asked:    SELECT Name FROM Win32_Process
                  computed: there is a row after | where Name has 'x'
                """);
    }

    @Test
    void recordsOutcomesThatTheTableOfChecksShows() throws IOException {
        Path journal = folder.resolve("j");
        CheckCommand command =
                command(Format.JSONL, Optional.of(journal), false, "process \"x.exe\" count > 1", "cpu load > 1%");
        int[] rounds = {0};

        command.run(console, new Office(), time -> ++rounds[0] < 2, () -> false);
        assertThat(takeOut().lines())
                .startsWith("{\"Check\":\"process \\\"x.exe\\\" count > 1\",\"Fired\":true,\"Value\":2.0,\"Detail\":\"2"
                        + " processes\",\"Readings\":1,\"Problem\":\"\"}")
                .hasSize(4);
        Selection selection = new Selection(Optional.of(journal), List.of());
        new QueryCommand(
                        "checks | where Fired or Problem != '' | project Check, Value, Detail, Problem",
                        selection,
                        Format.JSONL,
                        ZoneOffset.UTC)
                .run(console);

        assertThat(takeOut().lines())
                .hasSize(4)
                .startsWith(
                        "{\"Check\":\"process \\\"x.exe\\\" count > 1\",\"Value\":2.0,\"Detail\":\"2 processes\",\"Problem\":\"\"}",
                        "{\"Check\":\"cpu load > 1%\",\"Value\":null,\"Detail\":\"\",\"Problem\":\"no class"
                                + " 'Win32_Processor'\"}");
    }

    private ExitStatus run(Format format, String... checks) throws IOException {
        return new CheckCommand(List.of(checks), Optional.empty(), Optional.empty(), TIMEOUT, false, format)
                .run(console, new Office(), time -> true, () -> false);
    }

    private static CheckCommand command(Format format, Optional<Path> journal, boolean explain, String... checks) {
        return new CheckCommand(List.of(checks), journal, Optional.of(TIMEOUT), TIMEOUT, explain, format);
    }

    private String takeOut() {
        console.flush();
        String text = out.toString();
        out.getBuffer().setLength(0);
        return text;
    }
}
