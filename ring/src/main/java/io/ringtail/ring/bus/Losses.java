package io.ringtail.ring.bus;

import io.ringtail.ring.bus.proto.EventsLost;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what was lost, by source and reason, until it can be journaled. A source that loses events is one that must not
 * wait: but for the first loss of a source for a reason, a loss takes no lock and no memory.
 *
 * <p><b>Threads:</b> any; one at a time takes out. What is added while something is taken out goes with it or with the
 * next; it is in one of them, and its time is in the span of that. What somebody is adding just then goes with the next.
 */
final class Losses {
    /** The ring or its arena was full, and the source could not wait. */
    static final String RING_FULL = "RING_FULL";
    /** As {@code RING_FULL}, while the writer waited for room on the disk. */
    static final String JOURNAL_FULL = "JOURNAL_FULL";
    /** The source's record could not be copied: its slices lie outside its arrays. */
    static final String BROKEN = "BROKEN";

    /** Sources have dense ids; those from here on cost a look-up. */
    private static final int MOST_QUICK_SOURCES = 1 << 8;

    private static final VarHandle STATE = handle("state", long.class);
    private static final VarHandle FROM = handle("fromTicks", long.class);
    private static final VarHandle TO = handle("toTicks", long.class);

    /** Reasons for which a source loses events one by one. */
    private final ByReason ringFull = new ByReason(RING_FULL);

    private final ByReason journalFull = new ByReason(JOURNAL_FULL);
    private final ConcurrentMap<String, ByReason> reasons = new ConcurrentHashMap<>();
    /** All that ever were, in the order in which they first occurred: a few for each source. */
    private final Queue<Span> spans = new ConcurrentLinkedQueue<>();

    private volatile boolean any;

    /** What is lost for one reason. */
    private final class ByReason {
        private final String name;
        private final LongAdder total = new LongAdder();
        private final AtomicReferenceArray<@Nullable Span> quick = new AtomicReferenceArray<>(MOST_QUICK_SOURCES);
        private final ConcurrentMap<Integer, Span> others = new ConcurrentHashMap<>();

        ByReason(String name) {
            this.name = name;
        }

        Span of(int source) {
            if (source < 0 || source >= MOST_QUICK_SOURCES) {
                return others.computeIfAbsent(source, this::begin);
            }
            Span span = quick.get(source);
            return span == null ? first(source) : span;
        }

        private synchronized Span first(int source) {
            Span span = quick.get(source);
            if (span == null) {
                span = begin(source);
                quick.set(source, span);
            }
            return span;
        }

        private Span begin(int source) {
            Span span = new Span(source, name);
            spans.add(span);
            return span;
        }
    }

    /**
     * What a source lost for a reason and nobody took out yet, in one of two cells: while one is taken out, losses go into
     * the other. Whoever adds says so in the cell before he looks whether it is still the one that is filled, so a cell
     * that is no longer filled and in which nobody is at work holds whole losses, each with its time.
     */
    private static final class Span {
        /** Tries of {@link #take} to find nobody at work, who is so for some nanoseconds unless he lost his processor. */
        private static final int LOOKS = 100;

        private final int source;
        private final String reason;

        private volatile Cell filled = new Cell();
        /** The other cell: empty, or with what was still being added to when it was to be taken. */
        private Cell resting = new Cell();

        Span(int source, String reason) {
            this.source = source;
            this.reason = reason;
        }

        void add(long more, long from, long to) {
            Cell cell = filled;
            cell.enter();
            while (cell != filled) { // it was just taken out
                cell.leave(0);
                cell = filled;
                cell.enter();
            }
            cell.widen(from, to);
            cell.leave(more);
        }

        /** Adds what there is to the list; returns whether something is left that cannot be taken yet. One thread at a time. */
        boolean take(List<EventsLost> taken) {
            if (!resting.isEmpty() && !drain(resting, taken)) {
                return true;
            }
            Cell full = filled;
            if (full.isEmpty()) {
                return false;
            }
            filled = resting;
            resting = full;
            return !drain(full, taken);
        }

