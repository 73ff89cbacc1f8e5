package io.ringtail.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.app.record.RecordCommand;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Style;
import io.ringtail.etw.decode.EtwDecoder;
import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.host.Output;
import io.ringtail.processors.proto.Fired;
import io.ringtail.processors.replay.Replay;
import io.ringtail.processors.rules.RuleSet;
import io.ringtail.processors.rules.RulesProcessor;
import io.ringtail.ring.bus.OwnDecoder;
import io.ringtail.ring.bus.OwnMessages;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that look at one column together say what each of them says alone. */
class ManyRulesTest {
    private static final OwnMessages MESSAGES = ProcessorEvents.addTo(OwnMessages.ofBus());

    @TempDir
    private Path folder;

    @Test
    void sayTogetherWhatEachSaysAlone() throws IOException {
        Path path = folder.resolve("journal");
        Console console = new Console(
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(Writer.nullWriter()),
                0,
                Style.PLAIN,
                false,
                () -> 0);
        assertThat(new RecordCommand(path, List.of("sim:incident?seed=7&events=20000")).run(console))
                .isEqualTo(ExitStatus.DONE);
        List<String> rules = rules();
        try (Journal journal = Journal.open(path)) {
            List<String> together = fired(journal, String.join("\n", rules));

            List<String> alone = new ArrayList<>();
            for (String rule : rules) {
                alone.addAll(fired(journal, rule));
            }
            assertThat(together).containsExactlyInAnyOrderElementsOf(alone);
            assertThat(together.stream().map(line -> line.split(" ", -1)[0]).distinct())
                    .as("rules that fired")
                    .hasSizeGreaterThan(rules.size() / 2);
        }
    }

    /** Some ask a field of one event, some the same name in all events, some a column of the header. */
    private static List<String> rules() {
        String stop = " on ['Contoso-Checkout/Request/Stop'] | where ";
        String windows = " | summarize n = count() by bin(Timestamp, 30s) when n > 0 then alert";
        List<String> rules = new ArrayList<>();
        for (int status : new int[] {200, 404, 500, 503, 1, -1}) {
            rules.add("rule status" + (status + 1) + stop + "statusCode == " + status + " key tenant then alert");
            rules.add("rule long" + (status + 1) + stop + status + " == tolong(statusCode)" + windows);
        }
        for (String tenant : List.of("contoso", "fabrikam", "adventure-works", "Contoso", "")) {
            String name = tenant.replace("-", "") + tenant.hashCode() % 7;
            rules.add("rule tenant" + name.replace("-", "") + stop + "tenant == '" + tenant + "'" + windows);
            rules.add("rule any" + name.replace("-", "") + " on events | where tenant == '" + tenant + "'" + windows);
            rules.add("rule both" + name.replace("-", "") + stop + "statusCode >= 500 | where tenant == '" + tenant
                    + "' cooldown 1m then alert");
        }
        for (int cpu = 0; cpu < 5; cpu++) {
            rules.add("rule cpu" + cpu + " on ['Contoso-Checkout'] | where Cpu == " + cpu + windows);
            rules.add("rule process" + cpu + " on events | where ProcessId == " + (4212 + 12 * cpu) + windows);
        }
        return rules;
    }

    /** What fired, without its place among what other rules say. */
    private static List<String> fired(Journal journal, String text) throws IOException {
        PayloadDecoder decoder =
                new OwnDecoder(journal.catalog(), MESSAGES, EtwDecoder.of(journal.catalog(), List.of()));
        RuleSet rules = RuleSet.of(Map.of("many.rules", text));
        assertThat(rules.problems()).isEmpty();
        List<Output> outputs = new ArrayList<>();
        new Replay(journal, () -> decoder, MESSAGES).run(RulesProcessor.of(rules), 0, Replay.Pace.MAX, outputs::add);
        return outputs.stream()
                .map(Output::message)
                .filter(Fired.class::isInstance)
                .map(Fired.class::cast)
                .map(fired -> String.join(
                        " ",
                        fired.getRule(),
                        fired.getKey(),
                        fired.getRow(),
                        Long.toString(fired.getWindowStartTicks()),
                        Long.toString(fired.getSuppressed())))
                .toList();
    }
}
