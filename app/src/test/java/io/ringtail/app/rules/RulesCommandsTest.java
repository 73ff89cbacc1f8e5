package io.ringtail.app.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.app.canary.StoreAddress;
import io.ringtail.app.export.Times;
import io.ringtail.app.input.Input;
import io.ringtail.app.input.Selection;
import io.ringtail.app.query.QueryCommand;
import io.ringtail.app.record.RecordCommand;
import io.ringtail.app.replay.ReplayCommand;
import io.ringtail.app.replay.Speed;
import io.ringtail.app.rtz.RtzOptions;
import io.ringtail.app.rtz.SelectedEvents;
import io.ringtail.app.rtz.SessionExport;
import io.ringtail.app.rules.RulesCommand.Task;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.app.terminal.Style;
import io.ringtail.dsl.result.Format;
import io.ringtail.etw.schema.SchemaSource;
import io.ringtail.etw.sim.IncidentSimulator;
import io.ringtail.etw.sim.Scenario;
import io.ringtail.etw.sim.ScenarioSimulator;
import io.ringtail.ring.block.Compression;
import io.ringtail.ring.bus.WaitProfile;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules from the command line on: what is written beside a recording, and that a replay says the same. */
class RulesCommandsTest {
    private static final String RULE = """
            rule errors
              on ['Contoso-Checkout/Request/Stop']
                 | summarize err = countif(statusCode >= 500), n = count() by bin(Timestamp, 10s)
              when err >= 2
              cooldown 10m
              mode armed severity critical
              message "{err} of {n} failed"
              then alert, dump("checkout.exe"), export session (before 5s, after 5s)
            """;

    private static final String STRICT = "{\"version\":\"1.2\",\"weight\":15,\"rollbackOn5xxRate\":0.03}";
    /** Nothing is ever wrong with it. */
    private static final String LENIENT =
            "{\"version\":\"1.2\",\"weight\":15,\"rollbackOn5xxRate\":1,\"minRequests\":1000000}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console =
            new Console(new PrintWriter(out), new PrintWriter(err), 0, Style.PLAIN, false, () -> 0);

    @TempDir
    private Path folder;

    private Path rules = Path.of("");
    private Path journal = Path.of("");
    private Path metrics = Path.of("");

    @BeforeEach
    void setUp() throws IOException {
        rules = folder.resolve("shop.rules");
        journal = folder.resolve("journal");
        metrics = folder.resolve("ringtail.prom");
        Files.writeString(rules, RULE);
    }

    @Test
    void watchARecordingAndAReplaySaysTheSame() throws IOException {
        assertThat(record()).isEqualTo(ExitStatus.DONE);
        assertThat(err.toString()).contains("alert: [critical] ");
        try (Stream<Path> exports = Files.list(journal.resolve("exports"))) {
            assertThat(exports).isNotEmpty().allMatch(file -> file.toString().endsWith(".rtz"));
        }
        takeOut();
        assertThat(Files.readString(metrics))
                .contains("ringtail_processor_events_total{processor=\"")
                .containsPattern("ringtail_bus_published_events_total 6\\d{4}");

        assertThat(replay(List.of(), true)).isEqualTo(ExitStatus.DONE);
        assertThat(replay(List.of(rules), true)).isEqualTo(ExitStatus.DONE);
        assertThat(err.toString()).contains("the replay says the same, to the byte: ");
        takeOut();
        replay(List.of(rules), false);
        String first = takeOut();
        replay(List.of(rules), false);
        assertThat(takeOut()).isEqualTo(first).contains("fired").contains("intent");

        Files.writeString(rules, RULE.replace("err >= 2", "err >= 3"));
        assertThat(replay(List.of(rules), true)).isEqualTo(ExitStatus.FINDING);
        assertThat(takeOut()).contains("recording");
    }

