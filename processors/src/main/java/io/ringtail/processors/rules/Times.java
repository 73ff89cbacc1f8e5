package io.ringtail.processors.rules;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** When something happened last: what a limit of so many times in a span looks at. */
final class Times {
    /** Those of the recording that goes on; events come a little out of order, and so do they. */
    private final Deque<Long> ticks = new ArrayDeque<>();
    /** Those of recordings that have ended, which are of another time if they are later than what comes. */
    private final Deque<Long> before = new ArrayDeque<>();

    /** Whether it may happen once more; if so it is noted. */
    boolean take(Action.Limit limit, long now) {
        ticks.removeIf(then -> then <= now - limit.ticks());
        before.removeIf(then -> then <= now - limit.ticks() || then > now);
        if (ticks.size() + before.size() >= limit.times()) {
            return false;
        }
        ticks.addLast(now);
        return true;
    }

    /** Time starts over. */
    void end() {
        before.addAll(ticks);
        ticks.clear();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(~before.size()); // below 0: the former layout began with the number of ticks, and had no others
        write(before, out);
        out.writeInt(ticks.size());
        write(ticks, out);
    }

    private static void write(Deque<Long> times, DataOutputStream out) throws IOException {
        for (long then : times) {
            out.writeLong(then);
        }
    }

    static Times read(DataInputStream in) throws IOException {
        Times times = new Times();
        int first = in.readInt();
        if (first < 0) {
            read(~first, times.before, in);
        }
        read(first < 0 ? in.readInt() : first, times.ticks, in);
        return times;
    }

    private static void read(int count, Deque<Long> into, DataInputStream in) throws IOException {
        for (int left = count; left > 0; left--) {
            into.addLast(in.readLong());
        }
    }
}
