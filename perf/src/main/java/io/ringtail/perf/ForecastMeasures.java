package io.ringtail.perf;

import io.ringtail.processors.forecast.NormalBand;
import io.ringtail.processors.forecast.Outlook;
import io.ringtail.processors.forecast.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * How well the forecasts judge: precision and recall on {@link SyntheticSeries}, beside a fixed limit of as many deviations
 * from the mean of the quiet days; and how long before a disk is full that is known.
 *
 * <p>An anomaly is found when a value of it is outside of the band. A value outside is right when it belongs to an anomaly, or
 * comes within three steps after one.
 */
final class ForecastMeasures {
    /** So wide that a series of normal noise has one value in two million outside. */
    static final double DEVIATIONS = 5;

    private static final int SEEDS = 20;
    private static final int AFTERMATH = 3;
    private static final long HOUR_TICKS = 36_000_000_000L;

    /** What became of the anomalies of some series. */
    record Score(int anomalies, int found, int outside, int right) {
        double precision() {
            return outside == 0 ? 1 : (double) right / outside;
        }

        double recall() {
            return anomalies == 0 ? 1 : (double) found / anomalies;
        }

        Score plus(Score other) {
            return new Score(
                    anomalies + other.anomalies, found + other.found, outside + other.outside, right + other.right);
        }
    }

    List<Measure> run() {
        List<Measure> measures = new ArrayList<>();
        Score all = new Score(0, 0, 0, 0);
        Score allFixed = all;
        for (String kind : SyntheticSeries.KINDS) {
            Score score = score(kind);
            Score fixed = fixed(kind);
            add(measures, "forecast." + kind, score, fixed);
            all = all.plus(score);
            allFixed = allFixed.plus(fixed);
        }
        add(measures, "forecast.all", all, allFixed);
        measures.add(Measure.alone("forecast.disk.known.before", hoursKnownBefore(1), "h"));
        measures.add(speed());
        return measures;
    }

    private static void add(List<Measure> measures, String name, Score score, Score fixed) {
        measures.add(
                new Measure(name + ".precision", 100 * score.precision(), "%", "fixed limit", 100 * fixed.precision()));
        measures.add(new Measure(name + ".recall", 100 * score.recall(), "%", "fixed limit", 100 * fixed.recall()));
    }

    /** Of one kind, over all seeds. */
    static Score score(String kind) {
        Score sum = new Score(0, 0, 0, 0);
        for (int seed = 1; seed <= SEEDS; seed++) {
            SyntheticSeries series = SyntheticSeries.of(kind, seed);
            NormalBand band = new NormalBand(series.stepTicks(), series.seasonTicks(), DEVIATIONS);
            boolean[] outside = new boolean[series.values().length];
            for (int step = 0; step < outside.length; step++) {
                double value = series.values()[step];
                if (!Double.isNaN(value)) {
                    Reading reading = band.take(step * series.stepTicks(), value);
                    outside[step] = reading.isAnomalous();
                }
            }
            sum = sum.plus(score(series, outside));
        }
        return sum;
    }

    private static Score fixed(String kind) {
        Score sum = new Score(0, 0, 0, 0);
        for (int seed = 1; seed <= SEEDS; seed++) {
            SyntheticSeries series = SyntheticSeries.of(kind, seed);
            double[] values = series.values();
            int quiet = values.length / 2;
            double mean = 0;
            double square = 0;
            int count = 0;
            for (int step = 0; step < quiet; step++) {
                if (!Double.isNaN(values[step])) {
                    mean += values[step];
                    square += values[step] * values[step];
                    count++;
                }
            }
            mean /= count;
            double deviation = Math.sqrt(square / count - mean * mean);
            boolean[] outside = new boolean[values.length];
            for (int step = quiet; step < values.length; step++) {
                outside[step] = Math.abs(values[step] - mean) > DEVIATIONS * deviation;
            }
            sum = sum.plus(score(series, outside));
        }
        return sum;
    }

    private static Score score(SyntheticSeries series, boolean[] outside) {
        boolean[] right = new boolean[outside.length];
        int found = 0;
        for (SyntheticSeries.Anomaly anomaly : series.anomalies()) {
            boolean seen = false;
            for (int step = anomaly.fromInclusive(); step < anomaly.toExclusive() + AFTERMATH; step++) {
                right[step] = true;
                seen |= outside[step] && step < anomaly.toExclusive();
            }
            found += seen ? 1 : 0;
        }
        int all = 0;
        int rightOnes = 0;
        for (int step = 0; step < outside.length; step++) {
            all += outside[step] ? 1 : 0;
            rightOnes += outside[step] && right[step] ? 1 : 0;
        }
        return new Score(series.anomalies().size(), found, all, rightOnes);
    }

    /**
     * A disk that is cleaned every hour for two days and then fills within ten hours: how long before it is full a forecast of
     * four hours says so for good. Negative if it said so before it began to fill.
     */
    static double hoursKnownBefore(long seed) {
        Random random = new Random(seed);
        long step = HOUR_TICKS / 60;
        Outlook outlook = new Outlook(step, 0, 4 * HOUR_TICKS);
        double known = Double.NaN;
        for (int minute = 0; minute < 58 * 60; minute++) {
            double cleaned = 100 - (minute % 60) * 0.05 + 0.2 * random.nextGaussian();
            double filled = Math.max(0, minute - 48 * 60) * (100.0 / (10 * 60));
            OptionalDouble later = outlook.take(minute * step, cleaned - filled);
            boolean says = later.isPresent() && later.getAsDouble() < 0;
            if (says && minute < 48 * 60) {
                return -1;
            }
            if (!says) {
                known = Double.NaN;
            } else if (Double.isNaN(known)) {
                known = (58 * 60 - minute) / 60.0;
            }
        }
        return known;
    }

    private static Measure speed() {
        SyntheticSeries series = SyntheticSeries.of("growing", 1);
        double nanos = Double.MAX_VALUE;
        int values = series.values().length;
        for (int round = 0; round < 10; round++) {
            NormalBand band = new NormalBand(series.stepTicks(), series.seasonTicks(), DEVIATIONS);
            long start = System.nanoTime();
            for (int step = 0; step < values; step++) {
                band.take(step * series.stepTicks(), series.values()[step]);
            }
            nanos = Math.min(nanos, (double) (System.nanoTime() - start) / values);
        }
        return Measure.alone("forecast.value", nanos, "ns");
    }
}
