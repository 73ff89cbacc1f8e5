package io.ringtail.etw.decode;

import io.ringtail.etw.schema.Extent;

/** Finds out how many there are of something, as an {@link Extent} says, at the place where a walk stands. */
final class Length {
    private Length() {}

    /**
     * How many units of {@code unitBytes} follow; steps over a count that stands before them. {@link Walk#FAILED} if the
     * count itself cannot be read.
     *
     * @param own what {@link Extent.Own} stands for
     */
    static int of(Extent extent, Walk walk, int unitBytes, int own, String field) {
        return switch (extent) {
            case Extent.Own() -> own;
            case Extent.Fixed(int number) -> number;
            case Extent.OfField(int slot) -> walk.recalled(slot);
            case Extent.Prefixed() -> prefix(walk, field);
            case Extent.Rest() -> walk.remaining() / unitBytes;
        };
    }

    static int prefix(Walk walk, String field) {
        int at = walk.take(Short.BYTES, field);
        return at == Walk.FAILED ? at : Short.toUnsignedInt(walk.event.getShort(at));
    }

    /** So many units as bytes, or a number that no payload can have. */
    static int bytes(int units, int unitBytes) {
        return (int) Math.min((long) units * unitBytes, Integer.MAX_VALUE);
    }
}
