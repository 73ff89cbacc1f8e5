package io.ringtail.ring.bus;

import io.ringtail.ring.event.Ticks;

/**
 * How far the time of a source has come that delivers while things happen: its events come out of several buffers and not in
 * order, so not they tell, but the source itself, when it has flushed what it held, or when nothing came. A time far ahead is
 * not believed at once, lest a clock that is set wrong for a moment close every window.
 *
 * <p><b>Threads:</b> one.
 */
final class LiveTickRule {
    /** There is nothing to say. */
    static final long NONE = Long.MIN_VALUE;

    /** Farther ahead than this is a jump. */
    static final long JUMP_TICKS = Ticks.PER_HOUR;
    /** So many in a row make a jump believed: with a flush a second, some seconds. */
    static final int FLUSHES_A_JUMP = 5;

    private long watermark;
    private long leastBeyond = Long.MAX_VALUE;
    private int flushesBeyond;

    /** @param startTicks when the source began */
    LiveTickRule(long startTicks) {
        watermark = startTicks;
    }

    /** The watermark that follows from all before {@code ticks} being delivered, or {@link #NONE}; {@link #advance} takes it. */
    long after(long ticks) {
        if (ticks <= watermark) {
            return NONE;
        }
        if (ticks - watermark <= JUMP_TICKS) {
            leastBeyond = Long.MAX_VALUE;
            flushesBeyond = 0;
            return ticks;
        }
        leastBeyond = Math.min(leastBeyond, ticks);
        return ++flushesBeyond < FLUSHES_A_JUMP ? NONE : leastBeyond;
    }

    /** The watermark has been told. */
    void advance(long newWatermark) {
        watermark = newWatermark;
        leastBeyond = Long.MAX_VALUE;
        flushesBeyond = 0;
    }
}
