package io.ringtail.processors.canary;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What was counted in a span of event time. */
final class Window {
    private final Counts trial;
    private final Counts stable;
    private long lost;

    Window() {
        this(new Counts(), new Counts());
    }

    private Window(Counts trial, Counts stable) {
        this.trial = trial;
        this.stable = stable;
    }

    /** Requests to the version on trial. */
    Counts trial() {
        return trial;
    }

    /** Requests to the version that it is compared with. */
    Counts stable() {
        return stable;
    }

    long lost() {
        return lost;
    }

    void addAll(Window other) {
        trial.addAll(other.trial);
        stable.addAll(other.stable);
        lost += other.lost;
    }

    /** What can be told in little room. */
    Window withoutTenants() {
        Window copy = new Window(trial.withoutTenants(), stable.withoutTenants());
        copy.lost = lost;
        return copy;
    }

    boolean isEmpty() {
        return trial.requests() == 0 && stable.requests() == 0 && lost == 0;
    }

    void addLost(long events) {
        lost += events;
    }

    void write(DataOutput out) throws IOException {
        trial.write(out);
        stable.write(out);
        out.writeLong(lost);
    }

    static Window read(DataInput in) throws IOException {
        Window read = new Window(Counts.read(in), Counts.read(in));
        read.lost = in.readLong();
        return read;
    }
}
