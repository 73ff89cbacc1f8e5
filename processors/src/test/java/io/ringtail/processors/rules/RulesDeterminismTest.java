package io.ringtail.processors.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.host.Fold;
import io.ringtail.processors.host.HostOptions;
import io.ringtail.processors.host.Output;
import io.ringtail.processors.host.ProcessorHost;
import io.ringtail.processors.proto.Fired;
import io.ringtail.processors.proto.HostSnapshot;
import io.ringtail.processors.proto.RuleBound;
import io.ringtail.processors.replay.Comparison;
import io.ringtail.processors.replay.Replay;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.OwnDecoder;
import io.ringtail.ring.bus.OwnMessages;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same events give the same firings, to the byte: whatever blocks they lie in, wherever processes stop, live or not. */
class RulesDeterminismTest {
    private static final OwnMessages MESSAGES = ProcessorEvents.addTo(OwnMessages.ofBus());
    private static final RuleSet RULES = RuleSet.of(Map.of("a.rules", """
            rule often on events | where EventId == 1
              | summarize n = count(), p = percentile(Cpu, 90), s = sum(toreal(Cpu)) by ProcessId, bin(Timestamp, 3s)
              when n > 8 for 2 of 3 windows cooldown 20s
              message "{n} {p} {s}" mode armed then alert, export session (before 5s, after 5s)
            rule rare on events | where EventId == 3 and Cpu == 7 key ProcessId cooldown 2s mode armed then alert max 3 per 10s
            rule lost on control | where EventName == 'EventsLost' then alert
            rule quiet on events | where EventId == 77 | summarize n = count() by bin(Timestamp, 1s) when n > 1
              nodata inconclusive after 5s then alert
            rule unusual on events | summarize n = count() by ProcessId, bin(Timestamp, 1s)
              when anomaly_score(n) > 1 or forecast(n, 10s) < 0 then alert
            """));

    @TempDir
    Path folder;

    @Test
    void whereverBlocksEndAndProcessesStop() throws IOException {
        long seed = System.nanoTime();
        System.out.println("RulesDeterminismTest seed " + seed);
        List<String> expected = List.of();
        for (int schedule = 0; schedule < 3; schedule++) {
            SplittableRandom random = new SplittableRandom(seed + schedule);
            Path journal = folder.resolve("journal" + schedule);
            try (Bus bus = Bus.open(journal, BusOptions.defaults())) {
                feed(bus, seed, random);
            }
            List<String> whole = texts(fold(journal));

            assertThat(texts(foldInPieces(journal, random)))
                    .as("seed %s schedule %s", seed, schedule)
                    .isEqualTo(whole);
            expected = expected.isEmpty() ? whole : expected;
            assertThat(whole).as("seed %s schedule %s", seed, schedule).isEqualTo(expected);
            assertThat(whole).hasSizeGreaterThan(20);
        }
    }

    @Test
    void aReplaySaysWhatTheLiveRunSaid() throws IOException {
        Path path = folder.resolve("journal");
        try (Bus bus = Bus.open(path, BusOptions.defaults());
                ProcessorHost host =
                        ProcessorHost.start(bus, path, RulesDeterminismTest::decoder, List.of(), HostOptions.DEFAULT)) {
            host.add(RulesProcessor.ofJournal());
            bus.publishOwn(ProcessorEvents.PROVIDER, ProcessorEvents.RULES_LOADED, 0, RULES.event());
            feed(bus, 5, new SplittableRandom(5));
        }

        try (Journal journal = Journal.open(path)) {
            Replay replay = new Replay(journal, () -> decoder(journal), MESSAGES);
            List<Output> recorded = replay.recorded(RulesProcessor.NAME);
            long start = replay.recordedStart(RulesProcessor.NAME).orElseThrow();
            List<Output> again = new ArrayList<>();
            replay.run(RulesProcessor.ofJournal(), start, Replay.Pace.MAX, again::add);
            List<Output> given = new ArrayList<>();
            replay.run(RulesProcessor.insteadOfLoaded(RULES), start, Replay.Pace.MAX, given::add);

            assertThat(recorded).hasSizeGreaterThan(20);
            assertThat(recorded).anyMatch(output -> output.message() instanceof RuleBound);
            assertThat(bytes(again)).isEqualTo(bytes(recorded));
            assertThat(Comparison.of(given, recorded).isEmpty()).isTrue();
        }
    }