    /** Another machine's rules, firings and intents came with its session; they are not ours. */
    @Test
    void areOursAloneWhereASessionWasImported() throws IOException {
        record();
        Path session = folder.resolve("other.rtz");
        try (Input input = new Selection(Optional.of(journal), List.of()).open()) {
            RtzOptions options = new RtzOptions(Optional.empty(), List.of(), "", Set.of(), Optional.empty());
            UUID id = Journal.open(journal).info().id().orElseThrow();
            new SessionExport(input.recording(), input.decoder(), List.of(), options)
                    .write(SelectedEvents.between(input.recording(), Long.MIN_VALUE, Long.MAX_VALUE), id, session);
        }
        journal = folder.resolve("ours");
        new RecordCommand(journal, List.of(session.toString())).run(console);
        Files.writeString(rules, RULE.replace("rule errors", "rule ours").replace("{n} failed", "ours failed"));
        takeOut();
        err.getBuffer().setLength(0);

        record("sim:incident?seed=8&events=60000", Optional.empty());

        assertThat(err.toString())
                .contains("alert: [critical] 2 of ours failed")
                .doesNotContain(" of 32 failed");
        assertThat(replay(List.of(), true)).as(err::toString).isEqualTo(ExitStatus.DONE);
        assertThat(err.toString()).contains("the replay says the same, to the byte: ");
    }

    @Test
    void rollBackTogetherWithTheJudgeOfCanaries() throws IOException {
        Path strategies = strategies();
        Files.writeString(rules, RULE.replace("then alert,", "then rollback \"checkout\", alert,"));

        record("sim:bad-5xx?seed=7", Optional.of(address(strategies)));

        assertThat(Files.readString(strategies.resolve("checkout.json")))
                .contains("\"rollback\":true", "\"by\":\"rule errors\"");
        assertThat(err.toString()).doesNotContain("without --strategies");
        takeOut();
        assertThat(replay(List.of(), true)).as(err::toString).isEqualTo(ExitStatus.DONE);
    }

    @Test
    void areToldToBeRefusedWhereNobodyKeepsStrategies() throws IOException {
        Files.writeString(rules, RULE.replace("then alert,", "then rollback \"checkout\", alert,"));

        record();

        assertThat(err.toString())
                .contains("the rule 'errors' asks for 'rollback', which is refused without --strategies");
        ask("rules | where Action == 'rollback' and EventName == 'Outcome' | distinct Status, Detail");
        assertThat(takeOut()).contains("REFUSED,nothing here executes 'rollback'");
    }

    @Test
    void thatWaitForAColumnSaySo() throws IOException {
        Files.writeString(rules, RULE.replace("statusCode", "statusCod") + """
                test 'two failures' given datatable(Timestamp: datetime, Provider: string, EventName: string, statusCode: long)
                  [datetime(2026-03-01T10:00:01), 'Contoso-Checkout', 'Request/Stop', 500,
                   datetime(2026-03-01T10:00:02), 'Contoso-Checkout', 'Request/Stop', 503]
                  expect fired errors
                """);
        String why = rules + ":3:32: no column 'statusCod'; did you mean 'statusCode'?";

        record();
        assertThat(err.toString()).contains("warning: " + why + "; the rule waits, and says nothing");
        err.getBuffer().setLength(0);
        replay(List.of(rules), false);
        assertThat(err.toString()).contains("warning: " + why);
        err.getBuffer().setLength(0);
        assertThat(rules(Task.TEST, new Selection(Optional.empty(), List.of()))).isEqualTo(ExitStatus.FINDING);
        assertThat(err.toString()).contains("expected: errors fired; nothing happened", why);
    }

    @Test
    void dumpsThatWereAskedForAreATable() throws IOException {
        record();
        takeOut();

        ask("dumps | summarize n = count() by Rule, Process, Status, Detail");
        assertThat(takeOut())
                .as(err::toString)
                .isEqualTo("Rule,Process,Status,Detail,n\nerrors,checkout.exe,REFUSED,"
                        + "dumps are not captured by this release; 'checkout.exe' would have been dumped,1\n");
        ask("dumps | where Timestamp > datetime(2020-01-01) | project Timestamp, Id, Reason | take 1");
        assertThat(takeOut()).contains(" failed");
    }

