package io.ringtail.perf;

import java.io.IOException;
import java.util.Arrays;

/** Runs a piece of work several times and takes the median rate, after rounds that only warm up. */
final class Rounds {
    private static final int WARM_UPS = 2;
    private static final int ROUNDS = 5;

    /** Work that tells how much it did: events, rows or bytes. */
    interface Work {
        long run() throws IOException;
    }

    /** What must be done before each round, and is not measured. */
    interface Preparation {
        void run() throws IOException;
    }

    private Rounds() {}

    /** Amount a second, the median of the rounds. */
    static double perSecond(Work work) throws IOException {
        return perSecond(() -> {}, work);
    }

    /** As above, with a preparation before each round. */
    static double perSecond(Preparation preparation, Work work) throws IOException {
        double[] rates = new double[ROUNDS];
        for (int i = -WARM_UPS; i < ROUNDS; i++) {
            preparation.run();
            long start = System.nanoTime();
            long amount = work.run();
            double rate = amount / ((System.nanoTime() - start) / 1e9);
            if (i >= 0) {
                rates[i] = rate;
            }
        }
        Arrays.sort(rates);
        return rates[ROUNDS / 2];
    }
}
