package io.ringtail.ring.journal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/**
 * How a journal is written.
 *
 * @param cycleBytes a lane's file is followed by a new one when it has so many bytes
 * @param cycleSpan or when it is so old
 * @param clock names the files and tells their age
 */
public record JournalOptions(long cycleBytes, Duration cycleSpan, InstantSource clock, StorageOptions storage) {
    /** A reader maps a cycle as a whole, in one buffer. */
    private static final long MAX_CYCLE_BYTES = 1L << 30;

    public JournalOptions {
        Objects.requireNonNull(clock);
        Objects.requireNonNull(storage);
        if (cycleBytes < 1 || cycleBytes > MAX_CYCLE_BYTES) {
            throw new IllegalArgumentException(
                    "cycleBytes is between 1 and " + MAX_CYCLE_BYTES + ", not " + cycleBytes);
        }
        if (cycleSpan.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("cycleSpan is at least a second, not " + cycleSpan);
        }
    }
}
