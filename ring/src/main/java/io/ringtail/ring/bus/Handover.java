package io.ringtail.ring.bus;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import io.ringtail.ring.event.EventRecord;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

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
    private static final int MAX_OWN_BYTES = 4 << 20;
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

    /** The largest message of Ringtail's own: what a claim may take, and a block still holds with ease. */
    int maxOwnBytes() {
        return Math.min(maxBatchBytes, MAX_OWN_BYTES);
    }

    /** Copies an event in, waiting for room, and returns its slot. */
    long put(EventRecord event, Slot.Kind kind, Waiting waiting) {
        int bytes = checkedBytes(event, kind);
        return fill(claimBytes(bytes, waiting), bytes, event, kind, waiting);
    }

    /** Copies an event in and returns its slot, or a number below 0 if there is no room. */
    long tryPut(EventRecord event, Slot.Kind kind) {
        int bytes = checkedBytes(event, kind);
        long range = arena.tryClaim(bytes);
        return range == Arena.FULL ? FULL : fill(range, bytes, event, kind, null);
    }

    /** Copies events {@code from} to {@code to} in with as few claims as may be, waiting for room; returns the last slot. */
    long putAll(EventRecord[] events, int from, int to, Slot.Kind kind, Waiting waiting) {
        long last = FULL;
        for (int at = from; at < to; ) {
            int end = at;
            int bytes = 0;
            do {
                bytes += checkedBytes(events[end++], kind);
            } while (end < to && end - at < maxBatch && bytes + checkedBytes(events[end], kind) <= maxBatchBytes);
            last = fill(claimBytes(bytes, waiting), bytes, events, at, end, kind, waiting);
            at = end;
        }
        return last;
    }

    /**
     * Whatever fails, up to the stack's overflow, a slot that was claimed goes on, and so do the bytes: with the slot, or, if
     * it came not so far as to take them, by themselves.
     *
     * @param waiting null if it is not to be waited for a slot
     */
    private long fill(long range, int bytes, EventRecord event, Slot.Kind kind, @Nullable Waiting waiting) {
        long sequence = FULL;
        boolean isTaken = false;
        try {
            sequence = waiting == null ? trySlots(1) : awaitSlots(1, waiting);
            if (sequence != FULL) {
                Slot slot = ring.get(sequence);
                slot.claim(sequence, range, arena.endOf(range, bytes), arena.offset(range, bytes), event);
                isTaken = true;
                slot.fill(event, arena.bytes(), kind);
            }
        } finally {
            end(sequence, sequence, isTaken ? 0 : bytes, range);
        }
        return sequence;
    }

    private long fill(long range, int bytes, EventRecord[] events, int from, int to, Slot.Kind kind, Waiting waiting) {
        long last = FULL;
        int left = bytes;
        long start = range;
        try {
            last = awaitSlots(to - from, waiting);
            long first = last - (to - from) + 1;
            int offset = arena.offset(range, bytes);
            long end = arena.endOf(range, bytes) - bytes; // what was skipped belongs to the first
            for (int i = from; i < to; i++) {
                int length = bytesOf(events[i]);
                ring.get(first + i - from).claim(first + i - from, start, end + length, offset, events[i]);
                end += length;
                start = end;
                offset += length;
                left -= length;
            }
            for (int i = from; i < to; i++) {
                ring.get(first + i - from).fill(events[i], arena.bytes(), kind);
            }
        } finally {
            end(last - (to - from) + 1, last, left, start);
        }
        return last;
    }

    /** Lets the slots go on, if there are any, and the bytes that no slot has. */
    private void end(long first, long last, int bytesLeft, long range) {
        try {
            if (last != FULL) {
                ring.publish(first, last);
            }
        } finally {
            if (bytesLeft > 0) {
                arena.abandon(range, bytesLeft);
            }
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

    private long awaitSlots(int count, Waiting waiting) {
        long last = trySlots(count);
        for (int round = 0; last == FULL; round++) {
            pause(round);
            waiting.check();
            last = trySlots(count);
        }
        return last;
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

    private int checkedBytes(EventRecord event, Slot.Kind kind) {
        Objects.checkFromIndexSize(event.payloadOffset, event.payloadBytes, event.payload.length);
        int most = kind == Slot.Kind.TRACE ? EventRecord.MAX_PAYLOAD_BYTES : maxOwnBytes();
        if (event.payloadBytes > most) {
            throw new IllegalArgumentException(
                    "an event's payload has at most " + most + " bytes, not " + event.payloadBytes);
        }
        if (event.extended.length() > MAX_EXTENDED_BYTES) {
            throw new IllegalArgumentException("an event's extended items have at most " + MAX_EXTENDED_BYTES
                    + " bytes, not " + event.extended.length());
        }
        return bytesOf(event);
    }
}
