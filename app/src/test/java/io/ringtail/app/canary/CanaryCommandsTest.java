package io.ringtail.app.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.app.canary.DecisionCommand.Kind;
import io.ringtail.app.canary.SwitchCommand.Setting;
import io.ringtail.app.input.Selection;
import io.ringtail.app.query.QueryCommand;
import io.ringtail.app.record.RecordCommand;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.app.terminal.Style;
import io.ringtail.dsl.result.Format;
import io.ringtail.etw.schema.SchemaSource;
import io.ringtail.ring.block.Compression;
import io.ringtail.ring.bus.WaitProfile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strategies from the command line on: what is judged beside a recording, and what a person decides. */
class CanaryCommandsTest {
    private static final String STRATEGY = "{\"version\":\"1.2\",\"weight\":15,\"rollbackOn5xxRate\":0.03}";
    private static final String MISTYPED = "{\"version\":\"1.2\",\"weigth\":15}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console =
            new Console(new PrintWriter(out), new PrintWriter(err), 0, Style.PLAIN, false, () -> 0);

    @TempDir
    private Path folder;

    private Path gray = Path.of("");
    private Path journal = Path.of("");

    @BeforeEach
    void setUp() throws IOException {
        gray = Files.createDirectory(folder.resolve("gray"));
        journal = folder.resolve("journal");
    }

    @Test
    void aRollbackIsToldOnTheTerminalAndIsOfItsCausesTime() throws IOException {
        strategy(STRATEGY);

        record();

        assertThat(err.toString())
                .contains("alert: [critical] checkout 1.2: ROLLBACK, by ringtail: ", "canaries: 1 rollback");
        ask("control | where EventName in ('Alert', 'StrategyRejected') and Timestamp < datetime(2020-01-01) | count");
        assertThat(take(out)).endsWith("Count\n0\n");
    }

    @Test
    void theHostIsCalledInTheStoreAsInTheJournal() throws IOException {
        strategy(STRATEGY);

        record();

        take(out);
        ask(
                "control | where EventName == 'StoreChanged' and key == 'self' | project name = value"
                        + " | union (control | where EventName == 'JournalOpened' | project name = host) | distinct name | count");
        assertThat(take(out)).isEqualTo("Count\n1\n");
    }

    @Test
    void aTextThatIsNoStrategyIsAWarningAndAFinding() throws IOException {
        strategy(MISTYPED);

        record();
        assertThat(err.toString())
                .contains("ringtail: warning: strategy of 'checkout': weight is missing; it is 0 to 100;"
                        + " strategy of 'checkout': unknown key 'weigth' has no effect; did you mean 'weight'?")
                .contains("canaries: 0 rollbacks");
        take(out);
        assertThat(status()).isEqualTo(ExitStatus.FINDING);
        assertThat(take(out)).contains("rejected").contains("did you mean 'weight'?");
        ask("control | where EventName == 'StrategyRejected' | project old = Timestamp < datetime(2020-01-01)");
        assertThat(take(out)).isEqualTo("old\nfalse\n");

        strategy("{");
        assertThat(status()).isEqualTo(ExitStatus.FINDING);
        strategy(STRATEGY);
        assertThat(status()).isEqualTo(ExitStatus.DONE);
    }

    @Test
    void aFolderWithoutStrategiesIsAWarning() throws IOException {
        record();

        assertThat(err.toString())
                .contains("--strategies " + gray + " holds no strategy, so nothing is judged until there is one: put a"
                        + " file SERVICE.json into it");
    }

    @Test
    void whatIsRolledBackIsNeitherPromotedNorResumed() throws IOException {
        strategy(STRATEGY);
        decide(Kind.ROLLBACK, Optional.empty());
        String rolledBack = read();

        for (Kind kind : List.of(Kind.PROMOTE, Kind.RESUME, Kind.PAUSE)) {
            assertThatThrownBy(() -> decide(kind, Optional.of(40.0)))
                    .isInstanceOf(Refusal.class)
                    .hasMessage(
                            "'checkout' is rolled back, which holds for its epoch; to try 1.2 again: ringtail canary"
                                    + " override checkout restart --reason … --strategies " + gray);
        }

        assertThat(read()).isEqualTo(rolledBack).contains("\"weight\":0");
        decide(Kind.RESTART, Optional.of(5.0));
        assertThat(read()).contains("\"weight\":5", "\"rollback\":false", "\"epoch\":1");
    }

