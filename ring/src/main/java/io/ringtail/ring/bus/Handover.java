package io.ringtail.ring.bus;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import io.ringtail.ring.event.EventRecord;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * The ring and its arena: copies events in, one at a time or several with one claim. Bytes are claimed before slots; see
 * {@link Arena} for why.
 *
 * <p><b>Threads:</b> any may publish. A claimed slot always goes on to the journaler, whatever happens meanwhile.
 */
final class Handover {
    /** What one event may have of extended items. */
    static final int MAX_EXTENDED_BYTES = 0x10000;
    /** No claim takes more than this part of the ring or of the arena. */
    private static final int PARTS = 4;

    private static final int MAX_BATCH = 1024;
    private static final long FULL = -1;

    private final RingBuffer<Slot> ring;
    private final Arena arena;
    private final int maxBatch;
    private final int maxBatchBytes;

    /** Asked again and again while there is no room: throws if there never will be. */
    @FunctionalInterface
    interface Waiting {
        void check();
    }

    Handover(int slots, int arenaBytes) {
        // how the ring itself waits is not used: its consumer polls and sleeps as it sees fit
        ring = RingBuffer.createMultiProducer(Slot::new, slots, new BusySpinWaitStrategy());
        arena = new Arena(arenaBytes, slots);
        maxBatch = Math.min(slots / PARTS, MAX_BATCH);
        maxBatchBytes = arenaBytes / PARTS;
    }

    RingBuffer<Slot> ring() {
        return ring;
    }

    Arena arena() {
        return arena;
    }

    /** Copies an event in, waiting for room, and returns its slot. */
    long put(EventRecord event, Slot.Kind kind, Waiting waiting) {
        int bytes = checkedBytes(event);
        long range = claimBytes(bytes, waiting);
        return fill(claimSlots(1, range, bytes, waiting), range, bytes, event, kind);
    }

    /** Copies an event in and returns its slot, or a number below 0 if there is no room. */
    long tryPut(EventRecord event, Slot.Kind kind) {
        int bytes = checkedBytes(event);
        long range = arena.tryClaim(bytes);
        if (range == Arena.FULL) {
            return FULL;
        }
        long slot = trySlots(1);
        if (slot == FULL) {
            arena.abandon(range, bytes);
            return FULL;
        }
        return fill(slot, range, bytes, event, kind);
    }

    /** Copies events {@code from} to {@code to} in with as few claims as may be, waiting for room; returns the last slot. */
    long putAll(EventRecord[] events, int from, int to, Slot.Kind kind, Waiting waiting) {
        long last = FULL;
        for (int at = from; at < to; ) {
            int end = at;
            int bytes = 0;
            do {
                bytes += checkedBytes(events[end++]);
            } while (end < to && end - at < maxBatch && bytes + checkedBytes(events[end]) <= maxBatchBytes);
            long range = claimBytes(bytes, waiting);
            last = claimSlots(end - at, range, bytes, waiting);
            fill(events, at, end, last - (end - at) + 1, range, bytes, kind);
            at = end;
        }
        return last;
    }

    private long fill(long slotSequence, long range, int bytes, EventRecord event, Slot.Kind kind) {
        try {
            Slot slot = ring.get(slotSequence);
            slot.claim(range, arena.endOf(range, bytes), arena.offset(range, bytes), event);
            slot.fill(event, arena.bytes(), kind);
        } finally {
            ring.publish(slotSequence); // a claimed slot always goes on, or the ring stalls
        }
        return slotSequence;
    }

    private void fill(EventRecord[] events, int from, int to, long first, long range, int bytes, Slot.Kind kind) {
        long last = first + (to - from) - 1;
        try {
            divide(events, from, to, first, range, bytes);
            for (int i = from; i < to; i++) {
                ring.get(first + i - from).fill(events[i], arena.bytes(), kind);
            }
        } finally {
            ring.publish(first, last);
        }
    }

    /** Gives each slot its part of the range, so that whatever fails later, all of it is released. */
    private void divide(EventRecord[] events, int from, int to, long first, long range, int bytes) {
        long start = range;
        int offset = arena.offset(range, bytes);
        long end = arena.endOf(range, bytes) - bytes; // what was skipped belongs to the first
        for (int i = from; i < to; i++) {
            int length = bytesOf(events[i]);
            end += length;
            ring.get(first + i - from).claim(start, end, offset, events[i]);
            start = end;
            offset += length;
        }
    }

    private long claimBytes(int bytes, Waiting waiting) {
        long range = arena.tryClaim(bytes);
        for (int round = 0; range == Arena.FULL; round++) {
            pause(round);
            waiting.check();
            range = arena.tryClaim(bytes);
        }
        return range;
    }

    private long claimSlots(int count, long range, int bytes, Waiting waiting) {
        boolean claimed = false;
        try {
            long last = trySlots(count);
            for (int round = 0; last == FULL; round++) {
                pause(round);
                waiting.check();
                last = trySlots(count);
            }
            claimed = true;
            return last;
        } finally {
            if (!claimed) {
                arena.abandon(range, bytes);
            }
        }
    }

    private long trySlots(int count) {
        try {
            return ring.tryNext(count);
        } catch (InsufficientCapacityException e) {
            return FULL; // one instance without a stack, so it costs nothing
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // between spinning and sleeping, a hint is what is meant
    private static void pause(int round) {
        if (round < 100) {
            Thread.onSpinWait();
        } else if (round < 200) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(20_000);
        }
    }

    private static int bytesOf(EventRecord event) {
        return event.payloadBytes + event.extended.length();
    }

    private static int checkedBytes(EventRecord event) {
        Objects.checkFromIndexSize(event.payloadOffset, event.payloadBytes, event.payload.length);
        if (event.payloadBytes > EventRecord.MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("an event's payload has at most " + EventRecord.MAX_PAYLOAD_BYTES
                    + " bytes, not " + event.payloadBytes);
        }
        if (event.extended.length() > MAX_EXTENDED_BYTES) {
            throw new IllegalArgumentException("an event's extended items have at most " + MAX_EXTENDED_BYTES
                    + " bytes, not " + event.extended.length());
        }
        return bytesOf(event);
    }
}
