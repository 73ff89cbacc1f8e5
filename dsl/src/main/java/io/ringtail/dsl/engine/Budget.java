package io.ringtail.dsl.engine;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a run may use: memory up to a limit, and time until it is stopped. Operators that keep rows count them here, which
 * is also where a stopped run ends. <b>Threads:</b> one.
 */
public final class Budget {
    private final long maxMemoryBytes;
    private final Stop stop;
    private final @Nullable Budget whole;
    private long usedBytes;
    private long greatestBytes;

    public Budget(long maxMemoryBytes, Stop stop) {
        this(maxMemoryBytes, stop, null);
    }

    private Budget(long maxMemoryBytes, Stop stop, @Nullable Budget whole) {
        this.maxMemoryBytes = maxMemoryBytes;
        this.stop = stop;
        this.whole = whole;
    }

    /** One operator's part of this: counted by itself, limited together. */
    public Budget part() {
        return new Budget(maxMemoryBytes, stop, this);
    }

    /** Gives back all that this part has: what was kept is gone. */
    public void release() {
        Budget all = whole;
        if (all != null) {
            all.usedBytes -= usedBytes;
        }
        usedBytes = 0;
    }

    /** The most that was kept at any time. */
    public long greatestBytes() {
        return greatestBytes;
    }

    long maxMemoryBytes() {
        return maxMemoryBytes;
    }

    Stop stop() {
        return stop;
    }

    void reserve(long bytes, String operator) {
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
                    "'%s' keeps more than %,d MiB of rows in memory; take fewer rows with 'where' or 'take', keep fewer"
                            + " columns with 'project', or raise the memory limit",
                    operator,
                    maxMemoryBytes >> 20));
        }
    }
}