    @Test
    void rulesThatAreLoadedAnewTakeOverWhatTheOldOnesKnew() throws IOException {
        Path path = folder.resolve("journal");
        RuleSet louder = RuleSet.of(Map.of(
                "a.rules",
                "rule rare on events | where EventId == 3 and Cpu == 7 key ProcessId severity critical then alert"));
        try (Bus bus = Bus.open(path, BusOptions.defaults());
                ProcessorHost host =
                        ProcessorHost.start(bus, path, RulesDeterminismTest::decoder, List.of(), HostOptions.DEFAULT)) {
            host.add(RulesProcessor.ofJournal());
            bus.publishOwn(ProcessorEvents.PROVIDER, ProcessorEvents.RULES_LOADED, 0, RULES.event());
            feed(bus, 5, new SplittableRandom(5));
            bus.publishOwn(ProcessorEvents.PROVIDER, ProcessorEvents.RULES_LOADED, 0, louder.event());
            feed(bus, 6, new SplittableRandom(5));
        }

        try (Journal journal = Journal.open(path)) {
            Replay replay = new Replay(journal, () -> decoder(journal), MESSAGES);
            List<Output> recorded = replay.recorded(RulesProcessor.NAME);
            List<Output> again = new ArrayList<>();
            replay.run(
                    RulesProcessor.ofJournal(),
                    replay.recordedStart(RulesProcessor.NAME).orElseThrow(),
                    Replay.Pace.MAX,
                    again::add);

            assertThat(bytes(again)).isEqualTo(bytes(recorded));
            assertThat(recorded.stream()
                            .filter(output -> output.message() instanceof Fired fired
                                    && fired.getSeverity().equals("critical"))
                            .count())
                    .isGreaterThan(5);
        }
    }

    private static void feed(Bus bus, long seed, SplittableRandom blocks) {
        SplittableRandom random = new SplittableRandom(seed);
        try (RandomSource source = RandomSource.open(bus)) {
            for (int i = 0; i < 4000; i++) {
                source.event(
                        1 + random.nextInt(4), i * 10L + random.nextInt(900), random.nextInt(5), random.nextInt(8));
                if (i % 1500 == 1499) {
                    source.lose(3);
                }
                if (blocks.nextInt(60) == 0) {
                    bus.flush();
                }
            }
        }
    }

    private static List<Output> fold(Path path) throws IOException {
        List<Output> outputs = new ArrayList<>();
        try (Journal journal = Journal.open(path);
                Fold fold = Fold.from(0, RulesProcessor.of(RULES), journal, supplier(journal), outputs::add)) {
            while (fold.step()) {
                // until there is no more
            }
        }
        return outputs;
    }

    private static List<Output> foldInPieces(Path path, SplittableRandom random) throws IOException {
        List<Output> outputs = new ArrayList<>();
        try (Journal journal = Journal.open(path)) {
            Fold fold = Fold.from(0, RulesProcessor.of(RULES), journal, supplier(journal), outputs::add);
            while (fold.step()) {
                if (random.nextInt(8) == 0) {
                    HostSnapshot snapshot =
                            HostSnapshot.parseFrom(fold.snapshot().toByteArray());
                    long horizon = fold.horizon();
                    fold.close();
                    fold = Fold.resumed(
                            snapshot, horizon, RulesProcessor.of(RULES), journal, supplier(journal), outputs::add);
                }
            }
            fold.close();
        }
        return outputs;
    }

    private static Supplier<PayloadDecoder> supplier(Journal journal) {
        PayloadDecoder decoder = decoder(journal);
        return () -> decoder;
    }

    private static PayloadDecoder decoder(Journal journal) {
        return new OwnDecoder(journal.catalog(), MESSAGES, new UnknownDecoder(journal.catalog()));
    }

    private static List<String> bytes(List<Output> outputs) {
        return outputs.stream()
                .map(output -> output.eventId() + " " + output.timeTicks() + " "
                        + HexFormat.of().formatHex(output.message().toByteArray()))
                .toList();
    }

    /** Without what differs between recordings: keys have the journal's id, and own events the time of the recording. */
    private static List<String> texts(List<Output> outputs) {
        return outputs.stream()
                .filter(output -> !(output.message() instanceof RuleBound))
                .map(output -> output.timeTicks() + " " + output.message().toString())
                .map(text -> text.replaceAll("idempotency_key: \"[0-9a-f]*\"\n", ""))
                .toList();
    }
}