    @Test
    void whatTheJudgeDecidedIsReplayed() throws IOException {
        Files.writeString(rules, RULE);
        Path strict = strategies("gray", STRICT);
        record("sim:bad-5xx?seed=7", Optional.of(address(strict)));
        takeOut();
        Selection recorded = new Selection(Optional.of(journal), List.of());

        assertThat(replay(recorded, List.of(), Optional.empty(), true))
                .as(err::toString)
                .isEqualTo(ExitStatus.DONE);
        assertThat(replay(recorded, List.of(), Optional.of(strict), true)).isEqualTo(ExitStatus.DONE);
        assertThat(replay(recorded, List.of(rules), Optional.of(strategies("as-it-was", STRICT)), true))
                .isEqualTo(ExitStatus.DONE);
        takeOut();
        replay(recorded, List.of(), Optional.empty(), false);
        String both = takeOut();
        assertThat(both).contains(",judged,canary,checkout,", ",intent,canary,checkout,", ",fired,errors,");
        replay(recorded, List.of(), Optional.empty(), false);
        assertThat(takeOut()).isEqualTo(both);
        replay(recorded, List.of(), Optional.of(strict), false);
        assertThat(takeOut())
                .isEqualTo(both.lines()
                        .filter(line -> !line.contains(",errors,"))
                        .reduce("", (text, line) -> text + line + "\n"));
    }

    @Test
    void otherStrategiesDecideSomethingElse() throws IOException {
        record("sim:bad-5xx?seed=7", Optional.of(address(strategies("gray", STRICT))));
        takeOut();
        Selection recorded = new Selection(Optional.of(journal), List.of());
        Path lenient = strategies("lenient", LENIENT);

        assertThat(replay(recorded, List.of(), Optional.of(lenient), true)).isEqualTo(ExitStatus.FINDING);
        assertThat(takeOut()).contains("recording,", "replay,");
        replay(recorded, List.of(), Optional.of(lenient), false);
        assertThat(takeOut()).contains(",judged,canary,checkout,").doesNotContain("rollback", ",errors,");
        replay(recorded, List.of(), Optional.of(strategies("cart", STRICT, "cart")), false);
        assertThat(takeOut()).contains(",judged,canary,cart,").doesNotContain("checkout,");
    }

    /** Also by a strategy that was rolled back: it is taken as it began, and what is asked for counts as done. */
    @Test
    void aTraceIsJudged() throws IOException {
        Path trace = folder.resolve("bad.etl");
        ScenarioSimulator.write(trace, Scenario.BAD_5XX, 7, ScenarioSimulator.DEFAULT_REQUESTS);
        Selection input = new Selection(Optional.empty(), List.of(trace));
        Path began = strategies("began", STRICT);
        Path ended = strategies(
                "ended",
                "{\"version\":\"1.2\",\"weight\":0,\"rollbackOn5xxRate\":0.03,\"rollback\":true,\"weightBefore\":15}");

        replay(input, List.of(), Optional.of(began), false);
        String said = takeOut();
        replay(input, List.of(), Optional.of(ended), false);

        assertThat(takeOut()).isEqualTo(said);
        assertThat(said.lines().filter(line -> line.contains(",intent,")).toList())
                .singleElement()
                .asString()
                .contains("rollback {");
        assertThat(said).contains(",alert,canary,checkout,,critical,", ",verdict,canary,checkout,");
    }

