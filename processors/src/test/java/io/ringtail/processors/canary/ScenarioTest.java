package io.ringtail.processors.canary;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.ringtail.etw.decode.EtwDecoder;
import io.ringtail.etw.sim.Scenario;
import io.ringtail.etw.sim.ScenarioSimulator;
import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.canary.proto.Alert;
import io.ringtail.processors.canary.proto.Judged;
import io.ringtail.processors.host.ControlScan;
import io.ringtail.processors.host.Fold;
import io.ringtail.processors.host.FreshDecoder;
import io.ringtail.processors.host.Output;
import io.ringtail.processors.proto.Intent;
import io.ringtail.processors.proto.Outcome;
import io.ringtail.processors.strategy.LocalStrategyStore;
import io.ringtail.processors.strategy.Strategy;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.ring.bus.OwnMessages;
import io.ringtail.ring.bus.OwnProvider;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an expert would decide is decided, live, in a replay, and however the agent is killed. */
class ScenarioTest {
    private static final String CHECKOUT = StrategyStore.STRATEGIES + "checkout";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void decidesAsAnExpertWould(Scenario scenario) throws Exception {
        Recorder.record(trace(scenario, 7), journal(), strategies(scenario), () -> {});

        assertDecided(scenario);
        List<Judged> judged = all(CanaryEvents.PROVIDER, CanaryEvents.JUDGED, Judged.parser());
        assertThat(judged).hasSizeGreaterThan(8);
        assertThat(alerts()).as(() -> judged.toString()).containsAll(expectedAlerts(scenario));
    }

    private static List<String> expectedAlerts(Scenario scenario) {
        return switch (scenario) {
            case BAD_5XX, BAD_TENANT, FLAPPING, LOSS, CRASH_LOOP -> List.of("ROLLBACK");
            case BAD_LATENCY -> List.of("PAUSE");
            case NO_TRAFFIC -> List.of("NO_DATA");
            case STABLE_BAD -> List.of("HELD");
            case GOOD_CANARY, CLOCK_JUMP -> List.of();
        };
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void aReplaySaysTheSameByteForByte(Scenario scenario) throws Exception {
        Recorder.record(trace(scenario, 8), journal(), strategies(scenario), () -> {});
        List<Message> recorded = derived();

        List<Message> first = replay();
        List<Message> second = replay();

        assertThat(first).isEqualTo(second);
        assertThat(first.subList(0, recorded.size())).isEqualTo(recorded);
    }

    /** The agent is killed somewhere, and what was recorded then is recorded again by the next one. */
    @ParameterizedTest
    @EnumSource(Scenario.class)
    void decidesOnceHoweverItIsKilled(Scenario scenario) throws Exception {
        long seed = 2_026L + scenario.ordinal();
        SplittableRandom random = new SplittableRandom(seed);
        Path trace = trace(scenario, seed);
        Path strategies = strategies(scenario);

        for (int kill = 0; kill < 2; kill++) {
            int lines = random.nextInt(8);
            long more = random.nextLong(400);
            System.out.println(scenario + ": seed " + seed + ", killed after " + lines + " lines and " + more + " ms");
            Recorder.killed(List.of(trace.toString(), journal().toString(), strategies.toString()), lines, more);
        }
        Recorder.record(trace, journal(), strategies, () -> {});

        assertDecided(scenario);
    }

    private void assertDecided(Scenario scenario) throws IOException {
        Strategy strategy;
        long revision;
        try (StrategyStore store = LocalStrategyStore.open(folder.resolve("strategies"), InstantSource.system())) {
            StrategyStore.Entry entry = store.read(CHECKOUT).find(CHECKOUT).orElseThrow();
            revision = entry.revision();
            strategy = ((Strategy.Reading.Ok) Strategy.read("checkout", entry.value())).strategy();
        }
        List<String> done = all(ProcessorEvents.PROVIDER, ProcessorEvents.OUTCOME, Outcome.parser()).stream()
                .filter(outcome -> outcome.getStatus().equals("DONE"))
                .map(Outcome::getAction)
                .toList();
        switch (scenario.decision()) {
            case NONE -> {
                assertThat(done).isEmpty();
                assertThat(revision).isEqualTo(1);
            }
            case ROLLBACK -> {
                assertThat(done).containsExactly("rollback");
                assertThat(strategy.rollback()).isTrue();
                assertThat(strategy.weight()).isZero();
                assertThat(revision).isEqualTo(2); // one write, whatever happened
            }
            case PAUSE -> {
                assertThat(done).containsExactly("pause");
                assertThat(strategy.paused()).isTrue();
                assertThat(strategy.weightBefore()).isEqualTo(15);
                assertThat(revision).isEqualTo(2);
            }
        }
    }

    private Path trace(Scenario scenario, long seed) throws IOException {
        Path trace = folder.resolve("trace.etl");
        ScenarioSimulator.write(trace, scenario, seed, ScenarioSimulator.DEFAULT_REQUESTS);
        return trace;
    }

    private Path strategies(Scenario scenario) throws IOException {
        Path strategies = Files.createDirectories(folder.resolve("strategies"));
        Files.writeString(strategies.resolve("checkout.json"), scenario.strategy());
        return strategies;
    }

    private Path journal() {
        return folder.resolve("journal");
    }

    private List<String> alerts() throws IOException {
        return all(CanaryEvents.PROVIDER, CanaryEvents.ALERT, Alert.parser()).stream()
                .map(Alert::getWhat)
                .toList();
    }

    private List<Message> replay() throws IOException {
        List<Message> said = new ArrayList<>();
        try (Journal journal = Journal.open(journal());
                Fold fold = Fold.from(
                        0,
                        new Canary(),
                        journal,
                        new FreshDecoder(journal, read -> EtwDecoder.of(read.catalog(), List.of())),
                        (Output output) -> said.add(output.message()))) {
            while (fold.step()) {
                // until there is no more
            }
        }
        return said;
    }

    /** What the processor had derived, in the order in which it did. */
    private List<Message> derived() throws IOException {
        List<Message> derived = new ArrayList<>();
        try (Journal journal = Journal.open(journal())) {
            ControlScan.run(journal, 0, type -> true, (type, event) -> {
                if (CanaryEvents.PROVIDER.has(type) && type.id() != CanaryEvents.STORE_CHANGED) {
                    Message prototype = CanaryEvents.addTo(OwnMessages.ofBus())
                            .prototype(type.provider(), type.id())
                            .orElseThrow();
                    derived.add(prototype.getParserForType().parseFrom(event.payload()));
                } else if (ProcessorEvents.PROVIDER.has(type, ProcessorEvents.INTENT)) {
                    derived.add(Intent.parseFrom(event.payload()));
                }
            });
        }
        return derived;
    }

    private <M extends MessageLite> List<M> all(OwnProvider provider, int id, Parser<M> parser) throws IOException {
        List<M> found = new ArrayList<>();
        try (Journal journal = Journal.open(journal())) {
            ControlScan.run(
                    journal,
                    0,
                    type -> provider.has(type, id),
                    (type, event) -> found.add(parser.parseFrom(event.payload())));
        }
        return found;
    }
}
