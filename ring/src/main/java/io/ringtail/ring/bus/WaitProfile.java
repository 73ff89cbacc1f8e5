package io.ringtail.ring.bus;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the journaler does while the ring is empty. */
public enum WaitProfile {
    /** Sleeps until a publisher wakes it: nothing is spent while nothing happens. For agents. */
    LOW_CPU(100, 0),
    /** Looks again for a while before it sleeps: publishers seldom pay for waking it. For recording files. */
    THROUGHPUT(100, 2_000),
    /** Never sleeps and takes a processor for itself. */
    LOW_LATENCY(Long.MAX_VALUE, 0);

    private final long spins;
    private final long yields;

    WaitProfile(long spins, long yields) {
        this.spins = spins;
        this.yields = yields;
    }

    /** As it is written on a command line: {@code low-cpu}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The profile with a label. */
    public static Optional<WaitProfile> named(String label) {
        return Arrays.stream(values())
                .filter(profile -> profile.label().equals(label))
                .findFirst();
    }

    /** How often it looks before it gives way to other threads. */
    long spins() {
        return spins;
    }

    /** How often it gives way before it sleeps. */
    long yields() {
        return yields;
    }

    boolean sleeps() {
        return this != LOW_LATENCY;
    }
}
