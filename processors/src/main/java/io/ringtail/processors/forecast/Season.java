package io.ringtail.processors.forecast;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.OptionalDouble;

/**
 * How the parts of a period, such as the hours of a day, differ from its mean. A period has at most {@link #MOST_PARTS}
 * parts, however short the steps are, which bounds the memory of a series. <b>Threads:</b> one.
 */
final class Season {
    /** Five minutes of a day. */
    private static final int MOST_PARTS = 288;

    private final long periodTicks;
    private final int parts;
    private final double[] differences;
    /** Sums and counts of the first and of the second turn; of no use once both are over. */
    private final double[] sums;

    private final int[] counts;
    private long firstTicks = -1;
    private boolean isKnown;
    private OptionalDouble startLevel = OptionalDouble.empty();

    private Season(long periodTicks, int parts) {
        this.periodTicks = periodTicks;
        this.parts = parts;
        differences = new double[parts];
        sums = new double[2 * parts];
        counts = new int[2 * parts];
    }

    static Season none() {
        return new Season(0, 0);
    }

    /** @param stepTicks the time between two values; a period has at least two */
    static Season of(long periodTicks, long stepTicks) {
        long steps = periodTicks / stepTicks;
        if (steps < 2) {
            throw new IllegalArgumentException("a season has at least two steps");
        }
        return new Season(periodTicks, (int) Math.min(steps, MOST_PARTS));
    }

    /** Whether it is known, or there is none to be known. */
    boolean isKnown() {
        return isKnown || parts == 0;
    }

    double difference(long timeTicks) {
        return isKnown ? differences[part(timeTicks)] : 0;
    }

    /** Takes a value of the first two turns; false if they are over. */
    boolean gathers(long timeTicks, double value) {
        if (isKnown()) {
            return false;
        }
        if (firstTicks < 0) {
            firstTicks = timeTicks;
        }
        long turn = (timeTicks - firstTicks) / periodTicks;
        if (turn >= 2) {
            takeApart();
            return false;
        }
        int at = (int) turn * parts + part(timeTicks);
        sums[at] += value;
        counts[at]++;
        return true;
    }

    /** The level at the end of the first two turns: once, right after they are over. */
    OptionalDouble startedWith() {
        OptionalDouble level = startLevel;
        startLevel = OptionalDouble.empty();
        return level;
    }

    /** A part's difference changes by so much. */
    void learn(long timeTicks, double change) {
        if (isKnown && parts > 0) {
            differences[part(timeTicks)] += change;
        }
    }

    private void takeApart() {
        double rise = rise();
        double mean = 0;
        for (int part = 0; part < parts; part++) {
            differences[part] = partMean(part, rise);
            mean += differences[part] / parts;
        }
        for (int part = 0; part < parts; part++) {
            differences[part] -= mean;
        }
        startLevel = OptionalDouble.of(mean + rise);
        isKnown = true;
    }

    /** By how much the second turn lies higher than the first, over the parts that both have. */
    private double rise() {
        double sum = 0;
        int both = 0;
        for (int part = 0; part < parts; part++) {
            if (counts[part] > 0 && counts[parts + part] > 0) {
                sum += sums[parts + part] / counts[parts + part] - sums[part] / counts[part];
                both++;
            }
        }
        return both == 0 ? 0 : sum / both;
    }

    /** A part's mean on the line of the first turn's middle; the last one's if it has no value. */
    private double partMean(int part, double rise) {
        int count = counts[part] + counts[parts + part];
        if (count == 0) {
            return part == 0 ? 0 : differences[part - 1];
        }
        double slope = rise * (part - parts / 2.0) / parts;
        return (sums[part] + sums[parts + part] - rise * counts[parts + part]) / count - slope;
    }

    private int part(long timeTicks) {
        long phase = Math.floorMod(timeTicks, periodTicks);
        return (int) Math.min(parts - 1, (long) ((double) phase / periodTicks * parts));
    }

    void save(DataOutput out) throws IOException {
        out.writeBoolean(isKnown);
        out.writeLong(firstTicks);
        out.writeDouble(startLevel.orElse(Double.NaN));
        for (int i = 0; i < parts; i++) {
            out.writeDouble(differences[i]);
        }
        if (!isKnown()) {
            for (int i = 0; i < 2 * parts; i++) {
                out.writeDouble(sums[i]);
                out.writeInt(counts[i]);
            }
        }
    }

    void restore(DataInput in) throws IOException {
        isKnown = in.readBoolean();
        firstTicks = in.readLong();
        double start = in.readDouble();
        startLevel = Double.isNaN(start) ? OptionalDouble.empty() : OptionalDouble.of(start);
        for (int i = 0; i < parts; i++) {
            differences[i] = in.readDouble();
        }
        if (!isKnown()) {
            for (int i = 0; i < 2 * parts; i++) {
                sums[i] = in.readDouble();
                counts[i] = in.readInt();
            }
        }
    }
}
