package io.ringtail.etw.file;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * Damage in a trace that was read around.
 *
 * @param file the trace, as {@link EtlFile#name} says it
 * @param offset the buffer's offset in the (unpacked) trace
 * @param buffer the buffer's number in the order of the file, from 0
 * @param at the offset inside the buffer's decompressed data; empty if it is the buffer itself that is damaged
 * @param what a whole sentence
 */
public record Problem(String file, long offset, int buffer, OptionalInt at, String what) {
    public Problem {
        Objects.requireNonNull(file);
        Objects.requireNonNull(at);
        Objects.requireNonNull(what);
    }
}
