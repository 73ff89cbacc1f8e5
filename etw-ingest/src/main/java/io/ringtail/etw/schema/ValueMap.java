package io.ringtail.etw.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Names for the values of a field, or for its bits.
 *
 * @param names by value, or by mask if the map is of bits
 */
public record ValueMap(String name, boolean ofBits, Map<Long, String> names) {
    public ValueMap {
        Objects.requireNonNull(name);
        names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
    }

    /**
     * The name of a value; of a map of bits, the names of those that are set with {@code |} between them, and the bits
     * without a name in hexadecimal behind. Empty if none of it has a name.
     */
    public Optional<String> find(long value) {
        String name = names.get(value);
        if (name != null) {
            return Optional.of(name);
        }
        return ofBits ? Optional.of(bits(value)) : Optional.empty();
    }

    private String bits(long value) {
        List<String> parts = new ArrayList<>();
        long rest = value;
        for (Map.Entry<Long, String> entry : names.entrySet()) {
            long mask = entry.getKey();
            if (mask != 0 && (value & mask) == mask) {
                parts.add(entry.getValue());
                rest &= ~mask;
            }
        }
        if (rest != 0 || parts.isEmpty()) {
            parts.add("0x" + Long.toHexString(rest));
        }
        return String.join("|", parts);
    }
}
