package io.ringtail.ring.payload;

import java.util.Objects;

/**
 * A field of a payload.
 *
 * @param hexadecimal that people read it as 0x…: addresses, flags, codes; tables print it so, JSON does not
 */
public record Field(String name, ScalarType type, boolean hexadecimal) {
    public Field {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
    }
}
