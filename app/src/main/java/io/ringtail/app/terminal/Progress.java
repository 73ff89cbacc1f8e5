package io.ringtail.app.terminal;

import java.util.Locale;

/**
 * Tells how far a long command is: a bar with rate and estimate on a terminal, a plain line every few seconds elsewhere.
 * <b>Threads:</b> one.
 */
public final class Progress implements AutoCloseable {
    private static final long LIVE_NANOS = 100_000_000L;
    private static final long PLAIN_NANOS = 5_000_000_000L;
    private static final int BAR_COLUMNS = 24;

    private final Console console;
    private final String what;
    private final long totalEvents;
    private final long startNanos;
    private long lastNanos;
    private long events;
    private long bytes;
    private boolean shown;

    private Progress(Console console, String what, long totalEvents) {
        this.console = console;
        this.what = what;
        this.totalEvents = totalEvents;
        startNanos = console.nanoTime().getAsLong();
        lastNanos = startNanos;
    }

    /**
     * Starts to count.
     *
     * @param totalEvents how many there will be; 0 if nobody knows
     */
    public static Progress start(Console console, String what, long totalEvents) {
        return new Progress(console, what, totalEvents);
    }

    /** Takes the totals so far; cheap enough to be called every thousand events, not every one. */
    public void update(long eventsSoFar, long bytesSoFar) {
        events = eventsSoFar;
        bytes = bytesSoFar;
        long now = console.nanoTime().getAsLong();
        if (now - lastNanos >= (console.liveProgress() ? LIVE_NANOS : PLAIN_NANOS)) {
            lastNanos = now;
            show(now);
        }
    }

    /** Ends with a line that says what was done and how fast. */
    public void done(long doneEvents, long doneBytes) {
        erase();
        double seconds = seconds(console.nanoTime().getAsLong());
        console.note(what + ": " + Quantities.count(doneEvents, "event") + ", " + Quantities.bytes(doneBytes) + " in "
                + String.format(Locale.ROOT, "%.1f s (%s events/s)", seconds, Quantities.rate(doneEvents, seconds)));
    }

    /** Removes an unfinished bar, so that what follows starts on a clean line. */
    @Override
    public void close() {
        erase();
    }

    private void erase() {
        if (shown && console.liveProgress()) {
            console.err().print("\r\u001b[K");
            console.err().flush();
        }
        shown = false;
    }

    private void show(long now) {
        shown = true;
        if (console.liveProgress()) {
            console.err().print("\r" + line(now) + "\u001b[K");
        } else {
            console.err().println(line(now));
        }
        console.err().flush();
    }

    private String line(long now) {
        double seconds = seconds(now);
        StringBuilder line = new StringBuilder(what);
        if (totalEvents > 0) {
            double done = Math.min(1.0, (double) events / totalEvents);
            int filled = (int) (done * BAR_COLUMNS);
            line.append(" [")
                    .repeat('#', filled)
                    .repeat('.', BAR_COLUMNS - filled)
                    .append(']');
            line.append(String.format(Locale.ROOT, " %3.0f %%", done * 100));
        }
        line.append("  ").append(Quantities.count(events)).append(" events, ");
        line.append(Quantities.rate(events, seconds)).append(" events/s, ").append(Quantities.bytes(bytes));
        if (totalEvents > events && events > 0 && seconds > 1) {
            line.append(", ")
                    .append(Quantities.duration((totalEvents - events) * seconds / events))
                    .append(" left");
        }
        return line.toString();
    }

    private double seconds(long now) {
        return Math.max(1, now - startNanos) / 1e9;
    }
}
