package io.ringtail.dsl.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who works on which parts of a run. Each thread has parts that follow each other, so that what it keeps of them is kept
 * together; who is done takes half of what another has not begun, from its end. <b>Threads:</b> any.
 */
final class Shares {
    private final List<Share> ofThreads;
    private final List<Share> all;
    private volatile boolean stopped;

    /** One for each thread, as long as there are parts. */
    Shares(int parts, int threads) {
        int count = Math.min(parts, threads);
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            shares.add(new Share(parts * i / count, parts * (i + 1) / count));
        }
        ofThreads = List.copyOf(shares);
        all = shares;
    }

    /** Parts that follow each other, for one thread. */
    static final class Share {
        private final int first;
        private int next;
        private int end;

        private Share(int first, int end) {
            this.first = first;
            this.next = first;
            this.end = end;
        }

        /** No other share begins with this part. */
        int first() {
            return first;
        }

        /** How many others may take: never the first, by which the share is known, however late its thread begins. */
        private int open() {
            return end - Math.max(next, first + 1);
        }
    }

    /** What each thread begins with, in order. */
    List<Share> ofThreads() {
        return ofThreads;
    }

    /** The next part of a share; -1 if there is none. */
    synchronized int next(Share share) {
        return share.next < share.end ? share.next++ : -1;
    }

    /** A share of what another thread has not begun; null if there is nothing. */
    @Nullable
    synchronized Share steal() {
        Share most = Collections.max(all, Comparator.comparingInt(Share::open));
        if (most.open() <= 0) {
            return null;
        }
        Share stolen = new Share(most.end - (most.open() + 1) / 2, most.end);
        most.end = stolen.first;
        all.add(stolen);
        return stolen;
    }

    /** Parts that nobody has begun are left; who works on one can see it, and leave it too. */
    synchronized void stop() {
        stopped = true;
        all.forEach(share -> share.end = share.next);
    }

    boolean isStopped() {
        return stopped;
    }
}
