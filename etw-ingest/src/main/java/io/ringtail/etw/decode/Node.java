package io.ringtail.etw.decode;

import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads or skips one field at the place where a {@link Walk} stands, and steps behind it. Immutable. */
sealed interface Node
        permits NumberNode,
                MapNode,
                GuidNode,
                SystemTimeNode,
                TextNode,
                PathNode,
                BinaryNode,
                SidNode,
                ArrayNode,
                StructNode {
    /** In {@link #width}: how wide the field is depends on the payload. */
    int VARIABLE = -1;

    String name();

    ScalarType type();

    /** See {@link io.ringtail.ring.payload.Field}. */
    default boolean hexadecimal() {
        return false;
    }

    /** Bytes of the field in every payload, or {@link #VARIABLE}. */
    int width();

    /** Whether a later field's extent is this field's value, so that it must be read even when it is not asked for. */
    default boolean isRemembered() {
        return false;
    }

    void skip(Walk walk);

    /** Leaves the cell null if the payload ends before the field does. */
    void read(Walk walk, Cell into);

    /** The value as it stands in a dynamic one; null if there is none. */
    default @Nullable Object value(Walk walk) {
        Cell cell = walk.cell;
        read(walk, cell);
        return cell.value(type());
    }

    /** An unsigned number as it is computed with. */
    static BigDecimal unsigned(long value) {
        if (value >= 0) {
            return BigDecimal.valueOf(value);
        }
        return new BigDecimal(new java.math.BigInteger(Long.toUnsignedString(value)));
    }
}
