package io.ringtail.processors.host;

import java.time.Duration;

/**
 * How processors are hosted.
 *
 * @param saveInterval how often a snapshot is stored while events come; less often is less to write, and more to fold
 *     again after a crash
 * @param idle how long a processor without events waits before it looks again
 */
public record HostOptions(Duration saveInterval, Duration idle) {
    /** Ten seconds of events fold in less than one; two milliseconds are little beside a window. */
    public static final HostOptions DEFAULT = new HostOptions(Duration.ofSeconds(10), Duration.ofMillis(2));

    public HostOptions {
        if (saveInterval.isNegative() || idle.isNegative()) {
            throw new IllegalArgumentException("no time is negative: " + saveInterval + ", " + idle);
        }
    }
}
