package io.ringtail.dsl.engine;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a run may use: memory up to a limit, time until it is stopped, and threads. Operators that keep rows count them here, which
 * is also where a stopped run ends. <b>Threads:</b> any.
 */
public final class Budget {
    private static final long MEBI = 1 << 20;

    private final long maxMemoryBytes;
    private final Stop stop;
    private final int threads;
    private final @Nullable Budget whole;
    private long usedBytes;
    private long greatestBytes;

    /** @param threads how many may work on the run at a time */
    public Budget(long maxMemoryBytes, Stop stop, int threads) {
        this(maxMemoryBytes, stop, threads, null);
    }

    private Budget(long maxMemoryBytes, Stop stop, int threads, @Nullable Budget whole) {
        this.maxMemoryBytes = maxMemoryBytes;
        this.stop = stop;
        this.threads = threads;
        this.whole = whole;
    }

    /** One operator's part of this: counted by itself, limited together. */
    public Budget part() {
        return new Budget(maxMemoryBytes, stop, threads, this);
    }

    /** Gives back all that this part has: what was kept is gone. */
    public synchronized void release() {
        Budget all = whole;
        if (all != null) {
            all.giveBack(usedBytes);
        }
        usedBytes = 0;
    }

    private synchronized void giveBack(long bytes) {
        usedBytes -= bytes;
    }

    /** The most that was kept at any time. */
    public synchronized long greatestBytes() {
        return greatestBytes;
    }

    long maxMemoryBytes() {
        return maxMemoryBytes;
    }

    int threads() {
        return threads;
    }

    Stop stop() {
        return stop;
    }

    synchronized void reserve(long bytes, String operator) {
        stop.check();
        Budget all = whole;
        if (all != null) {
            all.reserve(bytes, operator);
        }
        usedBytes += bytes;
        greatestBytes = Math.max(greatestBytes, usedBytes);
        if (usedBytes > maxMemoryBytes) {
            throw new QueryLimitException(String.format(
                    Locale.ROOT,
                    "'%s' keeps more than %s of rows in memory; take fewer rows with 'where' or 'take', keep fewer"
                            + " columns with 'project', or raise --max-memory",
                    operator,
                    size(maxMemoryBytes)));
        }
    }

    private static String size(long bytes) {
        return String.format(
                Locale.ROOT, bytes < MEBI ? "%,d KiB" : "%,d MiB", bytes < MEBI ? bytes >> 10 : bytes >> 20);
    }
}
