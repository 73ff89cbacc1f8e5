package io.ringtail.processors.canary;

import static io.ringtail.processors.canary.JudgeTest.strategy;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.processors.canary.Judgement.Measure;
import io.ringtail.processors.canary.Judgement.Verdict;
import io.ringtail.processors.canary.proto.StoreChanged;
import io.ringtail.processors.strategy.StoreChange;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.processors.strategy.StrategyText;
import io.ringtail.ring.event.Ticks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a state or the store keeps is read as it was written, however much others put into it. */
class StoredTest {
    private static final long NOW = 1_000_000 * Ticks.PER_SECOND;
    private static final String LONG = "é".repeat(70_000);

    @Test
    void textsOfAnyLength() throws IOException {
        for (String text : new String[] {"", "web-1", "é".repeat(21_845), "é".repeat(21_846), LONG, "\0long"}) {
            assertThat(Texts.read(written(out -> Texts.write(out, text)))).isEqualTo(text);
        }
    }

    @Test
    void readsTextsThatStoodThereBefore() throws IOException {
        for (String text : new String[] {"", "é", "a".repeat(65_535)}) {
            assertThat(Texts.read(written(out -> out.writeUTF(text)))).isEqualTo(text);
        }
    }

    @Test
    void aTenantWithAVeryLongNameCountsByItsBeginning() throws IOException {
        Counts counts = new Counts();
        counts.add(true, 1, LONG);
        counts.add(false, 1, LONG + "2");

        Counts read = Counts.read(written(counts::write));

        assertThat(read.tenants().keySet()).containsExactly("é".repeat(300));
        assertThat(read.tenants().values())
                .allSatisfy(tenant -> assertThat(tenant.requests()).isEqualTo(2));
    }

    @Test
    void aNameIsNotCutWithinACharacter() {
        assertThat(Texts.cut("a" + "😀".repeat(200))).isEqualTo("a" + "😀".repeat(149));
        assertThat(Texts.cut("😀".repeat(200))).isEqualTo("😀".repeat(150));
    }

    @Test
    void aFailureForAVeryLongReason() throws IOException {
        TrialRecord record = new TrialRecord(NOW);
        record.judged(new Judgement(Verdict.FAIL, Measure.SERVER_ERRORS, true, 1, 0, 0, "", LONG));

        assertThat(TrialRecord.read(written(record::write)).decide(strategy(""), NOW))
                .contains(new Decision(Action.ROLLBACK, 0, LONG));
    }

    @Test
    void whoDisarmedForAVeryLongReason() throws IOException {
        Guard guard = new Guard();
        guard.disarm(LONG);

        assertThat(Guard.read(written(guard::write)).hindrance(Action.PAUSE, strategy(""), NOW))
                .contains("disarmed: " + LONG);
    }

    @Test
    void aBusyHostsCountsAreJournaledWhole() {
        FleetReport report = FleetReport.of(strategy(""));
        for (long start = 0; start < FleetReport.WINDOWS; start++) {
            report = report.with(Map.of(start, busy(start)));
        }
        assertThat(report.text()).hasSizeGreaterThan(StrategyText.MOST_CHARACTERS + 1);

        StoreChanged change = StoreFeed.message(
                new StoreChange(StrategyStore.METRICS + "checkout/web-1", Optional.of(report.text()), 7));

        assertThat(FleetReport.parse(change.getValue()).orElseThrow().text()).isEqualTo(report.text());
    }

    /** As many requests as a busy web server has in some minutes, from very fast to very slow ones. */
    private static Window busy(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Window window = new Window();
        for (int i = 0; i < 200_000; i++) {
            Counts counts = i % 2 == 0 ? window.trial() : window.stable();
            counts.add(false, Math.exp(random.nextDouble(-7, 14)), "");
        }
        return window;
    }

    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    private static DataInputStream written(Writer writer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writer.write(new DataOutputStream(bytes));
        return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    }
}
