package io.ringtail.processors.canary;

import static io.ringtail.processors.canary.JudgeTest.strategy;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.dsl.value.Json;
import io.ringtail.processors.canary.Judgement.Measure;
import io.ringtail.processors.canary.Judgement.Verdict;
import io.ringtail.processors.effect.Effector;
import io.ringtail.processors.effect.Effector.Effect;
import io.ringtail.processors.effect.Effector.Status;
import io.ringtail.processors.proto.Intent;
import io.ringtail.processors.strategy.LocalStrategyStore;
import io.ringtail.processors.strategy.Observed;
import io.ringtail.processors.strategy.Strategy;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.processors.strategy.StrategyStore.Entry;
import io.ringtail.processors.strategy.StrategyStore.Write;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps the automation from doing harm. */
class SafetyTest {
    private static final long NOW = 1_000_000 * Ticks.PER_SECOND;
    private static final String KEY = "strategies/checkout";
    private static final String TEXT = "{\"version\":\"v2\",\"weight\":15,\"owner\":\"web\"}";

    @TempDir
    private Path folder;

    @Test
    void writesOverTheRevisionThatWasJudgedAndNoOther() throws Exception {
        try (StrategyStore store = open()) {
            long judged = put(store, TEXT);
            long newer = put(store, TEXT.replace("15", "20"));

            Effect refused = rollback(store, intent("a", judged));
            Effect done = rollback(store, intent("b", newer));

            assertThat(refused)
                    .isEqualTo(
                            Effect.refused("revision " + judged + " was judged, and there is a newer one: " + newer));
            assertThat(done.status()).isEqualTo(Status.DONE);
            assertThat(entry(store).value())
                    .startsWith(
                            "{\"version\":\"v2\",\"weight\":0,\"owner\":\"web\",\"rollback\":true,\"weightBefore\":20,");
        }
    }

    /** However much somebody writes into the store, it can be kept. */
    @Test
    void aLongReasonIsCut() {
        String said = Messages.said("{\"by\":\"kim\",\"reason\":\"" + "x".repeat(100_000) + "\"}");

        assertThat(said).startsWith("by kim: xxx").hasSizeLessThan(1_100);
    }

    @Test
    void doesTheSameIntentOnce() throws Exception {
        try (StrategyStore store = open()) {
            Intent intent = intent("a", put(store, TEXT));
            rollback(store, intent);
            Entry written = entry(store);

            Effect again = rollback(store, intent);

            assertThat(again).isEqualTo(Effect.done("revision " + written.revision()));
            assertThat(entry(store)).isEqualTo(written);
        }
    }

    @Test
    void writesForARuleOverWhateverRevisionOfTheTrialThatItFiredOn() throws Exception {
        try (StrategyStore store = open()) {
            assertThat(rollback(store, ofRule("a", "v2", 0)))
                    .isEqualTo(Effect.refused("there is no strategy of 'checkout'"));
            put(store, TEXT);
            long newer = put(store, TEXT.replace("15", "20"));

            assertThat(rollback(store, ofRule("b", "v1", 0)))
                    .isEqualTo(Effect.refused("the rule fired on v1, epoch 0, and now v2, epoch 0, is on trial"));
            assertThat(rollback(store, ofRule("c", "v2", 1)))
                    .isEqualTo(Effect.refused("the rule fired on v2, epoch 1, and now v2, epoch 0, is on trial"));
            assertThat(rollback(store, intentWith("d", "{\"service\":\"checkout\"}")))
                    .isEqualTo(Effect.refused("no strategy of 'checkout' was known when the rule fired"));
            assertThat(entry(store).revision()).isEqualTo(newer);

            Effect done = rollback(store, ofRule("e", "v2", 0));
            long written = entry(store).revision();
            assertThat(done).isEqualTo(Effect.done("revision " + written));
            assertThat(written).isGreaterThan(newer);
            assertThat(rollback(store, ofRule("f", "v2", 0)))
                    .isEqualTo(Effect.done("it is rolled back already, revision " + written));
            assertThat(execute(store, "pause", ofRule("g", "v2", 0)))
                    .isEqualTo(Effect.done("it is rolled back already, revision " + written));
            assertThat(execute(store, "resume", ofRule("h", "v2", 0)).detail())
                    .isEqualTo("it is rolled back, which holds for its epoch; to try it again: ringtail canary"
                            + " override checkout restart --reason …");
        }
    }

