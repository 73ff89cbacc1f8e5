package io.ringtail.etw.decode;

import io.ringtail.etw.schema.FieldSchema;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;

/**
 * A number of constant width, and what is stored as one.
 *
 * @param slot where its value is remembered, or {@link FieldSchema#NO_SLOT}
 */
record NumberNode(String name, Kind kind, int width, boolean signed, boolean hexadecimal, int slot) implements Node {
    enum Kind {
        INTEGER(ScalarType.LONG),
        /** Unsigned and of 64 bits: too wide for a long. */
        UNSIGNED64(ScalarType.DECIMAL),
        BIG_ENDIAN(ScalarType.LONG),
        BOOLEAN(ScalarType.BOOL),
        FLOAT(ScalarType.REAL),
        DOUBLE(ScalarType.REAL),
        FILETIME(ScalarType.DATETIME),
        /** Four bytes in network order. */
        IPV4(ScalarType.STRING);

        private final ScalarType type;

        Kind(ScalarType type) {
            this.type = type;
        }
    }

    @Override
    public ScalarType type() {
        return kind.type;
    }

    @Override
    public boolean isRemembered() {
        return slot != FieldSchema.NO_SLOT;
    }

    /** Whether its bits can be loaded from memory as they are. */
    boolean isPlain() {
        return kind == Kind.INTEGER;
    }

    @Override
    public void skip(Walk walk) {
        int at = walk.take(width, name);
        if (at != Walk.FAILED && isRemembered()) {
            walk.remember(slot, load(walk.event, at));
        }
    }

    @Override
    public void read(Walk walk, Cell into) {
        int at = walk.take(width, name);
        if (at == Walk.FAILED) {
            into.setNull();
            return;
        }
        if (isRemembered()) {
            walk.remember(slot, load(walk.event, at));
        }
        readAt(walk.event, at, into);
    }

    /** Reads it at this offset, which must lie in the payload. */
    void readAt(EventView event, int at, Cell into) {
        long bits = load(event, at);
        switch (kind) {
            case INTEGER -> into.setBits(bits);
            case UNSIGNED64 -> into.setObject(Node.unsigned(bits));
            case BIG_ENDIAN -> into.setBits(Long.reverseBytes(bits) >>> Long.SIZE - Byte.SIZE * width);
            case BOOLEAN -> into.setBits(bits == 0 ? 0 : 1);
            case FLOAT -> into.setReal(Float.intBitsToFloat((int) bits));
            case DOUBLE -> into.setReal(Double.longBitsToDouble(bits));
            case FILETIME -> into.setBits(Ticks.ofFiletime(bits));
            case IPV4 -> into.setObject(Addresses.ipv4((int) bits));
        }
    }

    long load(EventView event, int at) {
        return switch (width) {
            case Byte.BYTES -> signed ? event.getByte(at) : Byte.toUnsignedLong(event.getByte(at));
            case Short.BYTES -> signed ? event.getShort(at) : Short.toUnsignedLong(event.getShort(at));
            case Integer.BYTES -> signed ? event.getInt(at) : Integer.toUnsignedLong(event.getInt(at));
            default -> event.getLong(at);
        };
    }
}
