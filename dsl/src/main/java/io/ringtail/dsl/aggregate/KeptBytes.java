package io.ringtail.dsl.aggregate;

import io.ringtail.dsl.value.Json;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts, roughly, what the states of one aggregate keep in memory for all groups together. One thread. */
final class KeptBytes {
    private static final int REFERENCE = 16;

    private long bytes;

    long bytes() {
        return bytes;
    }

    void add(long more) {
        bytes += more;
    }

    /** A value that a collection keeps. */
    void addValue(@Nullable Object value) {
        bytes += REFERENCE + sizeOf(value);
    }

    private static long sizeOf(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case String text -> 40L + text.length();
            case Collection<?> list -> 40L + 2L * Json.format(list).length();
            case Map<?, ?> bag -> 64L + 4L * Json.format(bag).length();
            default -> 24;
        };
    }
}
