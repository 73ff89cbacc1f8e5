package io.ringtail.ring.payload;

import java.util.Objects;
import java.util.Set;

/**
 * A field of a payload, or a value that is computed of one.
 *
 * @param hexadecimal that people read it as 0x…: addresses, flags, codes; tables print it so, JSON does not
 * @param contextParts what of an {@link EventContext} it is computed of; none for what stands in the payload
 */
public record Field(String name, ScalarType type, boolean hexadecimal, Set<ContextPart> contextParts) {
    public Field {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
        contextParts = Set.copyOf(contextParts);
    }

    public Field(String name, ScalarType type, boolean hexadecimal) {
        this(name, type, hexadecimal, Set.of());
    }
}
