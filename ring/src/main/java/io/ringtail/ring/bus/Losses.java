package io.ringtail.ring.bus;

import io.ringtail.ring.bus.proto.EventsLost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** Adds up what was lost, by source and reason, until it can be journaled. <b>Threads:</b> any. */
final class Losses {
    /** The ring or its arena was full, and the source could not wait. */
    static final String RING_FULL = "RING_FULL";
    /** As {@code RING_FULL}, while the writer waited for room on the disk. */
    static final String JOURNAL_FULL = "JOURNAL_FULL";
    /** The source's record could not be copied: its slices lie outside its arrays. */
    static final String BROKEN = "BROKEN";

    private final Map<Key, Span> spans = new LinkedHashMap<>();
    private final ConcurrentMap<String, LongAdder> totals = new ConcurrentHashMap<>();
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

    /** Adds to what is to be journaled, and to the totals. */
    void add(int source, String reason, long count, long fromTicks, long toTicks) {
        count(reason, count);
        addSpan(source, reason, count, fromTicks, toTicks);
    }

    /** Adds to the totals alone: whoever calls journals it. */
    void count(String reason, long count) {
        totals.computeIfAbsent(reason, key -> new LongAdder()).add(count);
    }

    /** Lost for this reason since the bus was opened. */
    long total(String reason) {
        LongAdder total = totals.get(reason);
        return total == null ? 0 : total.sum();
    }

    /** Lost since the bus was opened, for whatever reason. */
    long total() {
        return totals.values().stream().mapToLong(LongAdder::sum).sum();
    }

    private synchronized void addSpan(int source, String reason, long count, long fromTicks, long toTicks) {
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
        addSpan(lost.getSource(), lost.getReason(), lost.getCount(), lost.getFromTicks(), lost.getToTicks());
    }
}
