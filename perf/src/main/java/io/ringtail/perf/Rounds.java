package io.ringtail.perf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs a piece of work several times and takes the median rate, after rounds that only warm up. */
final class Rounds {
    private static final int WARM_UPS = 2;
    private static final int ROUNDS = 5;
    /** Of short work: some seconds, which the JIT compiler needs until a query runs as it will. */
    private static final int WARM_UPS_OF_SHORT_WORK = 10;

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
        return perSecond(() -> {}, repeated(work), WARM_UPS_OF_SHORT_WORK);
    }

    /** Short work, done until a round's time is over. */
    static Work repeated(Work work) {
        return () -> {
            long end = System.nanoTime() + SHORTEST_ROUND_NANOS;
            long amount = 0;
            while (System.nanoTime() < end) {
                amount += work.run();
            }
            return amount;
        };
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
        return perSecond(preparation, work, WARM_UPS);
    }

    private static double perSecond(Preparation preparation, Work work, int warmUps) throws IOException {
        double[] rates = new double[ROUNDS];
        for (int i = -warmUps; i < ROUNDS; i++) {
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

    /** The rates of one piece of work, ascending. */
    record Sample(double[] rates) {
        double median() {
            return rates[rates.length / 2];
        }

        Sample times(double factor) {
            return new Sample(Arrays.stream(rates).map(rate -> rate * factor).toArray());
        }

        Measure against(String measure, String unit, String baseline, Sample other) {
            return new Measure(measure, median(), unit, baseline, other.median(), rates[0], rates[rates.length - 1]);
        }
    }

    /** Runs several pieces of work in turn, so that what slows the machine down for a while slows all of them. */
    static List<Sample> inTurn(Preparation preparation, List<Work> works) throws IOException {
        double[][] rates = new double[works.size()][ROUNDS];
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            for (int i = 0; i < works.size(); i++) {
                preparation.run();
                System.gc(); // lets the mappings of deleted files go
                long start = System.nanoTime();
                long amount = works.get(i).run();
                double rate = amount / ((System.nanoTime() - start) / 1e9);
                if (round >= 0) {
                    rates[i][round] = rate;
                }
            }
        }
        List<Sample> samples = new ArrayList<>();
        for (double[] each : rates) {
            Arrays.sort(each);
            samples.add(new Sample(each));
        }
        return samples;
    }

    /** Makes the compiler believe that a result is wanted. */
    static void consume(long value) {
        if (value == 0x5EED_5EED_5EED_5EEDL) {
            System.err.println(value);
        }
    }
}
