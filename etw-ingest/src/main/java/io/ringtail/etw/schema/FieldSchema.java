package io.ringtail.etw.schema;

import java.util.List;
import java.util.Objects;

/**
 * A field of an event or of a structure.
 *
 * @param length of each element, in characters of its own kind for text and bytes for binary
 * @param count {@link Extent#OWN} if the field is no array
 * @param mapName the map that names its values; empty if none does
 * @param slot the number under which its value is remembered, because another field's extent is {@link Extent.OfField
 *     of it}; {@link #NO_SLOT} if none is
 * @param members of a structure; empty for all other types
 */
public record FieldSchema(
        String name,
        InType in,
        OutType out,
        Extent length,
        Extent count,
        String mapName,
        int slot,
        List<FieldSchema> members) {
    public static final int NO_SLOT = -1;

    public FieldSchema {
        Objects.requireNonNull(name);
        Objects.requireNonNull(in);
        Objects.requireNonNull(out);
        Objects.requireNonNull(length);
        Objects.requireNonNull(count);
        Objects.requireNonNull(mapName);
        members = List.copyOf(members);
    }

    public static FieldSchema of(String name, InType in, OutType out) {
        return new FieldSchema(name, in, out, Extent.OWN, Extent.OWN, "", NO_SLOT, List.of());
    }

    public static FieldSchema struct(String name, Extent count, List<FieldSchema> members) {
        return new FieldSchema(name, InType.STRUCT, OutType.NONE, Extent.OWN, count, "", NO_SLOT, members);
    }

    FieldSchema withLength(Extent newLength) {
        return new FieldSchema(name, in, out, newLength, count, mapName, slot, members);
    }

    FieldSchema withCount(Extent newCount) {
        return new FieldSchema(name, in, out, length, newCount, mapName, slot, members);
    }

    FieldSchema withMap(String newMapName) {
        return new FieldSchema(name, in, out, length, count, newMapName, slot, members);
    }

    FieldSchema withSlot(int newSlot) {
        return new FieldSchema(name, in, out, length, count, mapName, newSlot, members);
    }
}
