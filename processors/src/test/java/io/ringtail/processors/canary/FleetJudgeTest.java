package io.ringtail.processors.canary;

import static io.ringtail.processors.canary.JudgeTest.counts;
import static io.ringtail.processors.canary.JudgeTest.strategy;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.processors.canary.Judgement.Verdict;
import io.ringtail.processors.strategy.Strategy;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whose requests are enough, and that no single host decides. */
class FleetJudgeTest {
    private static final Strategy STRATEGY = strategy(",\"minRequests\":1000,\"rollbackOn5xxRate\":0.03");

    @Test
    void hundredHostsWithTwentyRequestsEachAreEnough() {
        Map<String, Window> bad = hosts(100, 20, 2);

        assertThat(FleetJudge.judge(STRATEGY, bad).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(FleetJudge.judge(STRATEGY, hosts(100, 20, 0)).verdict()).isEqualTo(Verdict.PASS);
        assertThat(FleetJudge.judge(STRATEGY, hosts(10, 20, 0)).why()).isEqualTo("200 requests, fewer than 1000");
    }

    @Test
    void oneBadHostDoesNotDecideHoweverMuchItServes() {
        Map<String, Window> hosts = hosts(20, 100, 0);
        hosts.put("h7", window(10_000, 10_000));

        Judgement judgement = FleetJudge.judge(STRATEGY, hosts);

        assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judgement.gross()).isFalse();
        assertThat(judgement.why()).endsWith("but not without the host h7");
    }

    @Test
    void oneHostDoesNotSpeakForAFleet() {
        Map<String, Window> hosts = hosts(3, 0, 0);
        hosts.put("h1", window(2_000, 500));

        assertThat(FleetJudge.judge(STRATEGY, hosts).why())
                .endsWith("but only h1 serves it, and one host does not speak for a fleet");
    }

    @Test
    void aReportThatNoHostWritesIsNotHeard() {
        String report =
                FleetReport.of(STRATEGY).with(Map.of(10L, window(50, 1))).text();
        String window = report.replaceAll(".*\"10\":(\"[^\"]*\").*", "$1");
        String many = report.replace(
                "\"10\":",
                "\"1\":" + window + ",\"2\":" + window + ",\"3\":" + window + ",\"4\":" + window + ",\"10\":");

        assertThat(FleetReport.parse(report)).isPresent();
        assertThat(FleetReport.parse(many)).isEmpty();
        assertThat(FleetReport.parse(report.replace("\"v2\"", "\"" + "v".repeat(70_000) + "\"")))
                .isEmpty();
    }

    @Test
    void whatIsToldComesBack() {
        FleetReport report = FleetReport.of(STRATEGY);
        for (int i = 0; i < 6; i++) {
            report = report.with(Map.of(i * 10L, window(50 + i, i)));
        }

        FleetReport read = FleetReport.parse(report.text()).orElseThrow();

        assertThat(read.windows()).containsOnlyKeys(20L, 30L, 40L, 50L); // the last four
        assertThat(read.windows().lastEntry().getValue().trial().failures()).isEqualTo(5);
        assertThat(read.text()).isEqualTo(report.text());
        assertThat(read.isOf(STRATEGY)).isTrue();
        assertThat(read.isOf(strategy(",\"epoch\":1"))).isFalse();
        for (String bad : new String[] {"", "{}", "[]", report.text().replace("\"50\":\"", "\"50\":\"xx")}) {
            assertThat(FleetReport.parse(bad)).as(bad).isEmpty();
        }
    }

    private static Map<String, Window> hosts(int count, int requests, int failures) {
        Map<String, Window> hosts = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            hosts.put("h" + i, window(requests, failures));
        }
        return hosts;
    }

    private static Window window(int requests, int failures) {
        Window window = new Window();
        window.trial().addAll(counts(requests, failures));
        window.stable().addAll(counts(100, 0));
        return window;
    }
}
