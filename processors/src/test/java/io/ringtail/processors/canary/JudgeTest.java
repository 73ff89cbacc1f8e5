package io.ringtail.processors.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.processors.canary.Judgement.Measure;
import io.ringtail.processors.canary.Judgement.Verdict;
import io.ringtail.processors.strategy.Strategy;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {
    private static final Strategy PLAIN = strategy("");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // trial requests, failures | stable requests, failures | verdict | gross | why
                "0|0|0|0|ERROR|no request to any version was measured",
                "0|0|500|1|INCONCLUSIVE|no request to v2 was measured",
                "20|3|500|1|INCONCLUSIVE|20 requests, fewer than 100",
                "20|4|500|1|INCONCLUSIVE|20 requests, fewer than 100",
                "20|12|500|1|FAIL|12 of 20 requests (60 %) 5xx, for certain more than 3 %, grossly",
                "100|1|500|2|PASS|1 of 100 requests (1 %) 5xx",
                "100|4|500|2|INCONCLUSIVE|4 of 100 requests (4 %) 5xx, which may be chance",
                "100|9|500|2|FAIL|9 of 100 requests (9 %) 5xx, for certain more than 3 %",
                "100|9|10|0|FAIL|9 of 100 requests (9 %) 5xx, for certain more than 3 %",
                "100|9|500|44|INCONCLUSIVE|9 of 100 requests (9 %) 5xx, but the stable version is as bad: 44 of 500",
                "1000|300|500|200|INCONCLUSIVE|300 of 1000 requests (30 %) 5xx, but the stable version is as bad: 200"
                        + " of 500",
                "1000|300|500|5|FAIL|300 of 1000 requests (30 %) 5xx, for certain more than 3 %, grossly",
            })
    void weighsServerErrors(
            long requests, long failures, long stable, long stableFailures, Verdict verdict, String why) {
        Judgement judgement = Judge.judge(PLAIN, counts(requests, failures), counts(stable, stableFailures), 0);

        assertThat(judgement.why()).isEqualTo(why);
        assertThat(judgement.verdict()).isEqualTo(verdict);
    }

    @Test
    void threeErrorsInTwentyRequestsRollNothingBackWhateverTheLimit() {
        for (String limit : new String[] {"0.0001", "0.01", "0.03", "0.1"}) {
            Strategy strategy = strategy(",\"minRequests\":1,\"failureLimit\":1,\"rollbackOn5xxRate\":" + limit);

            Judgement judgement = Judge.judge(strategy, counts(20, 3), counts(1_000, 0), 0);

            assertThat(judgement.verdict()).as(limit).isEqualTo(Verdict.INCONCLUSIVE);
        }
    }

    @Test
    void comparesWithTheStableVersionWhereAsked() {
        Strategy strategy = strategy(",\"rollbackOn5xxRate\":0.5,\"rollbackOn5xxTimesStable\":2");

        assertThat(Judge.judge(strategy, counts(1_000, 40), counts(10_000, 50), 0))
                .returns(Verdict.FAIL, Judgement::verdict);
        assertThat(Judge.judge(strategy, counts(1_000, 8), counts(10_000, 50), 0))
                .returns(Verdict.PASS, Judgement::verdict);
    }

    @Test
    void lostEventsCountAsHealthyRequestsAndKeepAWindowFromPassing() {
        assertThat(Judge.judge(PLAIN, counts(100, 9), counts(500, 2), 400).verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(Judge.judge(PLAIN, counts(100, 60), counts(500, 2), 400).verdict())
                .isEqualTo(Verdict.FAIL);
        assertThat(Judge.judge(PLAIN, counts(100, 0), counts(500, 2), 1))
                .returns(Verdict.INCONCLUSIVE, Judgement::verdict)
                .returns("1 events were lost in the window", Judgement::why);
    }

    @Test
    void seesThatItIsSlowForCertainAndSlowerThanTheStableVersion() {
        Strategy strategy = strategy(",\"pauseOnP95Ms\":200");
        SplittableRandom random = new SplittableRandom(3);
        Counts slow = slow(300, 0.3, random);
        Counts fast = slow(1_000, 0.02, random);

        assertThat(Judge.judge(strategy, slow, fast, 0))
                .returns(Verdict.FAIL, Judgement::verdict)
                .returns(Measure.LATENCY, Judgement::measure);
        assertThat(Judge.judge(strategy, slow, slow, 0)).returns(Verdict.INCONCLUSIVE, Judgement::verdict);
        assertThat(Judge.judge(strategy, fast, slow, 0)).returns(Verdict.PASS, Judgement::verdict);
    }

    @Test
    void seesThatItIsBadForOneTenantAlone() {
        Counts trial = new Counts();
        Counts stable = new Counts();
        for (int i = 0; i < 3_000; i++) {
            String tenant = i % 50 == 0 ? "contoso" : "tenant-" + i % 7;
            trial.add(tenant.equals("contoso") && i % 100 == 0, 10, tenant);
            stable.add(false, 10, tenant);
        }

        Judgement judgement = Judge.judge(PLAIN, trial, stable, 0);

        assertThat(trial.rate()).isLessThan(0.03);
        assertThat(judgement)
                .returns(Verdict.FAIL, Judgement::verdict)
                .returns("contoso", Judgement::tenant)
                .returns(false, Judgement::gross);
    }

    @Test
    void whatIsAsBadInAllMayBeWorseForOneTenant() {
        Counts trial = new Counts();
        Counts stable = new Counts();
        for (int i = 0; i < 3_000; i++) {
            String tenant = i % 50 == 0 ? "contoso" : "tenant-" + i % 7;
            trial.add(tenant.equals("contoso") || i % 12 == 0, 10, tenant);
            stable.add(!tenant.equals("contoso") && i % 9 == 0, 10, tenant);
        }

        Judgement judgement = Judge.judge(PLAIN, trial, stable, 0);

        assertThat(judgement).returns(Verdict.FAIL, Judgement::verdict).returns("contoso", Judgement::tenant);
    }

    @Test
    void whatIsAsBadByErrorsMayBeSlower() {
        Counts trial = new Counts();
        Counts stable = new Counts();
        for (int i = 0; i < 1_000; i++) {
            trial.add(i % 10 == 0, i % 3 == 0 ? 500 : 50, "");
            stable.add(i % 10 == 0, 50, "");
        }

        assertThat(Judge.judge(strategy(",\"pauseOnP95Ms\":200"), trial, stable, 0))
                .returns(Verdict.FAIL, Judgement::verdict)
                .returns(Measure.LATENCY, Judgement::measure);
        assertThat(Judge.judge(PLAIN, trial, stable, 0))
                .returns(Verdict.INCONCLUSIVE, Judgement::verdict)
                .returns(
                        "100 of 1000 requests (10 %) 5xx, but the stable version is as bad: 100 of 1000",
                        Judgement::why);
    }

    /** The numbers stand in docs/canary.md. */
    @Test
    void aHealthyVersionIsAlmostNeverBlamed() {
        assertThat(failuresPerThousand(60, 100, 0.01, 1)).as("100 requests").isLessThanOrEqualTo(12);
        assertThat(failuresPerThousand(60, 200, 0.01, 2)).as("200 requests").isLessThanOrEqualTo(2);
        assertThat(failuresPerThousand(60, 1_000, 0.02, 3)).as("1000 at 2 %").isLessThanOrEqualTo(4);
    }

    @Test
    void aBadVersionIsFoundSoon() {
        assertThat(foundPerThousand(100, 0.10, 4)).as("10 % of 100").isGreaterThanOrEqualTo(820);
        assertThat(foundPerThousand(200, 0.10, 5)).as("10 % of 200").isGreaterThanOrEqualTo(980);
        assertThat(foundPerThousand(1_000, 0.06, 6)).as("6 % of 1000").isGreaterThanOrEqualTo(950);
    }

    /** Trials of so many windows in which at least two failed of any ten in a row, which rolls back. */
    private static long failuresPerThousand(int windows, int requests, double rate, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long blamed = 0;
        for (int run = 0; run < 1_000; run++) {
            int last = -100;
            for (int window = 0; window < windows; window++) {
                Judgement judgement = window(requests, rate, random);
                if (judgement.isFail() && (judgement.gross() || window - last < 10)) {
                    blamed++;
                    break;
                }
                last = judgement.isFail() ? window : last;
            }
        }
        report("false rollbacks of 1000 trials", windows, requests, rate, blamed);
        return blamed;
    }

    private static long foundPerThousand(int requests, double rate, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long found = 0;
        for (int run = 0; run < 1_000; run++) {
            found += window(requests, rate, random).isFail() ? 1 : 0;
        }
        report("windows failed of 1000", 1, requests, rate, found);
        return found;
    }

    private static void report(String what, int windows, int requests, double rate, long number) {
        System.out.println(what + ", " + windows + " windows of " + requests + " requests at " + rate + ": " + number);
    }

    private static Judgement window(int requests, double rate, SplittableRandom random) {
        return Judge.judge(
                PLAIN, counts(requests, draw(requests, rate, random)), counts(500, draw(500, 0.004, random)), 0);
    }

    private static long draw(int requests, double rate, SplittableRandom random) {
        long failures = 0;
        for (int i = 0; i < requests; i++) {
            failures += random.nextDouble() < rate ? 1 : 0;
        }
        return failures;
    }

    private static Counts slow(int requests, double share, SplittableRandom random) {
        Counts counts = new Counts();
        for (int i = 0; i < requests; i++) {
            counts.add(false, random.nextDouble() < share ? 500 : 50, "");
        }
        return counts;
    }

    static Counts counts(long requests, long failures) {
        Counts counts = new Counts();
        for (long i = 0; i < requests; i++) {
            counts.add(i < failures, 50, "");
        }
        return counts;
    }

    static Strategy strategy(String more) {
        String rate = more.contains("rollbackOn5xxRate") ? "" : ",\"rollbackOn5xxRate\":0.03";
        Strategy.Reading read = Strategy.read("checkout", "{\"version\":\"v2\",\"weight\":15" + rate + more + "}");
        assertThat(read).isInstanceOf(Strategy.Reading.Ok.class);
        return ((Strategy.Reading.Ok) read).strategy();
    }
}