    @Test
    void pausesAndResumesForARule() throws Exception {
        try (StrategyStore store = open()) {
            put(store, TEXT);
            assertThat(execute(store, "resume", ofRule("a", "v2", 0)).detail()).startsWith("it is not paused");

            execute(store, "pause", ofRule("b", "v2", 0));
            assertThat(entry(store).value()).contains("\"weight\":0", "\"paused\":true", "\"weightBefore\":15");
            assertThat(execute(store, "pause", ofRule("c", "v2", 0)).detail()).startsWith("it is paused already");

            execute(store, "resume", ofRule("d", "v2", 0));
            assertThat(entry(store).value()).contains("\"weight\":15", "\"paused\":false");
        }
    }

    @Test
    void theStoreItselfLimitsRollbacksWhoeverAsks() throws Exception {
        try (StrategyStore store = open()) {
            put(store, TEXT);
            store.put(StrategyStore.LIMITS, "{\"rollbacksPerHour\":1}", StrategyStore.ABSENT);
            String rolledBack = "{\"version\":\"v\",\"weight\":0,\"rollback\":true,\"reason\":{\"at\":\"%s\"}}";
            String other = StrategyStore.STRATEGIES + "cart";
            long hour = Ticks.PER_HOUR;
            store.put(other, rolledBack.formatted(Ticks.iso(NOW - hour / 2)), StrategyStore.ABSENT);

            assertThat(rollback(store, ofRule("a", "v2", 0)))
                    .isEqualTo(Effect.suppressed("1 rollbacks in the last hour over all services, and the limit is 1;"
                            + " roll back by hand: ringtail canary override checkout rollback --reason …"));

            Entry cart = store.read(other).find(other).orElseThrow();
            store.put(other, rolledBack.formatted(Ticks.iso(NOW - 2 * hour)), cart.revision());
            assertThat(rollback(store, ofRule("a", "v2", 0)).status()).isEqualTo(Status.DONE);
        }
    }

    @Test
    void doesNothingWhileItIsDisarmedOrHeld() throws Exception {
        try (StrategyStore store = open()) {
            Intent intent = intent("a", put(store, TEXT));
            store.put(StrategyStore.DISARMED, "{\"by\":\"kim\",\"reason\":\"odd numbers\"}", StrategyStore.ABSENT);
            assertThat(rollback(store, intent)).isEqualTo(Effect.suppressed("disarmed by kim: odd numbers"));

            store.delete(
                    StrategyStore.DISARMED,
                    store.read(StrategyStore.DISARMED)
                            .find(StrategyStore.DISARMED)
                            .orElseThrow()
                            .revision());
            long held = put(store, TEXT.replace("}", ",\"hold\":{\"by\":\"kim\",\"reason\":\"night\"}}"));
            assertThat(rollback(store, intent("b", held))).isEqualTo(Effect.suppressed("held by kim: night"));
        }
    }

    @Test
    void aSwitchThatIsTurnedJustBeforeTheWriteHoldsItBack() throws Exception {
        try (StrategyStore store = open()) {
            Intent intent = intent("a", put(store, TEXT));
            StrategyStore disarming = new FailingStore(store, new FailingStore.Between() {
                @Override
                public void read(String prefix) {}

                @Override
                public void write() throws IOException {
                    store.put(StrategyStore.DISARMED, "{\"by\":\"kim\",\"reason\":\"odd\"}", StrategyStore.ABSENT);
                }
            });

            assertThat(rollback(disarming, intent)).isEqualTo(Effect.suppressed("disarmed by kim: odd"));
            assertThat(entry(store).value()).isEqualTo(TEXT);
        }
    }

    @Test
    void triesAgainWhateverAStoreThrows() throws Exception {
        try (StrategyStore store = open()) {
            Intent intent = intent("a", put(store, TEXT));
            AtomicInteger reads = new AtomicInteger();
            StrategyStore failing = new FailingStore(store, prefix -> {
                if (reads.getAndIncrement() == 0) {
                    throw new IllegalStateException("odd");
                }
            });

            Effect effect = execute(failing, "rollback", intent, Duration.ofSeconds(30));

            assertThat(effect.status()).isEqualTo(Status.DONE);
        }
    }

