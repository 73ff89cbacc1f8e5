package io.ringtail.dsl.follow;

import io.ringtail.dsl.engine.Budget;
import io.ringtail.dsl.engine.LongIds;
import io.ringtail.dsl.engine.Operator;
import io.ringtail.dsl.engine.RunContext;
import io.ringtail.dsl.engine.Stage;
import io.ringtail.dsl.engine.Summarize;
import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Vector;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code summarize … by bin(Timestamp, …)} window by window: a window's rows come out when the events have gone past its end
 * by the lateness, in the order in which their groups first appeared. Events of a window that has come out are late: they
 * are counted and left out.
 */
final class Windows implements Operator {
    private final Summarize summarize;
    private final int timeKey;
    private final long sizeTicks;
    private final long latenessTicks;
    private final TreeMap<Long, Window> open = new TreeMap<>();
    /** The one that rows came into last, if it is open. */
    private @Nullable Window current;

    private final Listener listener;
    private long closedBefore = Long.MIN_VALUE;
    private long late;
    private long sequence;
    private long lastClosed;

    /** Told of a window before its rows come out. */
    interface Listener {
        void closing(long startTicks, boolean partial);
    }

    /**
     * For one run.
     *
     * @param timeKey which of the keys is the window's start
     */
    Windows(Summarize summarize, int timeKey, long sizeTicks, long latenessTicks) {
        this(summarize, timeKey, sizeTicks, latenessTicks, (start, partial) -> {});
    }

    Windows(Summarize summarize, int timeKey, long sizeTicks, long latenessTicks, Listener listener) {
        this.listener = listener;
        this.summarize = summarize;
        this.timeKey = timeKey;
        this.sizeTicks = sizeTicks;
        this.latenessTicks = latenessTicks;
    }

    /** @param firstSequence no event before it is in the window */
    private record Window(long startTicks, long firstSequence, Stage stage, Budget budget) {}

    long sizeTicks() {
        return sizeTicks;
    }

    /** Windows that open from now on hold no event before this sequence. */
    void goTo(long newSequence) {
        sequence = newSequence;
    }

    /** The first sequence that the open windows were built from; the greatest long if none is open. */
    long horizon() {
        long first = Long.MAX_VALUE;
        for (Window window : open.values()) {
            first = Math.min(first, window.firstSequence);
        }
        return first;
    }

    /** What ended before has come out. */
    long closedBefore() {
        return closedBefore;
    }

    /** The start of the window whose rows come out, or came out last. */
    long lastClosed() {
        return lastClosed;
    }

    /** As {@link #reach} when nothing has come in yet. */
    void resume(long newClosedBefore) {
        closedBefore = newClosedBefore;
    }

    /** Lets all come out, though events may be missing; time may start over. */
    void closeAll() {
        while (!open.isEmpty()) {
            close(open.pollFirstEntry().getValue(), true);
        }
        closedBefore = Long.MIN_VALUE;
    }

    /** Events that were left out. */
    long late() {
        return late;
    }

    /** Windows whose rows did not come out yet. */
    int openWindows() {
        return open.size();
    }

    /** All events up to this time are there, but for those that are late. */
    void reach(long timeTicks) {
        closedBefore = Math.max(closedBefore, timeTicks - latenessTicks);
        while (!open.isEmpty() && open.firstKey() + sizeTicks <= closedBefore) {
            close(open.pollFirstEntry().getValue(), false);
        }
    }

    /** Whether {@link #reach} would close a window that is open, or make events late of one that is not. */
    boolean isMovedBy(long timeTicks) {
        return Math.floorDiv(timeTicks - latenessTicks, sizeTicks) > Math.floorDiv(closedBefore, sizeTicks);
    }

    /** The time that closes the next one; the greatest long if none is open. */
    long due() {
        return open.isEmpty() ? Long.MAX_VALUE : open.firstKey() + sizeTicks + latenessTicks;
    }

    private void close(Window window, boolean partial) {
        current = null;
        lastClosed = window.startTicks;
        listener.closing(window.startTicks, partial);
        window.stage.finish();
        window.budget.release();
    }

    @Override
    public Set<Integer> reads() {
        return summarize.reads();
    }

    @Override
    public Stage start(Stage next, Set<Integer> needed, RunContext context) {
        return new Stage() {
            @Override
            public void accept(Batch batch) {
                Vector starts = summarize.keys().get(timeKey).evaluate(batch);
                if (isOneWindow(starts, batch.size())) {
                    take(starts.bits(0), batch, next, context);
                } else {
                    split(batch, starts, next, context);
                }
            }

            @Override
            public boolean isDone() {
                return next.isDone();
            }

            @Override
            public void finish() {
                closeAll();
                next.finish();
            }
        };
    }

    private static boolean isOneWindow(Vector starts, int size) {
        for (int row = 1; row < size; row++) {
            if (starts.bits(row) != starts.bits(0)) {
                return false;
            }
        }
        return size > 0;
    }

    /** Sorts the rows by their windows, the one that comes first first. */
    private void split(Batch batch, Vector starts, Stage next, RunContext context) {
        LongIds windows = new LongIds();
        int[] windowOf = new int[batch.size()];
        int[] firsts = new int[batch.size() + 1];
        for (int row = 0; row < windowOf.length; row++) {
            windowOf[row] = windows.idOf(starts.bits(row));
            firsts[windowOf[row] + 1]++;
        }
        int[] ends = new int[windows.size()];
        for (int window = 1; window < ends.length; window++) {
            firsts[window] += firsts[window - 1];
            ends[window] = firsts[window];
        }
        int[] rows = new int[windowOf.length];
        for (int row = 0; row < windowOf.length; row++) {
            rows[ends[windowOf[row]]++] = row;
        }
        for (int window = 0; window < ends.length; window++) {
            int[] part = Arrays.copyOfRange(rows, firsts[window], ends[window]);
            take(windows.key(window), batch.select(part, part.length), next, context);
        }
    }

    private void take(long start, Batch batch, Stage next, RunContext context) {
        if (start + sizeTicks <= closedBefore) {
            late += batch.size();
            return;
        }
        Window window = current;
        if (window == null || window.startTicks != start) {
            window = open.computeIfAbsent(start, s -> window(start, next, context));
            current = window;
        }
        window.stage.accept(batch);
    }

    private Window window(long start, Stage next, RunContext context) {
        Budget part = context.budget().part();
        return new Window(
                start, sequence, summarize.start(new Ongoing(next), Set.of(), context.withBudget(part)), part);
    }

    /** The end of a window is not the end of the rows. */
    private record Ongoing(Stage next) implements Stage {
        @Override
        public void accept(Batch batch) {
            next.accept(batch);
        }

        @Override
        public boolean isDone() {
            return next.isDone();
        }

        @Override
        public void finish() {}
    }
}
