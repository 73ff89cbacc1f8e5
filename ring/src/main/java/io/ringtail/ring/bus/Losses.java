package io.ringtail.ring.bus;

import io.ringtail.ring.bus.proto.EventsLost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up what was lost, by source and reason, until it can be journaled. <b>Threads:</b> any. */
final class Losses {
    /** The ring or its arena was full, and the source could not wait. */
    static final String RING_FULL = "RING_FULL";
    /** As {@code RING_FULL}, while the writer waited for room on the disk. */
    static final String JOURNAL_FULL = "JOURNAL_FULL";
    /** The source's record could not be copied: its slices lie outside its arrays. */
    static final String BROKEN = "BROKEN";

    private final Map<Key, Span> spans = new LinkedHashMap<>();
    private volatile boolean any;

    private record Key(int source, String reason) {}

    static EventsLost one(int source, String reason, long timeTicks) {
        return EventsLost.newBuilder()
                .setSource(source)
                .setReason(reason)
                .setCount(1)
                .setFromTicks(timeTicks)
                .setToTicks(timeTicks)
                .build();
    }

    private static final class Span {
        private long count;
        private long fromTicks = Long.MAX_VALUE;
        private long toTicks = Long.MIN_VALUE;
    }

    synchronized void add(int source, String reason, long count, long fromTicks, long toTicks) {
        Span span = spans.computeIfAbsent(new Key(source, reason), key -> new Span());
        span.count += count;
        span.fromTicks = Math.min(span.fromTicks, fromTicks);
        span.toTicks = Math.max(span.toTicks, toTicks);
        any = true;
    }

    boolean any() {
        return any;
    }

    /** Takes all out, in the order in which they first occurred. */
    synchronized List<EventsLost> take() {
        List<EventsLost> taken = new ArrayList<>();
        spans.forEach((key, span) -> taken.add(EventsLost.newBuilder()
                .setSource(key.source)
                .setReason(key.reason)
                .setCount(span.count)
                .setFromTicks(span.fromTicks)
                .setToTicks(span.toTicks)
                .build()));
        spans.clear();
        any = false;
        return taken;
    }

    void putBack(EventsLost lost) {
        add(lost.getSource(), lost.getReason(), lost.getCount(), lost.getFromTicks(), lost.getToTicks());
    }
}