    @Test
    void aHostGoesOnLookingForAnOwnerWhateverAStoreThrows() throws Exception {
        try (StrategyStore store = open()) {
            AtomicBoolean odd = new AtomicBoolean();
            CountDownLatch thrown = new CountDownLatch(1);
            StrategyStore failing = new FailingStore(store, prefix -> {
                if (odd.get()) {
                    thrown.countDown();
                    throw new IllegalStateException("odd");
                }
            });
            Observed owners = new Observed();
            store.watch(StrategyStore.OWNERS, owners);
            long other = ((Write.Done) store.put(FleetMember.OWNER, "other", StrategyStore.ABSENT)).revision();
            try (FleetMember member = new FleetMember(failing, "web-1", Duration.ofSeconds(1))) {
                FleetReport report = FleetReport.of(strategy("")).with(Map.of(0L, new Window()));
                String arguments = Json.format(Map.of("service", "checkout", "report", report.text()));
                assertThat(member.execute(intentWith("a", arguments)).status()).isEqualTo(Status.DONE);

                odd.set(true);
                assertThat(thrown.await(30, TimeUnit.SECONDS)).isTrue();
                odd.set(false);
                store.delete(FleetMember.OWNER, other);

                owners.await(
                        state -> state.find(FleetMember.OWNER).map(Entry::value).equals(Optional.of("web-1")));
            }
        }
    }

