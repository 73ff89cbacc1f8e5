package io.ringtail.perf;

import java.io.IOException;
import java.util.Arrays;

/** Runs a piece of work several times and takes the median rate, after rounds that only warm up. */
final class Rounds {
    private static final int WARM_UPS = 2;
    private static final int ROUNDS = 5;
    /** Long enough for the JIT compiler to have caught up after the rounds that warm up. */
    private static final long SHORTEST_ROUND_NANOS = 300_000_000;

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

    /** As above for work that is short: each round repeats it until a round's time is over. */
    static double perSecondRepeated(Work work) throws IOException {
        return perSecond(() -> {
            long end = System.nanoTime() + SHORTEST_ROUND_NANOS;
            long amount = 0;
            while (System.nanoTime() < end) {
                amount += work.run();
            }
            return amount;
        });
    }

    /** Two ways to do the same in alternation, so that what changes meanwhile meets both: the median rate of each. */
    static double[] alternated(int rounds, Preparation preparation, Work one, Work other) throws IOException {
        double[][] rates = new double[2][rounds];
        for (int i = -WARM_UPS; i < rounds; i++) {
            for (int way = 0; way < rates.length; way++) {
                preparation.run();
                long start = System.nanoTime();
                long amount = (way == 0 ? one : other).run();
                double rate = amount / ((System.nanoTime() - start) / 1e9);
                if (i >= 0) {
                    rates[way][i] = rate;
                }
            }
        }
        Arrays.sort(rates[0]);
        Arrays.sort(rates[1]);
        return new double[] {rates[0][rounds / 2], rates[1][rounds / 2]};
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
