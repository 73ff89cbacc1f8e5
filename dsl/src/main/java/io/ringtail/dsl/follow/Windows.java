package io.ringtail.dsl.follow;

import io.ringtail.dsl.engine.Budget;
import io.ringtail.dsl.engine.Operator;
import io.ringtail.dsl.engine.RunContext;
import io.ringtail.dsl.engine.Stage;
import io.ringtail.dsl.engine.Summarize;
import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Vector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

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
    private long closedBefore = Long.MIN_VALUE;
    private long late;

    /**
     * For one run.
     *
     * @param timeKey which of the keys is the window's start
     */
    Windows(Summarize summarize, int timeKey, long sizeTicks, long latenessTicks) {
        this.summarize = summarize;
        this.timeKey = timeKey;
        this.sizeTicks = sizeTicks;
        this.latenessTicks = latenessTicks;
    }

    private record Window(Stage stage, Budget budget) {}

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
            close(open.pollFirstEntry().getValue());
        }
    }

    private static void close(Window window) {
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
                Map<Long, int[]> places = new LinkedHashMap<>();
                Map<Long, Integer> counts = new LinkedHashMap<>();
                for (int row = 0; row < batch.size(); row++) {
                    int count = counts.merge(starts.bits(row), 1, Integer::sum);
                    places.computeIfAbsent(starts.bits(row), start -> new int[batch.size()])[count - 1] = row;
                }
                counts.forEach((start, count) ->
                        take(start, batch.select(Objects.requireNonNull(places.get(start)), count), next, context));
            }

            @Override
            public boolean isDone() {
                return next.isDone();
            }

            @Override
            public void finish() {
                open.values().forEach(Windows::close);
                open.clear();
                next.finish();
            }
        };
    }

    private void take(long start, Batch batch, Stage next, RunContext context) {
        if (start + sizeTicks <= closedBefore) {
            late += batch.size();
            return;
        }
        open.computeIfAbsent(start, s -> window(next, context)).stage.accept(batch);
    }

    private Window window(Stage next, RunContext context) {
        Budget part = context.budget().part();
        return new Window(summarize.start(new Ongoing(next), Set.of(), context.withBudget(part)), part);
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
