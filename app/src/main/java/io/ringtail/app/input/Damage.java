package io.ringtail.app.input;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A part of a source that could not be read.
 *
 * @param offset of the buffer (traces) or the block (journals) in its file
 * @param buffer the buffer's number, null for journals
 * @param at the offset inside the buffer's decompressed data, null if all of it is damaged
 */
public record Damage(
        long offset, @Nullable Long buffer, @Nullable Long at, String what) {
    public Damage {
        Objects.requireNonNull(what);
    }
}
