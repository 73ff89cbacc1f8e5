package io.ringtail.ring.event;

import java.util.Objects;

/**
 * How a source's raw clock becomes event time, and which sources may be merged by the raw values.
 *
 * @param raw0 the raw value at {@code startTicks}
 * @param startTicks event time at {@code raw0}
 * @param frequency raw units a second
 */
public record Clock(Kind kind, long raw0, long startTicks, long frequency) {
    /** ETW's three clocks; the labels are those of {@code stats}. */
    public enum Kind {
        QPC("qpc"),
        SYSTEM_TIME("systemTime"),
        CPU_CYCLE("cpuCycle");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** Raw values are event time: for sources without a clock of their own. */
    public static final Clock TICKS = new Clock(Kind.SYSTEM_TIME, 0, 0, Ticks.PER_SECOND);

    public Clock {
        Objects.requireNonNull(kind);
        if (frequency <= 0) {
            throw new IllegalArgumentException("a clock's frequency is above 0, not " + frequency);
        }
    }

    /** Event time of a raw value, rounded down to the tick; exact over the whole range of both. */
    public long toTicks(long raw) {
        if (frequency == Ticks.PER_SECOND) {
            return startTicks + (raw - raw0);
        }
        long units = raw - raw0;
        long seconds = Math.floorDiv(units, frequency);
        long rest = units - seconds * frequency;
        return startTicks + seconds * Ticks.PER_SECOND + scaled(rest);
    }

    /** The first raw value at or after a time: the inverse of {@link #toTicks} where that has one. */
    public long toRaw(long ticks) {
        long units = ticks - startTicks;
        long seconds = Math.floorDiv(units, Ticks.PER_SECOND);
        long rest = Math.floorMod(units, Ticks.PER_SECOND);
        return raw0 + seconds * frequency + Math.ceilDiv(rest * frequency, Ticks.PER_SECOND);
    }

    private long scaled(long rest) {
        if (frequency <= Long.MAX_VALUE / Ticks.PER_SECOND) {
            return rest * Ticks.PER_SECOND / frequency;
        }
        return (long) ((double) rest / (double) frequency * Ticks.PER_SECOND);
    }
}
