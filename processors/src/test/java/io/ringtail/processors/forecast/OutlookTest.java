package io.ringtail.processors.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutlookTest {
    private static final long STEP = 600_000_000L;
    private static final long HOUR = 60 * STEP;
    private static final long DAY = 24 * HOUR;

    private final Random random = new Random(3);

    @Test
    void goesOnAlongALine() {
        Outlook outlook = new Outlook(STEP, 0, 4 * HOUR);
        OptionalDouble later = OptionalDouble.empty();
        for (int i = 0; i < 300; i++) {
            later = outlook.take(i * STEP, 1_000 - 2 * i);
        }

        assertThat(later.orElseThrow()).isCloseTo(1_000 - 2 * (299 + 240), within(1e-6));
    }

    @Test
    void saysNothingBeforeAnEighthOfTheHorizonWasSeen() {
        Outlook outlook = new Outlook(STEP, 0, 4 * HOUR);

        for (int i = 0; i < 30; i++) {
            assertThat(outlook.take(i * STEP, i)).as("value %d", i).isEmpty();
        }
        assertThat(outlook.take(30 * STEP, 30)).isNotEmpty();
    }

    @Test
    void theCleaningOfEachHourIsNoTrend() {
        Outlook outlook = new Outlook(STEP, 0, 4 * HOUR);
        for (int i = 0; i < 2_000; i++) {
            OptionalDouble later = outlook.take(i * STEP, 100 - i % 60 * 0.5);
            if (i > 240) {
                assertThat(later.orElseThrow()).as("minute %d", i).isBetween(50.0, 120.0);
            }
        }
    }

    @Test
    void aDaysRiseIsNoTrendOnceItIsKnownThatDaysRepeat() {
        Outlook outlook = new Outlook(STEP, DAY, 4 * HOUR);
        for (int i = 0; i < 6 * 1_440; i++) {
            OptionalDouble later = outlook.take(i * STEP, daily(i));
            if (i > 3 * 1_440) {
                assertThat(later.orElseThrow()).as("minute %d", i).isCloseTo(daily(i + 240), within(12.0));
            }
        }
    }

    @Test
    void goesOnFromWhatWasSavedAtAnyStepAsIfNothingHadHappened() throws IOException {
        for (int cut = 0; cut < 300; cut += 11) {
            Outlook whole = new Outlook(STEP, HOUR, 2 * HOUR);
            Outlook parted = new Outlook(STEP, HOUR, 2 * HOUR);
            for (int i = 0; i < 300; i++) {
                if (i == cut) {
                    Outlook restored = new Outlook(STEP, HOUR, 2 * HOUR);
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    parted.save(new DataOutputStream(bytes));
                    restored.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
                    parted = restored;
                }
                double value = 10 * Math.sin(i * Math.PI / 30) + random.nextGaussian();
                assertThat(parted.take(i * STEP, value)).isEqualTo(whole.take(i * STEP, value));
            }
        }
    }

    private double daily(int minute) {
        return 400 - 150 * Math.cos(2 * Math.PI * minute / 1_440) + random.nextGaussian();
    }
}
