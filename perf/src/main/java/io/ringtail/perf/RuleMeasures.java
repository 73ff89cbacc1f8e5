package io.ringtail.perf;

import io.ringtail.etw.decode.EtwDecoder;
import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.replay.Replay;
import io.ringtail.processors.rules.RuleSet;
import io.ringtail.processors.rules.RulesProcessor;
import io.ringtail.processors.state.Codec;
import io.ringtail.processors.state.MapState;
import io.ringtail.processors.state.MemoryStates;
import io.ringtail.ring.bus.OwnDecoder;
import io.ringtail.ring.bus.OwnMessages;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Rules in replay on one core, against one rule that nothing concerns: what reading the journal costs. */
final class RuleMeasures {
    private static final int RULES = 1000;
    private static final int KEYS = 100_000;
    private static final OwnMessages MESSAGES = ProcessorEvents.addTo(OwnMessages.ofBus());

    private final Traces traces;

    RuleMeasures(Traces traces) {
        this.traces = traces;
    }

    List<Measure> run() throws IOException {
        Path folder = traces.folder().resolve("watched.journal");
        JournalMeasures.recordInto(folder, traces.uncompressed(), traces.folder());
        List<Measure> measures = new ArrayList<>();
        try (Journal journal = Journal.open(folder)) {
            PayloadDecoder decoder =
                    new OwnDecoder(journal.catalog(), MESSAGES, EtwDecoder.of(journal.catalog(), List.of()));
            double reading = rate(journal, decoder, "rule r on ['Nowhere'] then alert");
            measures.add(measure("rules.byType", rate(journal, decoder, byType(journal, decoder)), reading));
            measures.add(measure("rules.byTenant", rate(journal, decoder, byTenant()), reading));
        }
        measures.add(snapshot());
        return measures;
    }

    /** States of as many keys as a fleet's rules may have, becoming bytes. */
    private static Measure snapshot() throws IOException {
        MemoryStates states = new MemoryStates(Map.of());
        MapState<String, Long> keys = states.map("keys", Codec.TEXT, Codec.LONG);
        for (int i = 0; i < KEYS; i++) {
            keys.put("tenant-" + i + ", checkout", (long) i);
        }
        double rate = Rounds.perSecondRepeated(() -> states.save().isEmpty() ? 0 : KEYS);
        return new Measure("rules.snapshotKeys", rate, "keys/s", "100,000 keys in 100 ms", 10.0 * KEYS);
    }

    private static Measure measure(String name, double rate, double reading) {
        return new Measure(name, rate, "events/s", "one rule that nothing concerns", reading);
    }

    private double rate(Journal journal, PayloadDecoder decoder, String text) throws IOException {
        RuleSet rules = RuleSet.of(Map.of("perf.rules", text));
        Replay replay = new Replay(journal, () -> decoder, MESSAGES);
        return Rounds.perSecond(() -> {
            replay.run(RulesProcessor.of(rules), 0, Replay.Pace.MAX, output -> {});
            return traces.events();
        });
    }

    /** Windows over the events of all types in turn, as a fleet's rules are about many things. */
    private static String byType(Journal journal, PayloadDecoder decoder) {
        TreeSet<String> tables = new TreeSet<>();
        for (int type = 0; type < journal.catalog().typeCount(); type++) {
            for (int source = 0; source < journal.catalog().sourceCount(); source++) {
                var layout = decoder.layout(type, source, -1);
                if (!layout.provider().startsWith("Ringtail-")) {
                    tables.add(layout.provider() + "/" + layout.eventName());
                }
            }
        }
        List<String> all = List.copyOf(tables);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < RULES; i++) {
            text.append("rule r").append(i).append(" on ['").append(all.get(i % all.size()));
            text.append("'] | where Cpu == ").append(i / all.size() % 8);
            text.append(" | summarize n = count() by bin(Timestamp, 10s) when n > 1000000 mode armed then alert\n");
        }
        return text.toString();
    }

    /** All over the events of one type, each for a value of its own. */
    private static String byTenant() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < RULES; i++) {
            text.append("rule r").append(i).append(" on ['Contoso-Checkout/Request/Stop'] | where statusCode == ");
            text.append(1000 + i).append(" cooldown 1m mode armed then alert\n");
        }
        return text.toString();
    }
}
