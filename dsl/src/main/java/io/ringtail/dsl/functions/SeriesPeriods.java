package io.ringtail.dsl.functions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * After how many places series repeat themselves. A period's score says, from 0 to 1, how alike the values are that lie one
 * period and two periods apart, so that a series of two periods has none that is sure.
 */
final class SeriesPeriods {
    /** Kusto's least period. */
    private static final int LEAST = 4;

    private static final int MOST_PERIODS = 100;

    /** A wave with so many times the mean power is looked at. */
    private static final double STRONG = 2;

    /** What a longer period's score has to have more. */
    private static final double SURER = 0.05;

    /** Waves times values: of long series only the longer waves are looked at. */
    private static final int MOST_STEPS = 100_000_000;

    private SeriesPeriods() {}

    /** @param score from 0 to 1 */
    private record Period(int length, double score) {
        /** Whether the other is but several of this. */
        boolean explains(Period other) {
            return other.length > length && other.length % length == 0 && score >= other.score - SURER;
        }
    }

    /** {@code series_periods_detect(series, least, greatest, how many)}. */
    static @Nullable Object detect(@Nullable Object[] row) {
        double[] values = SeriesModels.reals(row[0]);
        int wanted = Math.clamp(Arguments.whole(row[3]), 0, MOST_PERIODS);
        double least = number(row[1]);
        double greatest = number(row[2]);
        List<Period> found = find(values, least, greatest);
        double[] lengths = new double[wanted];
        double[] scores = new double[wanted];
        for (int i = 0; i < Math.min(wanted, found.size()); i++) {
            lengths[i] = found.get(i).length;
            scores[i] = found.get(i).score;
        }
        return columns(lengths, scores);
    }

    /** {@code series_periods_validate(series, period, …)}. */
    static @Nullable Object validate(@Nullable Object[] row) {
        double[] values = SeriesModels.reals(row[0]);
        double[] lengths = new double[row.length - 1];
        double[] scores = new double[lengths.length];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = number(row[i + 1]);
            scores[i] = score(values, (int) Math.round(lengths[i]));
        }
        return columns(lengths, scores);
    }

    /** The surest period whose score is the threshold at least; 0 if there is none. */
    static int surest(double[] values, double threshold) {
        List<Period> found = find(values, LEAST, values.length);
        return found.isEmpty() || found.getFirst().score < threshold ? 0 : found.getFirst().length;
    }

    /** The surest first. A multiple of a period is one of its own if it is surer. */
    private static List<Period> find(double[] values, double least, double greatest) {
        List<Period> all = new ArrayList<>();
        candidates(values).forEach(length -> all.add(new Period(length, score(values, length))));
        List<Period> found = new ArrayList<>(all);
        found.removeIf(period -> period.length < least || period.length > greatest || period.score <= 0);
        found.removeIf(period -> all.stream().anyMatch(shorter -> shorter.explains(period)));
        found.sort(Comparator.comparingDouble(Period::score)
                .reversed()
                .thenComparing(Comparator.comparingInt(Period::length)));
        return found;
    }

    /** Where the autocorrelation peaks near a wave that is much of the series. */
    private static SortedSet<Integer> candidates(double[] values) {
        double[] power = power(values);
        double mean = Arrays.stream(power).average().orElse(0);
        SortedSet<Integer> candidates = new TreeSet<>();
        for (int waves = 1; waves < power.length; waves++) {
            if (power[waves] > STRONG * mean) {
                candidates.add(peak(values, waves));
            }
        }
        return candidates.tailSet(LEAST);
    }

    /** The place of the greatest autocorrelation among the periods that are nearer to this number of waves than to others. */
    private static int peak(double[] values, int waves) {
        int from = (int) Math.ceil(values.length / (waves + 0.5));
        int to = Math.min(values.length / 2, (int) Math.floor(values.length / (waves - 0.5)));
        int best = 0;
        for (int lag = Math.max(from, LEAST); lag <= to; lag++) {
            if (best == 0 || alike(values, lag) > alike(values, best)) {
                best = lag;
            }
        }
        boolean isPeak = best > 0
                && alike(values, best) >= alike(values, best - 1)
                && alike(values, best) >= alike(values, best + 1);
        return isPeak ? best : 0;
    }

    /** By number of waves in the series how much of it they are. */
    private static double[] power(double[] values) {
        double[] apart = apart(values);
        double[] cosines = new double[values.length];
        double[] sines = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            cosines[i] = Math.cos(2 * Math.PI * i / values.length);
            sines[i] = Math.sin(2 * Math.PI * i / values.length);
        }
        double[] power = new double[Math.min(values.length / 2, MOST_STEPS / Math.max(1, values.length)) + 1];
        for (int waves = 1; waves < power.length; waves++) {
            double x = product(apart, waves, cosines);
            double y = product(apart, waves, sines);
            power[waves] = x * x + y * y;
        }
        return power;
    }

    /** @param circle of a function of angles the values along one turn */
    private static double product(double[] apart, int waves, double[] circle) {
        double product = 0;
        for (int i = 0; i < apart.length; i++) {
            product += apart[i] * circle[(int) ((long) waves * i % apart.length)];
        }
        return product;
    }

    /** From the mean; 0 of what is no number. */
    private static double[] apart(double[] values) {
        double mean = SeriesModels.mean(values);
        return Arrays.stream(values)
                .map(value -> Double.isNaN(value) ? 0 : value - mean)
                .toArray();
    }

    private static double score(double[] values, int period) {
        if (period < LEAST || period > values.length / 2) {
            return 0;
        }
        double score = Math.min(alike(values, period), alike(values, 2 * period));
        return Math.clamp(score, 0, 1);
    }

    /** The autocorrelation at a distance; 0 where there are no two values so far apart. */
    private static double alike(double[] values, int distance) {
        double[] apart = apart(values);
        double squares = 0;
        double products = 0;
        for (int i = 0; i < apart.length; i++) {
            squares += apart[i] * apart[i];
            products += i + distance < apart.length ? apart[i] * apart[i + distance] : 0;
        }
        int pairs = values.length - distance;
        return pairs <= 0 || squares == 0 ? 0 : products / squares * values.length / pairs;
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static List<@Nullable Object> columns(double[] lengths, double[] scores) {
        List<@Nullable Object> columns = new ArrayList<>();
        columns.add(SeriesModels.list(lengths));
        columns.add(SeriesModels.list(scores));
        return columns;
    }
}
