package io.ringtail.processors.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void givesTheNumbersOfTheTextbooks() {
        assertThat(Statistics.normalQuantile(0.975)).isEqualTo(1.959964, within(1e-6));
        assertThat(Statistics.normalQuantile(0.001)).isEqualTo(-3.090232, within(1e-6));
        assertThat(Statistics.lowerBound(3, 20, 0.025)).isEqualTo(0.05237, within(1e-5));
        assertThat(Statistics.upperBound(0, 10, 0.025)).isEqualTo(0.27753, within(1e-5));
        // Fisher's lady tasting tea: three of four cups right, and four of four
        assertThat(Statistics.chanceOfAsMany(3, 4, 1, 4)).isEqualTo(17.0 / 70, within(1e-9));
        assertThat(Statistics.chanceOfAsMany(4, 4, 0, 4)).isEqualTo(1.0 / 70, within(1e-9));
    }

    @Test
    void percentilesOfMergedHistogramsAreThoseOfAll() throws IOException {
        SplittableRandom random = new SplittableRandom(11);
        Latencies[] parts = {new Latencies(), new Latencies(), new Latencies()};
        double[] all = new double[30_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = Math.exp(random.nextDouble() * 12 - 3);
            parts[i % parts.length].add(all[i]);
        }
        Latencies sum = new Latencies();
        for (Latencies part : parts) {
            sum.addAll(copy(part));
        }

        Arrays.sort(all);
        for (double share : new double[] {0.01, 0.5, 0.95, 0.99, 1}) {
            double exact = all[(int) Math.ceil(share * all.length) - 1];
            assertThat(sum.quantile(share)).isBetween(exact - 0.001, exact * 1.033 + 0.001);
        }
        long above = Arrays.stream(all).filter(value -> value > 800).count();
        long aboveMore = Arrays.stream(all).filter(value -> value > 800 * 1.033).count();
        assertThat(sum.above(800)).isBetween(aboveMore, above);
    }

    private static Latencies copy(Latencies latencies) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        latencies.write(new DataOutputStream(bytes));
        return Latencies.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