    @Test
    void whatCannotBeReplayedIsRefused() throws IOException {
        record();
        Selection recorded = new Selection(Optional.of(journal), List.of());
        Path bad = strategies("bad", "{\"version\":\"1.2\"}");

        assertThatThrownBy(() -> replay(recorded, List.of(), Optional.of(bad), false))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("--strategies " + bad + ": strategy of 'checkout': ");
        assertThatThrownBy(() -> replay(recorded, List.of(), Optional.of(strategies("gray", STRICT)), true))
                .hasMessage("no strategies were judged by while it was recorded; leave --compare out");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> replay(recorded, List.of(), Optional.of(empty), false))
                .hasMessageStartingWith("--strategies " + empty + ": there is no strategy; put a file SERVICE.json");
    }

    private Path strategies() throws IOException {
        return strategies("gray", LENIENT);
    }

    private Path strategies(String name, String text) throws IOException {
        return strategies(name, text, "checkout");
    }

    private Path strategies(String name, String text, String service) throws IOException {
        Path strategies = Files.createDirectory(folder.resolve(name));
        Files.writeString(strategies.resolve(service + ".json"), text);
        return strategies;
    }

    private void ask(String query) throws IOException {
        new QueryCommand(query, new Selection(Optional.of(journal), List.of()), Format.CSV, ZoneOffset.UTC)
                .run(console);
    }

    @Test
    void whatTheySaidIsATable() throws IOException {
        record();
        takeOut();

        new QueryCommand(
                        "rules | where EventName in ('Fired', 'Outcome') | summarize n = count() by EventName, Status"
                                + " | sort by EventName asc, Status asc",
                        new Selection(Optional.of(journal), List.of()),
                        Format.CSV,
                        ZoneOffset.UTC)
                .run(console);

        assertThat(takeOut())
                .as(err.toString())
                .startsWith("EventName,Status,n\nFired,,")
                .contains("Outcome,DONE,")
                .contains("Outcome,REFUSED,");
    }

    @Test
    void aTraceIsReplayedAsItWouldHaveBeenWatched() throws IOException {
        Path trace = folder.resolve("incident.etl");
        IncidentSimulator.write(trace, 7, 20_000);

        ExitStatus status = new ReplayCommand(
                        new Selection(Optional.empty(), List.of(trace)),
                        List.of(rules),
                        Optional.empty(),
                        Speed.of("max"),
                        Times.ALL,
                        false,
                        Format.CSV,
                        ZoneOffset.UTC)
                .run(console);

        assertThat(status).isEqualTo(ExitStatus.DONE);
        assertThat(takeOut()).startsWith("Timestamp,Cause,What,Rule,Key,Mode,Severity,Text,Outcome\n");
    }

    @Test
    void whatOfATraceCouldNotBeReplayedIsTold() throws IOException {
        Path trace = folder.resolve("cut.etl");
        IncidentSimulator.write(trace, 7, 20_000);
        byte[] whole = Files.readAllBytes(trace);
        Files.write(trace, Arrays.copyOf(whole, whole.length - 100));

        new ReplayCommand(
                        new Selection(Optional.empty(), List.of(trace)),
                        List.of(rules),
                        Optional.empty(),
                        Speed.of("max"),
                        Times.ALL,
                        false,
                        Format.CSV,
                        ZoneOffset.UTC)
                .run(console);

        assertThat(err.toString()).contains("warning: " + trace + ": buffer ", "the file ends inside this buffer");
    }

    @Test
    void areCheckedAgainstARecording() throws IOException {
        record();
        takeOut();

        assertThat(rules(Task.VALIDATE, new Selection(Optional.of(journal), List.of())))
                .isEqualTo(ExitStatus.DONE);
        assertThat(takeOut()).isEqualTo("ok: 1 rule, 0 tests; all their names are known\n");

        Files.writeString(rules, RULE.replace("statusCode", "statusCod"));
        assertThat(rules(Task.VALIDATE, new Selection(Optional.of(journal), List.of())))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString())
                .contains(rules + ":3:32: no column 'statusCod'; did you mean 'statusCode'?")
                .contains("     | summarize err = countif(statusCod >= 500)");
    }

    @Test
    void areExplainedAndListed() throws IOException {
        assertThat(rules(Task.EXPLAIN, new Selection(Optional.empty(), List.of())))
                .isEqualTo(ExitStatus.DONE);
        assertThat(takeOut()).contains("errors (critical, armed)").contains("  holds when: err >= 2\n");
        assertThat(rules(Task.LIST, new Selection(Optional.empty(), List.of()))).isEqualTo(ExitStatus.DONE);
        assertThat(takeOut()).contains("errors").contains("alert, dump, export");
    }

    @Test
    void testsThatFailAreAFinding() throws IOException {
        Files.writeString(rules, RULE + """
                test 'one failure' given datatable(Timestamp: datetime, Provider: string, EventName: string, statusCode: long)
                  [datetime(2026-03-01T10:00:01), 'Contoso-Checkout', 'Request/Stop', 500] expect fired errors
                test 'two failures' given datatable(Timestamp: datetime, Provider: string, EventName: string, statusCode: long)
                  [datetime(2026-03-01T10:00:01), 'Contoso-Checkout', 'Request/Stop', 500,
                   datetime(2026-03-01T10:00:02), 'Contoso-Checkout', 'Request/Stop', 503]
                  expect fired errors at datetime(2026-03-01T10:00:10)
                """);

        assertThat(rules(Task.TEST, new Selection(Optional.empty(), List.of()))).isEqualTo(ExitStatus.FINDING);
        assertThat(takeOut()).isEqualTo("failed  one failure\nok      two failures\n2 tests, 1 failed\n");
        assertThat(err.toString()).contains("expected: errors fired; nothing happened");
    }

    @Test
    void aSpeedIsMaxOrTimes() {
        assertThatThrownBy(() -> Speed.of("fast"))
                .isInstanceOf(Refusal.class)
                .hasMessage("--speed is max or times the speed at which it happened, such as 1x or 10x, not 'fast'");
        assertThat(Speed.of("10x").times()).isEqualTo(10);
    }

    @Test
    void dumpsAreNotedWhereRulesAreValidated() throws IOException {
        assertThat(rules(Task.VALIDATE, new Selection(Optional.empty(), List.of())))
                .isEqualTo(ExitStatus.DONE);
        assertThat(err.toString())
                .contains("note: this release captures no dumps: 'dump' of errors is journaled as REFUSED");
    }

    @Test
    void badRulesStopARecordingBeforeItStarts() throws IOException {
        Files.writeString(rules, "rule a on events then alrt");

        assertThat(record()).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains(rules + ":1:23: no action 'alrt'; did you mean 'alert'?");
        assertThat(Files.exists(journal)).isFalse();
    }

    private ExitStatus record() throws IOException {
        return record("sim:incident?seed=7&events=60000", Optional.empty());
    }

    private ExitStatus record(String source, Optional<StoreAddress> strategies) throws IOException {
        return new RecordCommand(
                        journal,
                        List.of(source),
                        Duration.ZERO,
                        Compression.NONE,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        strategies,
                        Optional.empty(),
                        List.of(rules),
                        SchemaSource.NONE,
                        WaitProfile.LOW_CPU,
                        Optional.of(metrics))
                .run(console);
    }

    private ExitStatus replay(List<Path> files, boolean compare) throws IOException {
        return replay(new Selection(Optional.of(journal), List.of()), files, Optional.empty(), compare);
    }

    private ExitStatus replay(Selection input, List<Path> files, Optional<Path> strategies, boolean compare)
            throws IOException {
        return new ReplayCommand(
                        input,
                        files,
                        strategies.map(RulesCommandsTest::address),
                        Speed.of("max"),
                        Times.ALL,
                        compare,
                        Format.CSV,
                        ZoneOffset.UTC)
                .run(console);
    }

    private static StoreAddress address(Path folder) {
        return new StoreAddress(folder.toString(), Optional.empty(), Optional.empty());
    }

    private ExitStatus rules(Task task, Selection input) throws IOException {
        return new RulesCommand(task, List.of(rules), input, Format.TABLE).run(console);
    }

    private String takeOut() {
        console.out().flush();
        String text = out.toString().replace("\r\n", "\n");
        out.getBuffer().setLength(0);
        return text;
    }
}
