package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of an {@link Absence} that wait for an event. One thread. */
final class Waiting {
    /** How much earlier than the latest event one may be, and still count. */
    private static final long LATENESS = 2 * Ticks.PER_SECOND;

    private static final int ROW_BYTES = 160;

    /** A row; {@code handed} is what conditions read of it. */
    private static final class Start {
        private final long time;
        private final long place;
        private final @Nullable Object[] copy;
        private final Map<Integer, Vector> handed;
        private boolean answered;

        Start(long time, long place, @Nullable Object[] copy, Map<Integer, Vector> handed) {
            this.time = time;
            this.place = place;
            this.copy = copy;
            this.handed = handed;
        }

        private long time() {
            return time;
        }
    }

    private final Absence plan;
    private final NewRows rows;
    private final RunContext context;
    private final List<Start> starts = new ArrayList<>();
    private final Map<List<@Nullable Object>, List<Start>> byKey = new HashMap<>();
    private long latest = Long.MIN_VALUE;

    Waiting(Absence plan, NewRows rows, RunContext context) {
        this.plan = plan;
        this.rows = rows;
        this.context = context;
    }

    void add(Batch batch) {
        Vector times = plan.time().evaluate(batch);
        Map<Integer, Vector> handed = new HashMap<>();
        plan.handed().forEach((outer, inner) -> handed.put(inner, batch.vector(outer)));
        Batch inner = Batch.of(plan.events().slots(), handed, batch.size());
        List<Vector> keys = vectors(plan.condition().rowKeys(), inner);
        for (int row = 0; row < batch.size(); row++) {
            if (times.isNull(row)) {
                continue;
            }
            long place = plan.place().isPresent()
                    ? plan.place().get().evaluate(batch).bits(row)
                    : 0;
            Start start = new Start(times.bits(row), place, rows.copy(batch, row), ofRow(handed, row));
            starts.add(start);
            List<@Nullable Object> key = key(keys, row);
            if (!key.contains(null)) { // null equals nothing
                byKey.computeIfAbsent(key, first -> new ArrayList<>()).add(start);
            }
        }
        context.reserve((long) ROW_BYTES * batch.size(), "then no");
    }

    private static List<Vector> vectors(List<Expr> expressions, Batch batch) {
        return expressions.stream().map(key -> key.evaluate(batch)).toList();
    }

    private static List<@Nullable Object> key(List<Vector> keys, int row) {
        List<@Nullable Object> key = new ArrayList<>();
        keys.forEach(vector -> key.add(vector.value(row)));
        return key;
    }

    private Map<Integer, Vector> ofRow(Map<Integer, Vector> handed, int row) {
        Map<Integer, Vector> one = new HashMap<>();
        if (!plan.condition().ofBoth().isEmpty()) {
            handed.forEach((slot, vector) -> one.put(slot, vector.gather(new int[] {row}, 1)));
        }
        return one;
    }

    /** Goes through the events, and passes on the rows for which none came. */
    void settle() {
        byKey.values().forEach(list -> list.sort(Comparator.comparingLong(Start::time)));
        try {
            plan.events()
                    .origin()
                    .run(
                            new Events(),
                            context.within(plan.events().slots(), plan.events().types()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Start start : starts) {
            if (start.answered) {
                continue;
            }
            if (start.time + plan.withinTicks() <= latest) {
                rows.addKept(start.copy);
            } else {
                context.completeness().leaveOpen();
            }
        }
    }

    /** Takes the events. */
    private final class Events implements Stage {
        @Override
        public void accept(Batch batch) {
            Vector times = batch.vector(plan.events().timeSlot());
            List<Vector> holds = vectors(plan.condition().ofEvent(), batch);
            List<Vector> keys = vectors(plan.condition().eventKeys(), batch);
            for (int row = 0; row < batch.size(); row++) {
                if (times.isNull(row)) {
                    continue;
                }
                latest = Math.max(latest, times.bits(row));
                int place = row;
                if (holds.stream().allMatch(vector -> Absence.isTrue(vector, place))) {
                    answer(batch, row, times.bits(row), byKey.getOrDefault(key(keys, row), List.of()));
                }
            }
        }

        private void answer(Batch batch, int row, long time, List<Start> candidates) {
            for (int i = firstAtOrAfter(candidates, time - plan.withinTicks()); i < candidates.size(); i++) {
                Start start = candidates.get(i);
                if (start.time > time) {
                    return;
                }
                if (start.answered || !isBehind(start, batch, row, time) || !holdsForBoth(start, batch, row)) {
                    continue;
                }
                if (start.time + plan.withinTicks() < latest - LATENESS) {
                    context.completeness().addLate();
                } else {
                    start.answered = true;
                }
            }
        }

        private static int firstAtOrAfter(List<Start> sorted, long time) {
            int low = 0;
            int high = sorted.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (sorted.get(middle).time < time) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        private boolean isBehind(Start start, Batch batch, int row, long time) {
            return time > start.time
                    || plan.events().placeSlot().isPresent()
                            && batch.vector(plan.events().placeSlot().get()).bits(row) > start.place;
        }

        private boolean holdsForBoth(Start start, Batch batch, int row) {
            if (plan.condition().ofBoth().isEmpty()) {
                return true;
            }
            Batch both = batch.select(new int[] {row}, 1).with(start.handed);
            return plan.condition().ofBoth().stream()
                    .allMatch(condition -> Absence.isTrue(condition.evaluate(both), 0));
        }

        @Override
        public boolean isDone() {
            return false;
        }

        @Override
        public void finish() {}
    }
}
