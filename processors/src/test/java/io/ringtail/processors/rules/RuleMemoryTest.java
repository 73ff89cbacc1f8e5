package io.ringtail.processors.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.processors.Feeder;
import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.host.Fold;
import io.ringtail.processors.host.Output;
import io.ringtail.processors.proto.HostSnapshot;
import io.ringtail.processors.proto.RuleFailed;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.OwnDecoder;
import io.ringtail.ring.bus.OwnMessages;
import io.ringtail.ring.bus.proto.EventsLost;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rules keep: over events out of order, over recordings that follow one another, and over restarts. */
class RuleMemoryTest {
    private static final OwnMessages MESSAGES = ProcessorEvents.addTo(OwnMessages.ofBus());

    @TempDir
    private Path folder;

    @Test
    void aSlightlyOlderEventCoolsToo() throws IOException {
        record(bus -> recording(bus, 1000, 900, 800, 700, 600));

        assertThat(said("rule r on events cooldown 30s then alert")).containsExactly("r fired", "r suppressed");
    }

    @Test
    void aSlightlyOlderEventCountsForALimitToo() throws IOException {
        record(bus -> recording(bus, 1000, 900, 800, 700, 600));

        assertThat(said("rule r on events max 2 per 1m then alert"))
                .containsExactly("r fired", "r fired", "r suppressed");
    }

    @Test
    void withoutCooldownEachEventFiresWhateverItsOrder() throws IOException {
        record(bus -> recording(bus, 1000, 900, 800));

        assertThat(said("rule r on events then alert")).containsExactly("r fired", "r fired", "r fired");
    }

    @Test
    void whatFiredLaterInAnotherRecordingHoldsNothingBack() throws IOException {
        record(bus -> {
            recording(bus, 60_000);
            recording(bus, 50_000, 49_900);
        });

        assertThat(said("""
                rule cools on events cooldown 30s then alert
                rule limited on events max 1 per 1m then alert
                """))
                .containsExactly(
                        "cools fired",
                        "limited fired",
                        "cools fired",
                        "limited fired",
                        "cools suppressed",
                        "limited suppressed");
    }

    @Test
    void whatFiredShortlyBeforeARecordingBeganHoldsBack() throws IOException {
        record(bus -> {
            recording(bus, 10_000);
            recording(bus, 20_000);
        });

        assertThat(said("""
                rule cools on events cooldown 30s then alert
                rule limited on events max 1 per 1m then alert
                """)).containsExactly("cools fired", "limited fired", "cools suppressed", "limited suppressed");
    }

    @Test
    void aLossOfUnknownTimeEndsWithItsRecording() throws IOException {
        record(bus -> {
            try (Feeder feeder = Feeder.open(bus, "source")) {
                bus.publishOwn(
                        BusEvents.EVENTS_LOST,
                        Feeder.START,
                        EventsLost.newBuilder()
                                .setCount(3)
                                .setReason("SESSION_BUFFERS")
                                .build());
                feeder.event(1, 1000);
            }
            recording(bus, 100_000);
        });

        assertThat(said("rule r on events unless lost > 0 then alert")).containsExactly("r suppressed", "r fired");
    }

    @Test
    void aRuleThatCannotBeBoundAnyMoreIsStoppedAndOthersGoOn() throws IOException {
        RuleSet rules = rules("""
                rule gone on ['Shop'] then alert
                rule stays on events | where EventId == 1 then alert
                """);
        List<Output> outputs = new ArrayList<>();
        record(bus -> recording(bus, 1000));
        HostSnapshot snapshot = fold(rules, HostSnapshot.getDefaultInstance(), "Shop", outputs);
        record(bus -> recording(bus, 2000));
        snapshot = fold(rules, snapshot, "Unknown", outputs);
        record(bus -> recording(bus, 3000));
        fold(rules, snapshot, "Unknown", outputs);

        assertThat(texts(outputs))
                .containsExactly("gone fired", "stays fired", "gone failed", "stays fired", "stays fired");
        assertThat(outputs.stream()
                        .map(Output::message)
                        .filter(RuleFailed.class::isInstance)
                        .map(message -> ((RuleFailed) message).getProblem()))
                .singleElement()
                .asString()
                .startsWith("it cannot be bound as it was before the restart: a.rules:1:14: ")
                .contains("Shop")
                .endsWith("; give the same schemas as then, or change the rule");
    }

