package io.ringtail.ring.bus;

import io.ringtail.ring.block.Compression;
import java.util.Objects;

/** How each lane's payloads are stored. */
public record LaneCompression(Compression trace, Compression control) {
    public static final LaneCompression NONE = new LaneCompression(Compression.NONE, Compression.NONE);

    public LaneCompression {
        Objects.requireNonNull(trace);
        Objects.requireNonNull(control);
    }
}
