package io.ringtail.processors.forecast;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The band in which a series normally lies, and which of its values lie outside. It learns from every value, but a value
 * outside only as far as the band reaches, so an outage does not become normal while it lasts; when the values stay outside
 * on one side for {@link #SHIFT_STEPS} steps, they are the new level.
 *
 * <p>Values come a step apart, in order of event time; steps that are missing are passed over. <b>Threads:</b> one.
 * <b>Units:</b> times in {@link io.ringtail.ring.event.Ticks}, values in their own.
 */
public final class NormalBand {
    /** With fewer values nothing is called unusual. */
    private static final int FIRST_STEPS = 30;

    private static final int SHIFT_STEPS = 12;
    private static final double SCALE_GAIN = 0.03;
    /** What a normal distribution's mean deviation is short of its standard deviation: √(π/2). */
    private static final double DEVIATIONS_OF_MEAN = 1.2533141373155003;
    /** A band is at least this part of what the values are: equal ones do not make the next one unusual. */
    private static final double LEAST_SCALE = 0.005;
    /** No value counts for more than this many deviations when the band's width is learned. */
    private static final double MOST_LEARNED = 4;

    private final long stepTicks;
    private final double deviations;
    private final Season season;
    private final HoltWinters model;
    private final double[] outside = new double[SHIFT_STEPS];
    private int outsideCount;
    private long lastTicks = -1;
    private long judged;
    private double meanDeviation;
    private double meanSize;

    /**
     * @param stepTicks the time between two values
     * @param seasonTicks the period after which the series repeats itself, 0 if it does not
     * @param deviations how many standard deviations wide the band is to either side
     */
    public NormalBand(long stepTicks, long seasonTicks, double deviations) {
        this.stepTicks = stepTicks;
        this.deviations = deviations;
        season = seasonTicks == 0 ? Season.none() : Season.of(seasonTicks, stepTicks);
        model = new HoltWinters(season);
    }

    /** Judges a value, then learns from it. */
    public Reading take(long timeTicks, double value) {
        if (timeTicks <= lastTicks) {
            throw new IllegalArgumentException("values come in order of time");
        }
        if (lastTicks >= 0) {
            model.pass((timeTicks - lastTicks) / stepTicks - 1);
        }
        lastTicks = timeTicks;
        boolean first = model.isEmpty();
        boolean isLearned = season.isKnown() && judged >= FIRST_STEPS;
        double expected = model.expected(timeTicks);
        double scale = scale();
        double error = value - expected;
        double width = deviations * scale;
        boolean isOutside = isLearned && Math.abs(error) > width;
        learn(timeTicks, value, first ? 0 : error, isOutside ? expected + Math.copySign(width, error) : value);
        return new Reading(isLearned, expected, width, scale == 0 ? 0 : error / scale, isOutside);
    }

    private void learn(long timeTicks, double value, double error, double bounded) {
        boolean wasKnown = season.isKnown();
        model.learn(timeTicks, bounded);
        meanSize += Math.max(SCALE_GAIN, 1.0 / (judged + 1)) * (Math.abs(value) - meanSize);
        double most = judged < FIRST_STEPS ? Double.MAX_VALUE : MOST_LEARNED * scale();
        meanDeviation += Math.max(SCALE_GAIN, 1.0 / (judged + 1)) * (Math.min(Math.abs(error), most) - meanDeviation);
        judged++;
        if (season.isKnown() && !wasKnown) { // how far off one is without a season says nothing of one
            judged = 0;
            meanDeviation = 0;
        }
        watchShift(timeTicks, value, bounded == value ? 0 : error);
    }

    /** Takes values that stay outside on one side for the new level. */
    private void watchShift(long timeTicks, double value, double beyond) {
        boolean sameSide = outsideCount == 0 || Math.signum(outside[0]) == Math.signum(beyond);
        if (beyond == 0 || !sameSide) {
            outsideCount = 0;
        }
        if (beyond == 0) {
            return;
        }
        outside[outsideCount++] = beyond;
        if (outsideCount == SHIFT_STEPS) {
            double[] sorted = outside.clone();
            Arrays.sort(sorted);
            model.moveTo(value - season.difference(timeTicks) - beyond + sorted[SHIFT_STEPS / 2]);
            outsideCount = 0;
        }
    }

    private double scale() {
        return Math.max(meanDeviation * DEVIATIONS_OF_MEAN, LEAST_SCALE * meanSize);
    }

    /** Writes what was learned; a band made with the same arguments takes it back with {@link #restore}. */
    public void save(DataOutput out) throws IOException {
        model.save(out);
        out.writeLong(lastTicks);
        out.writeLong(judged);
        out.writeDouble(meanDeviation);
        out.writeDouble(meanSize);
        out.writeByte(outsideCount);
        for (int i = 0; i < outsideCount; i++) {
            out.writeDouble(outside[i]);
        }
    }

    public void restore(DataInput in) throws IOException {
        model.restore(in);
        lastTicks = in.readLong();
        judged = in.readLong();
        meanDeviation = in.readDouble();
        meanSize = in.readDouble();
        outsideCount = in.readByte();
        for (int i = 0; i < outsideCount; i++) {
            outside[i] = in.readDouble();
        }
    }
}
