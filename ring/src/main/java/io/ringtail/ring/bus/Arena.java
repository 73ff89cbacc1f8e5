package io.ringtail.ring.bus;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of the events that wait in the ring: one array, claimed in ranges by many publishers and released by the one
 * journaler. Positions count bytes claimed since the start, and never wrap; a range lies in the array in one piece.
 *
 * <p>Ranges are claimed before slots, and two publishers may get theirs in one order and their slots in the other. So
 * the journaler releases ranges out of order: those that lie ahead of the first one still held wait in a table until it
 * is released too. Claiming first keeps the two limits from locking each other up: who waits for bytes holds no slot,
 * and who waits for a slot needs nothing more but that.
 *
 * <p><b>Threads:</b> {@link #tryClaim} and {@link #abandon} any; {@link #release} and {@link #releaseAbandoned} the
 * journaler's.
 */
final class Arena {
    /** No room now. */
    static final long FULL = -1;

    private final byte[] bytes;
    private final int mask;
    private final AtomicLong claimed = new AtomicLong();
    private final Queue<Range> abandoned = new ConcurrentLinkedQueue<>();
    private final RangeTable ahead;
    /** Everything before this position is free. */
    private volatile long released;
    /** The journaler's own; in an object of its own, lest publishers wait for its cache line. */
    private final Frontier frontier = new Frontier();

    private static final class Frontier {
        /** Everything before this position is released; {@link #publishReleased} makes it known. */
        private long position;

        /** Fills the cache line. */
        @SuppressWarnings("unused")
        private long p1, p2, p3, p4, p5, p6, p7;
    }

    private record Range(long start, long end) {}

    /**
     * An arena of so many bytes, a power of two.
     *
     * @param usualRanges how many ranges are usually held at a time. While a publisher is held up between its two claims
     *     there can be as many more as fit in the arena behind its range
     */
    Arena(int capacity, int usualRanges) {
        bytes = new byte[capacity];
        mask = capacity - 1;
        ahead = new RangeTable(usualRanges);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Claims a range and returns the position at which it starts, or {@link #FULL}. */
    long tryClaim(int length) {
        while (true) {
            long start = claimed.get();
            long end = endOf(start, length);
            if (end - released > bytes.length) {
                return FULL;
            }
            if (claimed.compareAndSet(start, end)) {
                return start;
            }
        }
    }

    /** Where a range that was claimed at {@code start} ends; before it may lie bytes skipped at the array's end. */
    long endOf(long start, int length) {
        return start + skipped(start, length) + length;
    }

    /** Where in the array the bytes of a range claimed at {@code start} lie. */
    int offset(long start, int length) {
        return (int) (start + skipped(start, length)) & mask;
    }

    /** Gives back a range for which there was no slot. */
    void abandon(long start, int length) {
        abandoned.add(new Range(start, endOf(start, length)));
    }

    /** The journaler is done with a range. */
    void release(long start, long end) {
        if (start == frontier.position) {
            frontier.position = end;
        } else if (start != end) {
            ahead.put(start, end);
        }
        advance();
    }

    void releaseAbandoned() {
        for (Range range = abandoned.poll(); range != null; range = abandoned.poll()) {
            release(range.start, range.end);
        }
    }

    /** Lets publishers have what was released. */
    void publishReleased() {
        if (released != frontier.position) {
            released = frontier.position;
        }
    }

    private void advance() {
        while (!ahead.isEmpty()) {
            long end = ahead.remove(frontier.position);
            if (end == RangeTable.NONE) {
                return;
            }
            frontier.position = end;
        }
    }

    /** How much of it is claimed: 0 nothing, 1 all. */
    double fill() {
        return (double) Math.max(0, claimed.get() - released) / (mask + 1);
    }

    private int skipped(long start, int length) {
        int offset = (int) start & mask;
        return offset + length > bytes.length ? bytes.length - offset : 0;
    }
}
