package io.ringtail.processors.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NormalBandTest {
    private static final long STEP = 600_000_000L;
    private static final long DAY = 1_440 * STEP;

    private final Random random = new Random(7);
    private NormalBand band = new NormalBand(STEP, 0, 5);
    private long step;

    @Test
    void judgesNothingBeforeThirtyValues() {
        for (int i = 0; i < 30; i++) {
            assertThat(take(i % 2 == 0 ? 1 : 1e9).isLearned()).isFalse();
        }

        assertThat(take(1).isLearned()).isTrue();
    }

    @Test
    void saysWhatWasExpectedAndHowFarOffAValueIs() {
        for (int i = 0; i < 500; i++) {
            take(200 + 10 * random.nextGaussian());
        }

        Reading reading = take(400);

        assertThat(reading.isAnomalous()).isTrue();
        assertThat(reading.expected()).isBetween(190.0, 210.0);
        assertThat(reading.score()).isBetween(12.0, 28.0);
        assertThat(reading.width()).isBetween(35.0, 75.0);
        assertThat(take(205).isAnomalous()).isFalse();
        assertThat(take(0).score()).isNegative();
    }

    @Test
    void anOutageDoesNotBecomeNormalWhileItLastsAndANewLevelDoes() {
        for (int i = 0; i < 200; i++) {
            take(200 + random.nextGaussian());
        }

        for (int i = 0; i < 12; i++) {
            assertThat(take(100).isAnomalous()).as("step %d of the outage", i).isTrue();
        }
        assertThat(take(100).isAnomalous()).isFalse();
    }

    @Test
    void aConstantSeriesAllowsForHalfAPercentADeviation() {
        for (int i = 0; i < 100; i++) {
            take(50);
        }

        assertThat(take(51).isAnomalous()).isFalse();
        assertThat(take(53).isAnomalous()).isTrue();
    }

    @Test
    void aNightsQuietAtNoonIsUnusualOnceTheSeasonIsKnown() {
        band = new NormalBand(STEP, DAY, 5);
        for (int i = 0; i < 5 * 1_440 + 720; i++) {
            Reading reading = take(daily(step));
            assertThat(reading.isAnomalous()).as("step %d", step).isFalse();
        }

        double noon = daily(step);
        double night = daily(step + 720);

        assertThat(Math.abs(noon - night)).isGreaterThan(200);
        assertThat(take(night).isAnomalous()).isTrue();
        assertThat(take(daily(step)).isAnomalous()).isFalse();
    }

    @Test
    void passesOverStepsThatAreMissing() {
        band = new NormalBand(STEP, DAY, 5);
        for (int i = 0; i < 6 * 1_440; i++) {
            if (i % 97 < 60) {
                assertThat(take(daily(step)).isAnomalous()).as("step %d", step).isFalse();
            } else {
                step++;
            }
        }
    }

    @Test
    void goesOnFromWhatWasSavedAtAnyStepAsIfNothingHadHappened() throws IOException {
        for (long seasonTicks : new long[] {0, 40 * STEP}) {
            List<Double> values = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                values.add(100 + 20 * Math.sin(i * Math.PI / 20) + random.nextGaussian() + (i > 150 ? 500 : 0));
            }
            for (int cut = 0; cut < values.size(); cut += 7) {
                NormalBand whole = new NormalBand(STEP, seasonTicks, 5);
                NormalBand parted = new NormalBand(STEP, seasonTicks, 5);
                for (int i = 0; i < values.size(); i++) {
                    if (i == cut) {
                        parted = restored(parted, new NormalBand(STEP, seasonTicks, 5));
                    }
                    assertThat(parted.take(i * STEP, values.get(i))).isEqualTo(whole.take(i * STEP, values.get(i)));
                }
            }
        }
    }

    @Test
    void refusesValuesOutOfOrder() {
        take(1);
        step = 0;

        assertThatThrownBy(() -> take(1)).hasMessage("values come in order of time");
    }

    private Reading take(double value) {
        return band.take(step++ * STEP, value);
    }

    private double daily(long at) {
        return 400 + 150 * Math.cos(2 * Math.PI * at / 1_440) + 5 * random.nextGaussian();
    }

    private static NormalBand restored(NormalBand from, NormalBand to) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        from.save(new DataOutputStream(bytes));
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        to.restore(in);
        assertThat(in.available()).isZero();
        return to;
    }
}
