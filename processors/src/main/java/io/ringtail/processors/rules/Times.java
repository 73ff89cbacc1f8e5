package io.ringtail.processors.rules;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** When something happened last: what a limit of so many times in a span looks at. */
final class Times {
    private final Deque<Long> ticks = new ArrayDeque<>();

    /** Whether it may happen once more; if so it is noted. Times of another recording, later than this one, do not count. */
    boolean take(Action.Limit limit, long now) {
        ticks.removeIf(then -> then <= now - limit.ticks() || then > now);
        if (ticks.size() >= limit.times()) {
            return false;
        }
        ticks.addLast(now);
        return true;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(ticks.size());
        for (long then : ticks) {
            out.writeLong(then);
        }
    }

    static Times read(DataInputStream in) throws IOException {
        Times times = new Times();
        for (int left = in.readInt(); left > 0; left--) {
            times.ticks.addLast(in.readLong());
        }
        return times;
    }
}
