package io.ringtail.processors.forecast;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Additive Holt-Winters smoothing with a damped trend (Holt 1957, Winters 1960; Gardner and McKenzie 1985): a level, a trend
 * and, with a {@link Season}, a difference from the level for each part of it. One value a step; what a step is its owner
 * knows.
 *
 * <p>The season's first two turns are only gathered, then taken apart (the means of both turns give level and trend, what is
 * left of each part is its difference); until then there is a level alone. <b>Threads:</b> one. Arithmetic is that of {@code
 * double} in a fixed order, so the same values give the same bits everywhere.
 */
final class HoltWinters {
    private static final double LEVEL_GAIN = 0.2;
    private static final double TREND_GAIN = 0.02;
    private static final double SEASON_GAIN = 0.2;
    private static final double DAMPING = 0.98;

    private final Season season;
    private double level;
    private double trend;
    private long steps;

    HoltWinters(Season season) {
        this.season = season;
    }

    boolean isEmpty() {
        return steps == 0;
    }

    /** What the next step should be, at that time. */
    double expected(long timeTicks) {
        return level + DAMPING * trend + season.difference(timeTicks);
    }

    /** Learns a step. */
    void learn(long timeTicks, double value) {
        steps++;
        if (season.gathers(timeTicks, value) || steps == 1) {
            follow(value);
            return;
        }
        season.startedWith().ifPresent(start -> level = start);
        double difference = season.difference(timeTicks);
        double before = level;
        double predicted = level + DAMPING * trend;
        level = predicted + gain(LEVEL_GAIN) * (value - difference - predicted);
        trend = DAMPING * trend + TREND_GAIN * (level - before - DAMPING * trend);
        season.learn(timeTicks, SEASON_GAIN * (value - level - difference));
    }

    /** Steps without a value: the trend goes on and dies down. */
    void pass(long missing) {
        for (long i = 0; i < missing && trend != 0; i++) {
            trend *= DAMPING;
            level += trend;
            if (Math.abs(trend) < 1e-12 * Math.abs(level)) {
                trend = 0;
            }
        }
    }

    /** The level is another one from now on; the season stays. */
    void moveTo(double newLevel) {
        level = newLevel;
        trend = 0;
    }

    /** A level alone. */
    private void follow(double value) {
        level += gain(LEVEL_GAIN) * (value - level);
    }

    /** The first values count in full, so that the start is forgotten soon. */
    private double gain(double settled) {
        return Math.max(settled, 1.0 / steps);
    }

    void save(DataOutput out) throws IOException {
        out.writeDouble(level);
        out.writeDouble(trend);
        out.writeLong(steps);
        season.save(out);
    }

    void restore(DataInput in) throws IOException {
        level = in.readDouble();
        trend = in.readDouble();
        steps = in.readLong();
        season.restore(in);
    }
}
