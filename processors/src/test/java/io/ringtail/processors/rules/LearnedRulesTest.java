package io.ringtail.processors.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.dsl.follow.Fed;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.OwnDecoder;
import io.ringtail.ring.bus.OwnMessages;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules whose conditions ask what a series did before. */
class LearnedRulesTest {
    private static final String ON =
            "rule r on ['Host'] | summarize v = avg(Value) by Disk, bin(Timestamp, 1m)\n when ";
    private static final long START = Ticks.of(Instant.parse("2026-03-01T10:00:00Z"));

    @TempDir
    Path folder;

    @Test
    void fireOnWhatIsUnusualForTheirKeyAlone() throws IOException {
        IntToDoubleFunction a = minute -> 100 + minute % 5 + (minute == 50 ? 80 : 0);
        IntToDoubleFunction b = minute -> 180 + minute % 5;

        assertThat(failures(ON + "anomaly(v) message \"{v} on {key}\"", a, b, "fired r key 'a' 1 time"))
                .isEmpty();
        assertThat(failures(ON + "anomaly_score(v) < -5", a, b, "never fired r"))
                .isEmpty();
        assertThat(failures(ON + "anomaly_score(v) > 5 and v > 100", a, b, "fired r key 'a' 1 time"))
                .isEmpty();
    }

    @Test
    void knowHoursBeforeThatADiskWillBeFull() throws IOException {
        IntToDoubleFunction filling = minute -> 100 - minute * 0.3;
        IntToDoubleFunction steady = minute -> 100 - minute % 10;

        assertThat(failures(
                        ON + "forecast(v, 4h) < 0",
                        filling,
                        steady,
                        "fired r key 'a' at datetime(2026-03-01T11:35:00)"))
                .isEmpty();
    }

    static Stream<Arguments> bad() {
        String on = "rule r on control | summarize v = count() by bin(Timestamp, 1m)\n when ";
        return Stream.of(
                Arguments.of(on + "anomaly(w)", "a.rules:2:15: no column 'w'; did you mean 'v'?"),
                Arguments.of(on + "anomaly(v) and w > 2", "a.rules:2:22: no column 'w'; did you mean 'v'?"),
                Arguments.of(
                        on + "anomaly()",
                        "a.rules:2:7: 'anomaly' asks for a value and, where the series repeats itself, a season;"
                                + " anomaly(p95) or anomaly(p95, 1d)"),
                Arguments.of(
                        on + "forecast(v) < 0",
                        "a.rules:2:7: 'forecast' asks for a value, a horizon and, where the series repeats itself, a"
                                + " season; forecast(free, 4h) or forecast(free, 4h, 1d)"),
                Arguments.of(on + "forecast(v, 4) < 0", "a.rules:2:19: expected a time of up to a year, such as 4h"),
                Arguments.of(
                        on + "anomaly(v, 90s)",
                        "a.rules:2:7: a season has at least two windows; give a longer one, such as 1d"),
                Arguments.of(
                        "rule r on control when anomaly(Cpu)",
                        "a.rules:1:24: 'anomaly' learns a value a window, and the query has no windows; give it some:"
                                + " summarize … by bin(Timestamp, 1m)"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void sayWhatIsWrongWithThem(String text, String message) throws IOException {
        RuleFile file = RuleParser.parse("a.rules", text + " then alert");

        assertThat(file.problems().isEmpty() ? bound(file.rules().getFirst()) : file.problems())
                .extracting(RuleProblem::toString)
                .containsExactly(message);
    }

    private List<RuleProblem> bound(Rule rule) throws IOException {
        Bus.open(folder.resolve("journal"), BusOptions.defaults()).close();
        try (Journal journal = Journal.open(folder.resolve("journal"))) {
            PayloadDecoder decoder =
                    new OwnDecoder(journal.catalog(), OwnMessages.ofBus(), new UnknownDecoder(journal.catalog()));
            return switch (RuleBinder.bind(rule, journal, decoder, new NoRows())) {
                case RuleBinder.Outcome.Ok ok -> List.of();
                case RuleBinder.Outcome.Bad(List<RuleProblem> problems) -> problems;
            };
        }
    }

    private List<RuleProblem> failures(String rule, IntToDoubleFunction a, IntToDoubleFunction b, String expected)
            throws IOException {
        RuleSet rules = RuleSet.of(Map.of("a.rules", rule + " cooldown 10h then alert\n" + test(a, b, expected)));
        assertThat(rules.problems()).isEmpty();
        return new RuleTests(rules, folder, new NoTraces()).run().getFirst().problems();
    }

    private static String test(IntToDoubleFunction a, IntToDoubleFunction b, String expected) {
        StringBuilder rows = new StringBuilder("test 'x' given datatable(Timestamp: datetime, Provider: string,"
                + " EventName: string, Disk: string, Value: real) [\n");
        for (int minute = 0; minute < 200; minute++) {
            String time = "datetime(" + Ticks.iso(START + minute * Ticks.PER_SECOND * 60) + ")";
            rows.append(time)
                    .append(", 'Host', 'Space', 'a', ")
                    .append(a.applyAsDouble(minute))
                    .append(",\n");
            rows.append(time)
                    .append(", 'Host', 'Space', 'b', ")
                    .append(b.applyAsDouble(minute))
                    .append(",\n");
        }
        return rows.append("datetime(2026-03-01T13:30:00), 'Host', 'Space', 'c', 0.0]\nexpect ")
                .append(expected)
                .append('\n')
                .toString();
    }

    private static final class NoRows implements Fed.Rows {
        @Override
        public void window(long startTicks, boolean partial) {}

        @Override
        public void row(@Nullable Object[] values, long sequence, long timeTicks) {}
    }

    private static final class NoTraces implements RuleTests.Traces {
        @Override
        public void record(Path trace, Bus bus) throws IOException {
            throw new IOException("no trace is needed");
        }

        @Override
        public PayloadDecoder decoder(Journal journal) throws IOException {
            throw new IOException("no trace is needed");
        }
    }
}
