package io.ringtail.processors.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rules mean, told by the tests that stand beside them. */
class RuleTestsTest {
    private static final String RULES = """
            rule errors
              on ['Shop'] | where EventName == 'Stop'
                 | summarize err = countif(Status >= 500), n = count() by Service, bin(Timestamp, 10s)
              when err >= 2
              for 2 of 3 windows
              message "{err} of {n} failed"
              mode armed
              then alert

            rule each on ['Shop/Crash'] key Service cooldown 30s then alert
            rule few on ['Shop/Crash'] max 2 per 1m then alert
            rule silent on ['Shop'] | summarize n = count() by bin(Timestamp, 10s) when n > 1000
              nodata inconclusive after 1m then alert
            rule never_there on ['Nowhere'] then alert
            """;

    private static final String ROWS = """
            datatable(Timestamp: datetime, Provider: string, EventName: string, Service: string, Status: long) [
                datetime(2026-03-01T10:00:01), 'Shop', 'Stop', 'a', 500,
                datetime(2026-03-01T10:00:02), 'Shop', 'Stop', 'a', 503,
                datetime(2026-03-01T10:00:03), 'Shop', 'Stop', 'b', 500,
                datetime(2026-03-01T10:00:11), 'Shop', 'Stop', 'a', 200,
                datetime(2026-03-01T10:00:21), 'Shop', 'Stop', 'a', 500,
                datetime(2026-03-01T10:00:22), 'Shop', 'Stop', 'a', 500,
                datetime(2026-03-01T10:00:23), 'Shop', 'Crash', 'a', 0,
                datetime(2026-03-01T10:00:24), 'Shop', 'Crash', 'a', 0,
                datetime(2026-03-01T10:00:25), 'Shop', 'Crash', 'b', 0,
                datetime(2026-03-01T10:00:55), 'Shop', 'Crash', 'a', 0,
                datetime(2026-03-01T10:01:41), 'Shop', 'Stop', 'a', 200
            ]""";

    @TempDir
    Path folder;

    @Test
    void rulesCountWindowsOfEachKey() throws IOException {
        passes("fired errors key 'a' at datetime(2026-03-01T10:00:30), resolved errors key 'a'");
    }

    @Test
    void aRuleWithoutWindowsFiresAtEachRowUnlessItCools() throws IOException {
        passes(
                "fired each key 'a' 2 times, fired each key 'b' at datetime(2026-03-01T10:00:25), suppressed each key 'a'");
    }

    @Test
    void aLimitHoldsBackWhatIsBeyond() throws IOException {
        passes("fired few 2 times, suppressed few");
    }

    @Test
    void aRuleWithoutDataIsInconclusiveOnce() throws IOException {
        passes("never fired silent, inconclusive silent 1 time", " until datetime(2026-03-01T10:03:00)");
    }

    @Test
    void aRuleWhoseTypeNeverComesSaysNothing() throws IOException {
        passes("never fired never_there");
    }

    @Test
    void aFailedTestSaysWhatHappened() throws IOException {
        assertThat(run("fired errors key 'b', fired errors key 'a'", ""))
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem)
                                .hasToString(
                                        "shop.rules:28:8: expected: errors fired for 'b'; this happened: errors fired for 'a' at"
                                                + " 2026-03-01T10:00:30.0000000Z; errors resolved for 'a' at 2026-03-01T10:01:50.0000000Z"));
    }

    @Test
    void ofMuchThatHappenedTheFirstIsShown() throws IOException {
        StringBuilder crashes = new StringBuilder();
        for (int second = 10; second < 59; second++) {
            crashes.append(second == 10 ? "" : ",")
                    .append("datetime(2026-03-01T10:00:" + second + "), 'Shop', 'Crash'");
        }
        String text = "rule each on ['Shop/Crash'] then alert test 'x' given datatable(Timestamp: datetime,"
                + " Provider: string, EventName: string) [" + crashes + "] expect nothing";

        assertThat(results(text).get(0).problems())
                .singleElement()
                .asString()
                .contains("2026-03-01T10:00:21", "; and 37 more")
                .doesNotContain("2026-03-01T10:00:22");
    }

    @Test
    void nothingMeansNothing() throws IOException {
        assertThat(run("nothing", "")).singleElement().asString().contains("expected: no rule fired; this happened: ");
    }

    @Test
    void aRuleThatIsNotThereIsNamed() throws IOException {
        assertThat(run("fired eror", "")).singleElement().hasToString("shop.rules:28:8: there is no rule 'eror'");
    }

    @Test
    void eventsNeedATimeAProviderAndAName() throws IOException {
        String text = RULES + "test 'x' given datatable(Timestamp: datetime) [datetime(2026-01-01)] expect nothing";

        List<RuleTests.Result> results = results(text);

        assertThat(results)
                .singleElement()
                .satisfies(result -> assertThat(result.problems())
                        .singleElement()
                        .hasToString(
                                "shop.rules:15:16: the events have no column 'Provider'; give them Timestamp: datetime,"
                                        + " Provider: string and EventName: string"));
    }

    private void passes(String expected) throws IOException {
        passes(expected, "");
    }

    private void passes(String expected, String until) throws IOException {
        assertThat(run(expected, until)).isEmpty();
    }

    private List<RuleProblem> run(String expected, String until) throws IOException {
        List<RuleTests.Result> results =
                results(RULES + "test 'x' given " + ROWS + until + "\nexpect " + expected + "\n");
        assertThat(results).hasSize(1);
        return results.get(0).problems();
    }

    private List<RuleTests.Result> results(String text) throws IOException {
        RuleSet rules = RuleSet.of(Map.of("shop.rules", text));
        assertThat(rules.problems()).isEmpty();
        return new RuleTests(rules, folder, new NoTraces()).run();
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
