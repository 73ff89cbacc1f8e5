package io.ringtail.dsl.engine;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Ends a run before it is done: at a deadline, or when somebody asks for it. A run looks at it at every block and whenever
 * an operator keeps rows. <b>Threads:</b> any may ask; the run's own thread checks.
 */
public final class Stop {
    private static final long NO_DEADLINE = 0;

    private final LongSupplier nanoTime;
    private final long startNanos;
    private final long limitNanos;
    private volatile boolean asked;

    private Stop(LongSupplier nanoTime, long limitNanos) {
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        this.limitNanos = limitNanos;
    }

    /** A run without a deadline. */
    public static Stop whenAsked() {
        return new Stop(() -> 0, NO_DEADLINE);
    }

    /** A run that may take so long from now on. */
    public static Stop after(Duration limit, LongSupplier nanoTime) {
        return new Stop(nanoTime, Math.max(1, limit.toNanos()));
    }

    /** Ends the run at its next look. */
    public void ask() {
        asked = true;
    }

    public boolean isAsked() {
        return asked;
    }

    void check() {
        if (asked) {
            throw new QueryLimitException("the query was stopped");
        }
        if (limitNanos != NO_DEADLINE && nanoTime.getAsLong() - startNanos > limitNanos) {
            throw new QueryLimitException("the query ran for longer than " + text(Duration.ofNanos(limitNanos))
                    + "; narrow it with 'where Timestamp between (…)', or raise --timeout");
        }
    }

    private static String text(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }
}
