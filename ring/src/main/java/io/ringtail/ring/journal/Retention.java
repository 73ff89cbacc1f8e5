package io.ringtail.ring.journal;

import io.ringtail.ring.block.Lane;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What of a lane is kept. Each limit that is given holds; what is beyond one is deleted, oldest first, in whole cycle
 * files. The file that is being written stays whatever the limits say, and so does what a registered cursor has not read.
 *
 * @param maxAge since the file was completed
 * @param maxBytes of all complete files of the lane; the one that is written, which is mapped longer than it is, is beside
 * @param minFreeBytes that the disk should have
 */
public record Retention(Lane lane, Optional<Duration> maxAge, OptionalLong maxBytes, OptionalLong minFreeBytes) {
    public Retention {
        Objects.requireNonNull(lane);
        if (maxAge.filter(Duration::isNegative).isPresent()) {
            throw new IllegalArgumentException("maxAge is not below zero: " + maxAge.get());
        }
        checkNotNegative("maxBytes", maxBytes);
        checkNotNegative("minFreeBytes", minFreeBytes);
    }

    /** Keeps everything. */
    public static Retention of(Lane lane) {
        return new Retention(lane, Optional.empty(), OptionalLong.empty(), OptionalLong.empty());
    }

    public Retention withMaxAge(Duration newMaxAge) {
        return new Retention(lane, Optional.of(newMaxAge), maxBytes, minFreeBytes);
    }

    public Retention withMaxBytes(long newMaxBytes) {
        return new Retention(lane, maxAge, OptionalLong.of(newMaxBytes), minFreeBytes);
    }

    public Retention withMinFreeBytes(long newMinFreeBytes) {
        return new Retention(lane, maxAge, maxBytes, OptionalLong.of(newMinFreeBytes));
    }

    private static void checkNotNegative(String name, OptionalLong value) {
        if (value.isPresent() && value.getAsLong() < 0) {
            throw new IllegalArgumentException(name + " is not below zero: " + value.getAsLong());
        }
    }
}