    @Test
    void readsTimesAsFormerReleasesWroteThem() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream former = new DataOutputStream(bytes);
        former.writeInt(1);
        former.writeLong(100);
        Times times = Times.read(in(bytes));
        Action.Limit twice = new Action.Limit(2, 50);

        assertThat(times.take(twice, 110)).isTrue();
        times.end();
        bytes.reset();
        times.write(new DataOutputStream(bytes));
        Times again = Times.read(in(bytes));

        assertThat(again.take(twice, 120)).isFalse();
        assertThat(again.take(twice, 105)).isTrue(); // 110 is later, and of another recording
        assertThat(again.take(twice, 105)).isFalse();
    }

    private static DataInputStream in(ByteArrayOutputStream bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private interface Recording {
        void record(Bus bus);
    }

    private void record(Recording recording) throws IOException {
        try (Bus bus = Bus.open(folder.resolve("journal"), BusOptions.defaults())) {
            recording.record(bus);
        }
    }

    /** A source with an event at each of these times, in this order. */
    private static void recording(Bus bus, long... milliseconds) {
        try (Feeder feeder = Feeder.open(bus, "source")) {
            for (long millisecond : milliseconds) {
                feeder.event(1, millisecond);
            }
        }
    }

    private List<String> said(String rules) throws IOException {
        List<Output> outputs = new ArrayList<>();
        fold(rules(rules), HostSnapshot.getDefaultInstance(), "Shop", outputs);
        return texts(outputs);
    }

    private static List<String> texts(List<Output> outputs) {
        List<String> texts = new ArrayList<>();
        for (Output output : outputs) {
            RuleSaying.of(output).forEach(saying -> texts.add(saying.rule() + " " + saying.kind()));
        }
        return texts;
    }

    private static RuleSet rules(String text) {
        RuleSet rules = RuleSet.of(Map.of("a.rules", text));
        assertThat(rules.problems()).isEmpty();
        return rules;
    }

    /** Folds what is there from a snapshot on, by events of a provider that is called so. */
    private HostSnapshot fold(RuleSet rules, HostSnapshot from, String provider, List<Output> outputs)
            throws IOException {
        try (Journal journal = Journal.open(folder.resolve("journal"))) {
            PayloadDecoder decoder = new OwnDecoder(journal.catalog(), MESSAGES, new Named(provider));
            try (Fold fold = from.getPosition() == 0
                    ? Fold.from(0, RulesProcessor.of(rules), journal, () -> decoder, outputs::add)
                    : Fold.resumed(
                            from, from.getPosition(), RulesProcessor.of(rules), journal, () -> decoder, outputs::add)) {
                while (fold.step()) {
                    // until there is no more
                }
                return fold.snapshot();
            }
        }
    }

    private record Named(String provider) implements PayloadDecoder, PayloadLayout {
        @Override
        public PayloadLayout layout(int type, int source, int pid) {
            return this;
        }

        @Override
        public boolean dependsOnProcess(int type, int source) {
            return false;
        }

        @Override
        public String eventName() {
            return "Crash";
        }

        @Override
        public boolean decodable() {
            return false;
        }

        @Override
        public List<Field> fields() {
            return List.of();
        }

        @Override
        public FieldReader reader(int field) {
            throw new IndexOutOfBoundsException(field);
        }

        @Override
        public Map<String, Object> payload(EventView event) {
            return Map.of();
        }
    }
}