        private boolean drain(Cell cell, List<EventsLost> taken) {
            for (int look = 0; look < LOOKS; look++) {
                long count = cell.count();
                if (count >= 0) {
                    if (count > 0) {
                        taken.add(lost(source, reason, count, cell.fromTicks, cell.toTicks));
                        cell.clear(count);
                    }
                    return true;
                }
                Thread.onSpinWait();
            }
            return false;
        }
    }

    /** Losses that were added up. */
    private static final class Cell {
        /** Whoever adds counts here while he does: above 2<sup>48</sup> losses. */
        private static final long AT_WORK = 1L << 48;

        @SuppressWarnings("UnusedVariable") // accessed through STATE
        private volatile long state;

        private volatile long fromTicks = Long.MAX_VALUE;
        private volatile long toTicks = Long.MIN_VALUE;

        void enter() {
            STATE.getAndAdd(this, AT_WORK);
        }

        void leave(long more) {
            STATE.getAndAdd(this, more - AT_WORK);
        }

        /** Only between {@link #enter} and {@link #leave}. */
        void widen(long from, long to) {
            for (long seen = fromTicks; from < seen; seen = fromTicks) {
                FROM.compareAndSet(this, seen, from);
            }
            for (long seen = toTicks; to > seen; seen = toTicks) {
                TO.compareAndSet(this, seen, to);
            }
        }

        boolean isEmpty() {
            return state == 0;
        }

        /** How many were lost; -1 while somebody adds. */
        long count() {
            long seen = state;
            return seen < AT_WORK ? seen : -1;
        }

        /** Only of a cell that is not filled any more, by whoever found that nobody adds. */
        void clear(long count) {
            fromTicks = Long.MAX_VALUE;
            toTicks = Long.MIN_VALUE;
            STATE.getAndAdd(this, -count); // others may just be finding out that it is not filled any more
        }
    }

    Losses() {
        reasons.put(RING_FULL, ringFull);
        reasons.put(JOURNAL_FULL, journalFull);
    }

    static EventsLost one(int source, String reason, long timeTicks) {
        return lost(source, reason, 1, timeTicks, timeTicks);
    }

    private static EventsLost lost(int source, String reason, long count, long fromTicks, long toTicks) {
        return EventsLost.newBuilder()
                .setSource(source)
                .setReason(reason)
                .setCount(count)
                .setFromTicks(fromTicks)
                .setToTicks(toTicks)
                .build();
    }

    /** Adds to what is to be journaled, and to the totals. */
    void add(int source, String reason, long count, long fromTicks, long toTicks) {
        ByReason of = of(reason);
        of.total.add(count);
        add(of.of(source), count, fromTicks, toTicks);
    }

    /** Adds to the totals alone: whoever calls journals it. */
    void count(String reason, long count) {
        of(reason).total.add(count);
    }

    /** Lost for this reason since the bus was opened. */
    long total(String reason) {
        ByReason of = reasons.get(reason);
        return of == null ? 0 : of.total.sum();
    }

    /** Lost since the bus was opened, for whatever reason. */
    long total() {
        return reasons.values().stream().mapToLong(of -> of.total.sum()).sum();
    }

    boolean any() {
        return any;
    }

    /**
     * Takes out what there is, in the order in which sources and reasons first occurred. What is still being added is left,
     * and {@link #any} tells of it.
     */
    synchronized List<EventsLost> take() {
        any = false; // before the counts are looked at: what is added behind that look sets it again
        List<EventsLost> taken = new ArrayList<>();
        for (Span span : spans) {
            if (span.take(taken)) {
                any = true;
            }
        }
        return taken;
    }

    void putBack(EventsLost lost) {
        add(of(lost.getReason()).of(lost.getSource()), lost.getCount(), lost.getFromTicks(), lost.getToTicks());
    }

    private void add(Span span, long count, long fromTicks, long toTicks) {
        span.add(count, fromTicks, toTicks);
        if (!any) {
            any = true;
        }
    }

    @SuppressWarnings("ReferenceEquality") // nearly always one of these very texts; else it is looked up
    private ByReason of(String reason) {
        if (reason == RING_FULL) {
            return ringFull;
        }
        if (reason == JOURNAL_FULL) {
            return journalFull;
        }
        ByReason known = reasons.get(reason);
        return known == null ? Objects.requireNonNull(reasons.computeIfAbsent(reason, ByReason::new)) : known;
    }

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(Cell.class, field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