    @Test
    void whatIsPausedIsResumedAndNothingElseIs() throws IOException {
        strategy(STRATEGY);
        assertThatThrownBy(() -> decide(Kind.RESUME, Optional.empty()))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("'checkout' is not paused; another weight is given by: ringtail canary override"
                        + " checkout promote ");

        decide(Kind.PAUSE, Optional.empty());
        assertThatThrownBy(() -> decide(Kind.PROMOTE, Optional.of(40.0)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("'checkout' is paused; to go on: ringtail canary override checkout resume ");

        decide(Kind.RESUME, Optional.empty());
        assertThat(read()).contains("\"weight\":15", "\"paused\":false");
    }

    @Test
    void statusTellsTheLimitAndWarnsOfNone() throws IOException {
        strategy(STRATEGY);
        status();
        assertThat(take(err)).contains("at most 3 rollbacks an hour over all services");

        set(new Setting.Limit(0, "release night"));
        assertThat(take(err)).contains("warning: nothing is rolled back any more, of any service");
        status();
        assertThat(take(err)).contains("warning: the limit is 0 rollbacks an hour: nothing is rolled back");

        set(new Setting.Limit(1, "it is over"));
        status();
        assertThat(take(err))
                .contains("at most 1 rollback an hour over all services")
                .doesNotContain("warning");
    }

    @Test
    void everySwitchKeepsItsReason() throws IOException {
        strategy(STRATEGY);
        for (Setting setting : List.of(new Setting.Disarm(" "), new Setting.Arm(""), new Setting.Limit(3, ""))) {
            assertThatThrownBy(() -> set(setting)).isInstanceOf(Refusal.class).hasMessageStartingWith("--reason");
        }
        set(new Setting.Disarm("odd metrics"));
        set(new Setting.Arm("the metrics are right again"));
        set(new Setting.Limit(5, "many services"));

        record();

        take(out);
        ask("control | where EventName == 'StoreChanged' and key startswith 'control/'"
                + " | project key, reason = tostring(parse_json(value).reason) | sort by key asc");
        assertThat(take(out))
                .isEqualTo("key,reason\ncontrol/armed,the metrics are right again\ncontrol/limits,many services\n");
        assertThat(err.toString()).doesNotContain("disarmed");
    }

    @Test
    void anEtcdThatIsNotThereIsNamedAsItWasGiven() {
        StoreAddress nobody = new StoreAddress("etcd:http://127.0.0.1:9", Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> new StatusCommand(nobody, Format.CSV).run(console))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("etcd at http://127.0.0.1:9");
    }

    private void strategy(String text) throws IOException {
        Files.writeString(gray.resolve("checkout.json"), text);
    }

    private String read() throws IOException {
        return Files.readString(gray.resolve("checkout.json"));
    }

    private void decide(Kind kind, Optional<Double> weight) throws IOException {
        new DecisionCommand(address(), "checkout", kind, "it is a test", weight, InstantSource.system()).run(console);
    }

    private void set(Setting setting) throws IOException {
        new SwitchCommand(address(), setting, InstantSource.system()).run(console);
    }

    private ExitStatus status() throws IOException {
        return new StatusCommand(address(), Format.CSV).run(console);
    }

    private void record() throws IOException {
        RecordCommand command = new RecordCommand(
                journal,
                List.of("sim:bad-5xx?seed=7"),
                Duration.ZERO,
                Compression.NONE,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(address()),
                Optional.empty(),
                List.of(),
                SchemaSource.NONE,
                WaitProfile.LOW_CPU,
                Optional.empty());
        assertThat(command.run(console)).isEqualTo(ExitStatus.DONE);
    }

    private void ask(String query) throws IOException {
        ExitStatus status = new QueryCommand(
                        query, new Selection(Optional.of(journal), List.of()), Format.CSV, ZoneOffset.UTC)
                .run(console);
        assertThat(status).as(err::toString).isEqualTo(ExitStatus.DONE);
    }

    private StoreAddress address() {
        return new StoreAddress(gray.toString(), Optional.empty(), Optional.empty());
    }

    private String take(StringWriter writer) {
        console.flush();
        String text = writer.toString().replace("\r\n", "\n");
        writer.getBuffer().setLength(0);
        return text;
    }
}
