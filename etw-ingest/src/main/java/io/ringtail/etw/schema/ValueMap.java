package io.ringtail.etw.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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

    /** The name of a value, or the names of its bits with {@code |} between them; what has no name is a number. */
    public String text(long value) {
        String name = names.get(value);
        if (name != null) {
            return name;
        }
        return ofBits ? bits(value) : Long.toString(value);
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
