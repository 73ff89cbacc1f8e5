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

    /** From the mean; 0 of what is no number. */
    private final double[] apart;

    private final double squares;

    private SeriesPeriods(double[] values) {
        double mean = SeriesModels.mean(values);
        apart = Arrays.stream(values)
                .map(value -> Double.isNaN(value) ? 0 : value - mean)
                .toArray();
        double sum = 0;
        for (double value : apart) {
            sum += value * value;
        }
        squares = sum;
    }

    /** @param score from 0 to 1 */
    private record Period(int length, double score) {
        /** Whether the other is but several of this. */
        boolean explains(Period other) {
            return other.length > length && other.length % length == 0 && score >= other.score - SURER;
        }
    }

    /** {@code series_periods_detect(series, least, greatest, how many)}. */
    static @Nullable Object detect(@Nullable Object[] row) {
        SeriesPeriods series = new SeriesPeriods(SeriesModels.reals(row[0]));
        int wanted = Math.clamp(Arguments.whole(row[3]), 0, MOST_PERIODS);
        double least = number(row[1]);
        double greatest = number(row[2]);
        List<Period> found = series.find(least, greatest);
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
        SeriesPeriods series = new SeriesPeriods(SeriesModels.reals(row[0]));
        double[] lengths = new double[row.length - 1];
        double[] scores = new double[lengths.length];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = number(row[i + 1]);
            scores[i] = series.score((int) Math.round(lengths[i]));
        }
        return columns(lengths, scores);
    }

    /** The surest period whose score is the threshold at least; 0 if there is none. */
    static int surest(double[] values, double threshold) {
        List<Period> found = new SeriesPeriods(values).find(LEAST, values.length);
        return found.isEmpty() || found.getFirst().score < threshold ? 0 : found.getFirst().length;
    }

    /** The surest first. A multiple of a period is one of its own if it is surer. */
    private List<Period> find(double least, double greatest) {
        List<Period> all = new ArrayList<>();
        candidates().forEach(length -> all.add(new Period(length, score(length))));
        List<Period> found = new ArrayList<>(all);
        found.removeIf(period -> period.length < least || period.length > greatest || period.score <= 0);
        found.removeIf(period -> all.stream().anyMatch(shorter -> shorter.explains(period)));
        found.sort(Comparator.comparingDouble(Period::score)
                .reversed()
                .thenComparing(Comparator.comparingInt(Period::length)));
        return found;
    }

    /** Where the autocorrelation peaks near a wave that is much of the series. */
    private SortedSet<Integer> candidates() {
        double[] power = power();
        double mean = Arrays.stream(power).average().orElse(0);
        SortedSet<Integer> candidates = new TreeSet<>();
        for (int waves = 1; waves < power.length; waves++) {
            if (power[waves] > STRONG * mean) {
                candidates.add(peak(waves));
            }
        }
        return candidates.tailSet(LEAST);
    }

    /** The place of the greatest autocorrelation among the periods that are nearer to this number of waves than to others. */
    private int peak(int waves) {
        int from = (int) Math.ceil(apart.length / (waves + 0.5));
        int to = Math.min(apart.length / 2, (int) Math.floor(apart.length / (waves - 0.5)));
        int best = 0;
        double most = 0;
        for (int lag = Math.max(from, LEAST); lag <= to; lag++) {
            double alike = alike(lag);
            if (best == 0 || alike > most) {
                best = lag;
                most = alike;
            }
        }
        boolean isPeak = best > 0 && most >= alike(best - 1) && most >= alike(best + 1);
        return isPeak ? best : 0;
    }

    /** By number of waves in the series how much of it they are. */
    private double[] power() {
        int size = apart.length;
        double[] cosines = new double[size];
        double[] sines = new double[size];
        for (int i = 0; i < size; i++) {
            cosines[i] = Math.cos(2 * Math.PI * i / size);
            sines[i] = Math.sin(2 * Math.PI * i / size);
        }
        double[] power = new double[Math.min(size / 2, MOST_STEPS / Math.max(1, size)) + 1];
        for (int waves = 1; waves < power.length; waves++) {
            double x = product(waves, cosines);
            double y = product(waves, sines);
            power[waves] = x * x + y * y;
        }
        return power;
    }

    /** @param circle of a function of angles the values along one turn */
    private double product(int waves, double[] circle) {
        double product = 0;
        for (int i = 0; i < apart.length; i++) {
            product += apart[i] * circle[(int) ((long) waves * i % apart.length)];
        }
        return product;
    }

    private double score(int period) {
        if (period < LEAST || period > apart.length / 2) {
            return 0;
        }
        double score = Math.min(alike(period), alike(2 * period));
        return Math.clamp(score, 0, 1);
    }

    /** The autocorrelation at a distance; 0 where there are no two values so far apart. */
    private double alike(int distance) {
        double products = 0;
        for (int i = 0; i + distance < apart.length; i++) {
            products += apart[i] * apart[i + distance];
        }
        int pairs = apart.length - distance;
        return pairs <= 0 || squares == 0 ? 0 : products / squares * apart.length / pairs;
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
