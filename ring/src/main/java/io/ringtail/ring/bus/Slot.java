package io.ringtail.ring.bus;

import io.ringtail.ring.event.EventRecord;

/** One place in the ring: a header, and where in the {@link Arena} the event's bytes lie. Reused. */
final class Slot {
    /** What the journaler is to make of a slot. */
    enum Kind {
        TRACE,
        CONTROL,
        /** As {@code CONTROL}, and somebody waits for it to be on the disk. */
        DURABLE,
        /** Filling it failed; what it holds is not an event. */
        BROKEN
    }

    /** Whose the rest is: a publisher that fails before it comes to fill the slot leaves another's here. */
    long sequence = -1;

    Kind kind = Kind.BROKEN;
    long timeTicks;
    int type;
    int source;
    int pid;
    int tid;
    int cpu;
    int flags;
    int payloadBytes;
    int extendedBytes;
    /** Offset in the arena's array: the payload, and right behind it the extended items. */
    int offset;
    /** The range to release. */
    long rangeStart;

    long rangeEnd;

    /** Takes the range over; until it is filled the slot is broken, so that a failed copy does not show an old event. */
    void claim(long newSequence, long newRangeStart, long newRangeEnd, int newOffset, EventRecord event) {
        kind = Kind.BROKEN;
        rangeStart = newRangeStart;
        rangeEnd = newRangeEnd;
        offset = newOffset;
        source = event.source;
        timeTicks = event.timeTicks;
        sequence = newSequence;
    }

    /** Whether the publisher of this sequence came so far as to take it; if not, it has no bytes, and says nothing. */
    boolean isOf(long ringSequence) {
        return sequence == ringSequence;
    }

    void fill(EventRecord event, byte[] arena, Kind newKind) {
        type = event.type;
        pid = event.pid;
        tid = event.tid;
        cpu = event.cpu;
        flags = event.extended.flags();
        payloadBytes = event.payloadBytes;
        extendedBytes = event.extended.length();
        System.arraycopy(event.payload, event.payloadOffset, arena, offset, payloadBytes);
        System.arraycopy(event.extended.bytes(), 0, arena, offset + payloadBytes, extendedBytes);
        kind = newKind;
    }
}
