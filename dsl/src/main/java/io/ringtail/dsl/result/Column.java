package io.ringtail.dsl.result;

import io.ringtail.ring.payload.ScalarType;
import java.util.Objects;

/**
 * A column of a result.
 *
 * @param hexadecimal that tables print its numbers as 0x…; JSON and CSV do not
 */
public record Column(String name, ScalarType type, boolean hexadecimal) {
    public Column {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
    }

    public static Column of(String name, ScalarType type) {
        return new Column(name, type, false);
    }
}
