package io.ringtail.processors.host;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How processors are hosted.
 *
 * @param saveInterval how often a snapshot is stored while events come; less often is less to write, and more to fold
 *     again after a crash
 * @param idle how long a processor without events waits before it looks again
 * @param listener hears of each output once it is on its way into the journal, on the thread of its processor; not again
 *     of those that were in it before a restart
 */
public record HostOptions(Duration saveInterval, Duration idle, Consumer<Output> listener) {
    /** Ten seconds of events fold in less than one; two milliseconds are little beside a window. */
    public static final HostOptions DEFAULT =
            new HostOptions(Duration.ofSeconds(10), Duration.ofMillis(2), output -> {});

    /** The same with somebody who hears what is said. */
    public HostOptions withListener(Consumer<Output> hearing) {
        return new HostOptions(saveInterval, idle, hearing);
    }

    public HostOptions {
        if (saveInterval.isNegative() || idle.isNegative()) {
            throw new IllegalArgumentException("no time is negative: " + saveInterval + ", " + idle);
        }
    }
}
