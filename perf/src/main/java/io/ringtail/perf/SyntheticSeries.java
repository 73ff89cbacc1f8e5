package io.ringtail.perf;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Series of numbers whose anomalies are known because they were put there: eight kinds of what services and machines show, a
 * value a minute over ten days, about one anomaly a day from the sixth day on. The same seed gives the same series.
 *
 * @param stepTicks the time between two values
 * @param seasonTicks after what time it repeats itself, 0 if it does not
 * @param values NaN where the series has a hole
 * @param anomalies in order of time
 */
record SyntheticSeries(
        String kind, long stepTicks, long seasonTicks, double[] values, List<SyntheticSeries.Anomaly> anomalies) {
    static final List<String> KINDS =
            List.of("level", "daily", "growing", "heavy-tailed", "correlated", "counts", "holes", "shifting");

    private static final long MINUTE_TICKS = 600_000_000L;
    private static final int DAY = 1_440;
    private static final int DAYS = 10;
    private static final int QUIET_DAYS = 5;

    /** Values that are not as they should be, from one step to before another. */
    record Anomaly(int fromInclusive, int toExclusive) {}

    static SyntheticSeries of(String kind, long seed) {
        return new Maker(kind, new Random(seed * 31 + kind.hashCode())).make();
    }

    private static final class Maker {
        private final String kind;
        private final Random random;
        private final double[] values = new double[DAYS * DAY];
        private final List<Anomaly> anomalies = new ArrayList<>();

        Maker(String kind, Random random) {
            this.kind = kind;
            this.random = random;
        }

        SyntheticSeries make() {
            double carried = 0;
            for (int step = 0; step < values.length; step++) {
                carried = 0.7 * carried + random.nextGaussian();
                values[step] = value(step, carried);
            }
            for (int day = QUIET_DAYS; day < DAYS; day++) {
                damage(day * DAY + 60 + random.nextInt(DAY - 240));
            }
            if (kind.equals("holes")) {
                makeHoles();
            }
            return new SyntheticSeries(
                    kind, MINUTE_TICKS, isDaily() ? DAY * MINUTE_TICKS : 0, values, List.copyOf(anomalies));
        }

        private boolean isDaily() {
            return kind.equals("daily") || kind.equals("growing") || kind.equals("holes");
        }

        private double value(int step, double carried) {
            return switch (kind) {
                case "level" -> 200 + 10 * random.nextGaussian();
                case "daily", "holes" -> 400 + daily(step) + 15 * random.nextGaussian();
                case "growing" -> 300 + 0.02 * step + daily(step) + 15 * random.nextGaussian();
                case "heavy-tailed" -> 80 * Math.exp(0.15 * random.nextGaussian());
                case "correlated" -> 100 + 5 * carried;
                case "counts" -> poisson(40);
                case "shifting" -> 200 + 10 * random.nextGaussian();
                default -> throw new IllegalArgumentException(kind);
            };
        }

        private static double daily(int step) {
            double phase = 2 * Math.PI * step / DAY;
            return 150 * Math.sin(phase) + 60 * Math.sin(2 * phase + 1);
        }

        private double poisson(double mean) {
            double limit = Math.exp(-mean);
            int count = -1;
            for (double product = 1; product > limit; product *= random.nextDouble()) {
                count++;
            }
            return count;
        }

        /** A spike, a dip or an outage of eight to twelve deviations for up to ten minutes; or a new level. */
        private void damage(int from) {
            if (kind.equals("shifting")) {
                double by = (random.nextBoolean() ? 1 : -1) * 10.0 * (8 + random.nextInt(5));
                for (int step = from; step < values.length; step++) {
                    values[step] += by;
                }
                anomalies.add(new Anomaly(from, from + 12));
                return;
            }
            int length = 1 + random.nextInt(10);
            double size = (random.nextInt(3) == 0 ? -1 : 1) * deviation() * (8 + random.nextInt(5));
            for (int step = from; step < from + length; step++) {
                values[step] = Math.max(0, values[step] + size);
            }
            anomalies.add(new Anomaly(from, from + length));
        }

        private double deviation() {
            return switch (kind) {
                case "level" -> 10;
                case "daily", "holes", "growing" -> 15;
                case "heavy-tailed" -> 12;
                case "correlated" -> 7;
                case "counts" -> 6.3;
                default -> throw new IllegalArgumentException(kind);
            };
        }

        /** Half an hour without values, three times a day, away from what was damaged. */
        private void makeHoles() {
            for (int hole = 0; hole < 3 * DAYS; hole++) {
                int from = random.nextInt(values.length - 30);
                boolean free = anomalies.stream()
                        .noneMatch(anomaly -> anomaly.fromInclusive() < from + 40 && anomaly.toExclusive() > from - 10);
                for (int step = from; free && step < from + 30; step++) {
                    values[step] = Double.NaN;
                }
            }
        }
    }
}
