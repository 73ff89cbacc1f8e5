package io.ringtail.processors.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.ringtail.etw.decode.EtwDecoder;
import io.ringtail.etw.sim.Scenario;
import io.ringtail.etw.sim.ScenarioSimulator;
import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.canary.Recorder;
import io.ringtail.processors.host.ControlScan;
import io.ringtail.processors.host.Output;
import io.ringtail.processors.proto.Intent;
import io.ringtail.processors.proto.Outcome;
import io.ringtail.processors.replay.Comparison;
import io.ringtail.processors.replay.Replay;
import io.ringtail.processors.strategy.LocalStrategyStore;
import io.ringtail.processors.strategy.Strategy;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.ring.bus.OwnMessages;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What rules want done to strategies is done by those who do it for the judge: once, whatever happens. */
class RuleActionsTest {
    private static final String CHECKOUT = StrategyStore.STRATEGIES + "checkout";
    /** The judge never finds anything wrong with it: what is done, a rule wanted. */
    private static final String LENIENT =
            "{\"version\":\"1.2\",\"weight\":15,\"rollbackOn5xxRate\":1,\"minRequests\":1000000}";

    private static final String RULES = """
            rule failing on ['Contoso-Checkout/Request/Stop']
              | summarize err = countif(statusCode >= 500), n = count() by v = tostring(Payload.version), bin(Timestamp, 30s)
              when v == '1.2' and err >= 5 for 2 of 3 windows
              mode armed message "{err} of {n} failed" then rollback "checkout", alert
            rule slow on ['Contoso-Checkout/Request/Stop'] | where statusCode >= 500 | extend v = tostring(Payload.version)
              key v cooldown 20s mode armed then alert
            """;

    @TempDir
    private Path folder;

    @Test
    void aRuleRollsTheTrialBackThatItFiredOn() throws Exception {
        Recorder.record(trace(7), journal(), strategies(LENIENT), Optional.of(rules(RULES)), () -> {});

        Strategy strategy = strategy();
        assertThat(strategy.rollback()).isTrue();
        assertThat(strategy.weight()).isZero();
        assertThat(entry().value()).contains("\"by\":\"rule failing\"", " failed");
        assertThat(outcomes())
                .filteredOn(outcome -> outcome.getAction().equals("rollback"))
                .hasSize(1);
        assertReplaysAlike();
    }

    @Test
    void aHoldStopsARuleToo() throws Exception {
        String held = LENIENT.replace("}", ",\"hold\":{\"by\":\"kim\",\"reason\":\"night\"}}");

        Recorder.record(trace(7), journal(), strategies(held), Optional.of(rules(RULES)), () -> {});

        assertThat(strategy().rollback()).isFalse();
        assertThat(outcomes())
                .filteredOn(outcome -> outcome.getAction().equals("rollback"))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.getStatus() + " " + outcome.getDetail())
                        .isEqualTo("SUPPRESSED held by kim: night"));
    }

    /** Also strategies that another run of the journal told of before there were rules. */
    @Test
    void rulesThatCameLaterKnowWhatIsOnTrial() throws Exception {
        Path trace = trace(7);
        Recorder.record(trace, journal(), strategies(LENIENT), Optional.empty(), () -> {});
        assertThat(strategy().rollback()).isFalse();

        Recorder.record(trace, journal(), strategies(LENIENT), Optional.of(rules(RULES)), () -> {});

        assertThat(strategy().rollback()).as(outcomes()::toString).isTrue();
    }

    /** The agent is killed somewhere, and what was recorded then is recorded again by the next one. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void losesAndDoublesNoActionHoweverItIsKilled(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Path trace = trace(seed);
        Path strategies = strategies(LENIENT);
        Path rules = rules(RULES);
        List<String> arguments =
                List.of(trace.toString(), journal().toString(), strategies.toString(), rules.toString());

        for (int kill = 0; kill < 3; kill++) {
            int lines = random.nextInt(8);
            long more = random.nextLong(400);
            System.out.println("seed " + seed + ", killed after " + lines + " lines and " + more + " ms");
            Recorder.killed(arguments, lines, more);
        }
        Recorder.record(trace, journal(), strategies, Optional.of(rules), () -> {});

        List<String> wanted = intents().stream().map(Intent::getIdempotencyKey).toList();
        List<String> ended = outcomes().stream().map(Outcome::getIdempotencyKey).toList();
        assertThat(wanted).hasSizeGreaterThan(5).doesNotHaveDuplicates();
        assertThat(ended).containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(Files.readAllLines(folder.resolve("alerts"))).hasSizeGreaterThanOrEqualTo((int) outcomes().stream()
                .filter(outcome -> outcome.getAction().equals("alert"))
                .count());
        assertThat(strategy().rollback()).isTrue();
        assertThat(entry().revision()).isEqualTo(2); // one write, whatever happened
        assertReplaysAlike();
    }

    private void assertReplaysAlike() throws IOException {
        try (Journal journal = Journal.open(journal())) {
            Replay replay = new Replay(
                    journal,
                    () -> EtwDecoder.of(journal.catalog(), List.of()),
                    ProcessorEvents.addTo(OwnMessages.ofBus()));
            List<Output> recorded = replay.recorded(RulesProcessor.NAME);
            List<Output> again = new ArrayList<>();
            replay.run(
                    RulesProcessor.ofJournal(),
                    replay.recordedStart(RulesProcessor.NAME).orElseThrow(),
                    Replay.Pace.MAX,
                    again::add);
            assertThat(Comparison.of(again, recorded)).isEqualTo(new Comparison(List.of(), List.of()));
        }
    }

    private List<Intent> intents() throws IOException {
        return all(ProcessorEvents.INTENT, Intent.parser());
    }

    private List<Outcome> outcomes() throws IOException {
        return all(ProcessorEvents.OUTCOME, Outcome.parser());
    }

    private <M extends MessageLite> List<M> all(int id, Parser<M> parser) throws IOException {
        List<M> found = new ArrayList<>();
        try (Journal journal = Journal.open(journal())) {
            ControlScan.run(
                    journal,
                    0,
                    type -> ProcessorEvents.PROVIDER.has(type, id),
                    (type, event) -> found.add(parser.parseFrom(event.payload())));
        }
        return found;
    }

    private StrategyStore.Entry entry() throws IOException {
        try (StrategyStore store = LocalStrategyStore.open(folder.resolve("strategies"), InstantSource.system())) {
            return store.read(CHECKOUT).find(CHECKOUT).orElseThrow();
        }
    }

    private Strategy strategy() throws IOException {
        return ((Strategy.Reading.Ok) Strategy.read("checkout", entry().value())).strategy();
    }

    private Path trace(long seed) throws IOException {
        Path trace = folder.resolve("trace.etl");
        ScenarioSimulator.write(trace, Scenario.BAD_5XX, seed, ScenarioSimulator.DEFAULT_REQUESTS);
        return trace;
    }

    private Path strategies(String text) throws IOException {
        Path strategies = Files.createDirectories(folder.resolve("strategies"));
        Files.writeString(strategies.resolve("checkout.json"), text);
        return strategies;
    }

    private Path rules(String text) throws IOException {
        return Files.writeString(folder.resolve("a.rules"), text);
    }

    private Path journal() {
        return folder.resolve("journal");
    }
}