    @Test
    void rollsBackSoManyServicesAnHourAndNoMore() {
        Guard guard = new Guard();
        for (int i = 0; i < 3; i++) {
            guard.rolledBack("service-" + i, new Strategy.Trial("v", 0), NOW);
            guard.rolledBack("service-" + i, new Strategy.Trial("v", 0), NOW + 1); // the same one
        }
        Strategy strategy = strategy("");

        assertThat(guard.hindrance(Action.ROLLBACK, strategy, NOW + 1))
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith("3 rollbacks in the last hour over all services, and the limit is 3"));
        assertThat(guard.hindrance(Action.PAUSE, strategy, NOW + 1)).isEmpty();
        assertThat(guard.hindrance(Action.ROLLBACK, strategy, NOW + 3_601 * Ticks.PER_SECOND))
                .isEmpty();
        guard.limit(4);
        assertThat(guard.hindrance(Action.ROLLBACK, strategy, NOW + 1)).isEmpty();
        guard.disarm("by kim: x");
        assertThat(guard.hindrance(Action.PAUSE, strategy, NOW + 1)).contains("disarmed: by kim: x");
    }

    @Test
    void promotesWhatIsHealthyForLongEnoughAndForgetsThatAtTheNextStep() {
        Strategy strategy = strategy(",\"steps\":[15,50,100],\"stepWindows\":2");
        TrialRecord record = new TrialRecord(NOW);
        record.judged(Judgement.of(Verdict.PASS, ""));
        assertThat(record.decide(strategy, NOW)).isEmpty();
        record.judged(Judgement.of(Verdict.PASS, ""));
        assertThat(record.decide(strategy, NOW))
                .contains(new Decision(Action.PROMOTE, 50, "2 healthy windows in a row"));

        Strategy next = strategy(",\"steps\":[15,50,100],\"stepWindows\":2");
        record.judged(Judgement.of(Verdict.INCONCLUSIVE, ""));
        assertThat(record.decide(next, NOW)).isEmpty();
    }

    @Test
    void aRollbackHoldsForItsEpoch() {
        TrialRecord record = new TrialRecord(NOW);
        record.seen(strategy(",\"rollback\":true"), NOW);

        assertThat(record.decide(strategy(",\"rollback\":true"), NOW)).isEmpty();
        assertThat(record.decide(strategy(""), NOW))
                .contains(new Decision(Action.ROLLBACK, 0, "it was rolled back, which holds for its epoch"));
    }

    @Test
    void resumesOnceAfterAPauseAndStartsWithACleanRecord() {
        Strategy running = strategy(",\"pauseOnP95Ms\":100,\"resumeAfter\":\"1m\"");
        Strategy paused = strategy(",\"pauseOnP95Ms\":100,\"resumeAfter\":\"1m\",\"paused\":true,\"weightBefore\":15");
        TrialRecord record = new TrialRecord(NOW);
        Judgement slow = new Judgement(Verdict.FAIL, Measure.LATENCY, false, 0.1, 0, 0.05, "", "slow");
        record.judged(slow);
        record.judged(slow);
        assertThat(record.decide(running, NOW)).contains(new Decision(Action.PAUSE, 0, "slow"));
        record.inForce(running, paused, NOW);

        assertThat(record.decide(paused, NOW + 59 * Ticks.PER_SECOND)).isEmpty();
        long later = NOW + 60 * Ticks.PER_SECOND;
        assertThat(record.decide(paused, later)).contains(new Decision(Action.RESUME, 15, "paused for 1 min"));
        record.inForce(paused, running, later);
        assertThat(record.decide(running, later)).isEmpty();
        record.judged(slow);
        record.judged(slow);
        record.inForce(running, paused, later);
        assertThat(record.decide(paused, later + 600 * Ticks.PER_SECOND)).isEmpty(); // not a second time
    }

    @Test
    void saysAfterwardsWhetherARollbackHelped() {
        assertThat(aftermath(100, 1, 0)).isEqualTo(Aftermath.Verdict.HELPED);
        assertThat(aftermath(100, 12, 0)).isEqualTo(Aftermath.Verdict.NOT_HELPED);
        assertThat(aftermath(100, 0, 50)).isEqualTo(Aftermath.Verdict.NOT_CARRIED_OUT);
        assertThat(aftermath(5, 0, 0)).isEqualTo(Aftermath.Verdict.UNKNOWN);
    }

    private static Aftermath.Verdict aftermath(int requests, int failures, int onTrial) {
        Aftermath aftermath = new Aftermath(new Strategy.Trial("v2", 0), NOW, 100, 10);
        Window window = new Window();
        window.stable().addAll(JudgeTest.counts(requests, failures));
        window.trial().addAll(JudgeTest.counts(onTrial, 0));
        assertThat(aftermath.take(NOW - 1, new Window())).isFalse();
        assertThat(aftermath.take(NOW, window)).isFalse();
        assertThat(aftermath.take(NOW + 1, window)).isTrue();
        return aftermath.verdict(strategy(""));
    }

    private StrategyStore open() throws IOException {
        return LocalStrategyStore.open(folder, InstantSource.system());
    }

    private static Effect rollback(StrategyStore store, Intent intent) throws Exception {
        return execute(store, "rollback", intent);
    }

    private static Effect execute(StrategyStore store, String action, Intent intent) throws Exception {
        return execute(store, action, intent, Duration.ZERO);
    }

    private static Effect execute(StrategyStore store, String action, Intent intent, Duration patience)
            throws Exception {
        Effector effector = CanaryEffector.all(store, patience).stream()
                .filter(each -> each.action().equals(action))
                .findFirst()
                .orElseThrow();
        return effector.execute(intent);
    }

    private static Intent intent(String key, long revision) {
        return intentWith(key, "{\"service\":\"checkout\",\"revision\":" + revision + ",\"at\":\"now\"}");
    }

    private static Intent ofRule(String key, String version, int epoch) {
        return intentWith(
                key,
                "{\"service\":\"checkout\",\"version\":\"" + version + "\",\"epoch\":" + epoch
                        + ",\"by\":\"rule r\",\"at\":\"" + Ticks.iso(NOW) + "\"}");
    }

    private static Intent intentWith(String key, String arguments) {
        return Intent.newBuilder()
                .setIdempotencyKey(key)
                .setAction("rollback")
                .setArguments(arguments)
                .setReason("bad")
                .build();
    }

    private static long put(StrategyStore store, String text) throws IOException {
        Optional<Entry> present = store.read(KEY).find(KEY);
        Write write = store.put(KEY, text, present.map(Entry::revision).orElse(StrategyStore.ABSENT));
        assertThat(write).isInstanceOf(Write.Done.class);
        return ((Write.Done) write).revision();
    }

    private static Entry entry(StrategyStore store) throws IOException {
        return store.read(KEY).find(KEY).orElseThrow();
    }
}
