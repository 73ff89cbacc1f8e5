package io.ringtail.etw.sim;

import java.io.IOException;
import java.util.PriorityQueue;

/** What is still to happen, in the order of its time; what was planned first goes first at the same time. */
final class Timeline {
    /** Something that happens at a time and may plan more, never for an earlier one. */
    interface Step {
        void run(long ticks) throws IOException;
    }

    private record Planned(long ticks, long order, Step step) implements Comparable<Planned> {
        @Override
        public int compareTo(Planned other) {
            return ticks == other.ticks ? Long.compare(order, other.order) : Long.compare(ticks, other.ticks);
        }
    }

    private final PriorityQueue<Planned> planned = new PriorityQueue<>();
    private long order;

    void plan(long ticks, Step step) {
        planned.add(new Planned(ticks, order++, step));
    }

    void run() throws IOException {
        for (Planned next = planned.poll(); next != null; next = planned.poll()) {
            next.step().run(next.ticks());
        }
    }
}
