package io.ringtail.ring.bus;

import io.ringtail.ring.event.Ticks;

/**
 * When a source says how far its time has come: once for each second of event time, by its events alone, so that the same
 * events give the same ticks however often they are recorded. A time far ahead is not believed at once: it takes some
 * events in a row from there on, lest one wild time close every window.
 *
 * <p><b>Threads:</b> one.
 */
public final class TickRule {
    /** There is nothing to say. */
    public static final long NONE = Long.MIN_VALUE;

    /** Farther ahead than this is a jump. */
    static final long JUMP_TICKS = Ticks.PER_HOUR;
    /** So many events in a row make a jump believed. */
    static final int EVENTS_A_JUMP = 64;

    private long watermark;
    private long leastBeyond = Long.MAX_VALUE;
    private int eventsBeyond;

    /** @param startTicks when the source began */
    public TickRule(long startTicks) {
        watermark = second(startTicks);
    }

    /**
     * Hears the time of the next event before it is published.
     *
     * @return the watermark to be journaled first, or {@link #NONE}
     */
    public long before(long timeTicks) {
        if (timeTicks > watermark && timeTicks - watermark > JUMP_TICKS) {
            leastBeyond = Math.min(leastBeyond, timeTicks);
            return ++eventsBeyond < EVENTS_A_JUMP ? NONE : advance(second(leastBeyond));
        }
        leastBeyond = Long.MAX_VALUE;
        eventsBeyond = 0;
        boolean sameSecond = timeTicks <= watermark || timeTicks - watermark < Ticks.PER_SECOND;
        return sameSecond ? NONE : advance(second(timeTicks));
    }

    private long advance(long second) {
        watermark = second;
        leastBeyond = Long.MAX_VALUE;
        eventsBeyond = 0;
        return second;
    }

    private static long second(long ticks) {
        return ticks - Math.floorMod(ticks, Ticks.PER_SECOND);
    }
}
