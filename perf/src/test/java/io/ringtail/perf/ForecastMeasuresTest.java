package io.ringtail.perf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the scores that docs/performance.md states; the series and the arithmetic are the same everywhere. */
class ForecastMeasuresTest {
    static List<String> kinds() {
        return SyntheticSeries.KINDS;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void findsTheAnomaliesAndLittleElse(String kind) {
        ForecastMeasures.Score score = ForecastMeasures.score(kind);

        assertThat(score.anomalies()).isEqualTo(100);
        assertThat(score.recall()).isGreaterThanOrEqualTo(0.95);
        assertThat(score.precision()).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void knowsHoursBeforeThatADiskWillBeFullAndNotBeforeItFills() {
        for (int seed = 1; seed <= 20; seed++) {
            assertThat(ForecastMeasures.hoursKnownBefore(seed))
                    .as("seed %d", seed)
                    .isBetween(2.5, 5.0);
        }
    }
}
