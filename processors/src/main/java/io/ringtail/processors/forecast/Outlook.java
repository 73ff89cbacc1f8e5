package io.ringtail.processors.forecast;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.OptionalDouble;

/**
 * Where a series will be after a time, if it goes on as in the last such time: the line of least squares through its values,
 * of which older ones count for less (half after 0.35 of the horizon), and the season's difference at that time. A line over
 * a time as long as half the horizon, where the trend of {@link HoltWinters} over a few steps would be mostly noise.
 *
 * <p><b>Threads:</b> one. <b>Units:</b> as {@link NormalBand}.
 */
public final class Outlook {
    private static final int FIRST_VALUES = 12;
    /** The least part of the horizon that must have been seen. */
    private static final double LEAST_SPAN = 0.125;

    private final long horizonTicks;
    private final double memoryTicks;
    private final Season season;
    private long firstTicks = -1;
    private long lastTicks = -1;
    private long count;
    // Sums over the values, each with its weight; times are relative to the last value, in horizons.
    private double weight;
    private double times;
    private double squares;
    private double values;
    private double products;

    /**
     * @param stepTicks the time between two values
     * @param seasonTicks the period after which the series repeats itself, 0 if it does not
     */
    public Outlook(long stepTicks, long seasonTicks, long horizonTicks) {
        this.horizonTicks = horizonTicks;
        memoryTicks = Math.max(horizonTicks / 2.0, 2.0 * FIRST_VALUES * stepTicks);
        season = seasonTicks == 0 ? Season.none() : Season.of(seasonTicks, stepTicks);
    }

    /** Learns a value; they come in order of time. Returns where the series will be; nothing if it was seen too briefly. */
    public OptionalDouble take(long timeTicks, double value) {
        if (timeTicks <= lastTicks) {
            throw new IllegalArgumentException("values come in order of time");
        }
        boolean knew = season.isKnown();
        if (season.gathers(timeTicks, value)) {
            add(timeTicks, value);
            return OptionalDouble.empty();
        }
        if (!knew) {
            forget(); // the values so far had the season in them
        }
        double difference = season.difference(timeTicks);
        add(timeTicks, value - difference);
        season.learn(timeTicks, 0.2 * (value - difference - at(0)));
        if (count < FIRST_VALUES || lastTicks - firstTicks < LEAST_SPAN * horizonTicks) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(at(1) + season.difference(timeTicks + horizonTicks));
    }

    private void forget() {
        firstTicks = -1;
        lastTicks = -1;
        count = 0;
        weight = 0;
        times = 0;
        squares = 0;
        values = 0;
        products = 0;
    }

    private void add(long timeTicks, double value) {
        if (lastTicks < 0) {
            firstTicks = timeTicks;
        } else {
            age(timeTicks - lastTicks);
        }
        lastTicks = timeTicks;
        count++;
        weight += 1;
        values += value;
    }

    /** Moves the origin of the times, and lets what is there count for less. */
    private void age(long ticks) {
        double kept = StrictMath.exp(-ticks / memoryTicks);
        double moved = (double) ticks / horizonTicks;
        squares = kept * (squares - 2 * moved * times + moved * moved * weight);
        products = kept * (products - moved * values);
        times = kept * (times - moved * weight);
        values *= kept;
        weight *= kept;
    }

    /** The line at a time after the last value, in horizons. */
    private double at(double horizons) {
        double determinant = weight * squares - times * times;
        double mean = values / weight;
        if (determinant <= 1e-12 * weight * weight) {
            return mean;
        }
        double slope = (weight * products - times * values) / determinant;
        return mean + slope * (horizons - times / weight);
    }

    /** As {@link NormalBand#save}. */
    public void save(DataOutput out) throws IOException {
        season.save(out);
        out.writeLong(firstTicks);
        out.writeLong(lastTicks);
        out.writeLong(count);
        for (double sum : new double[] {weight, times, squares, values, products}) {
            out.writeDouble(sum);
        }
    }

    public void restore(DataInput in) throws IOException {
        season.restore(in);
        firstTicks = in.readLong();
        lastTicks = in.readLong();
        count = in.readLong();
        weight = in.readDouble();
        times = in.readDouble();
        squares = in.readDouble();
        values = in.readDouble();
        products = in.readDouble();
    }
}
