package io.ringtail.etw.decode;

import io.ringtail.etw.schema.Extent;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import io.ringtail.ring.payload.TextReader;

/**
 * A text. With a zero at its end it may lack it when it is the last of the payload; with a length it ends at the first
 * zero inside, if there is one.
 *
 * @param unit how its characters are stored
 * @param size how its length is given
 * @param length if the size is {@link Size#EXTENT}
 */
record TextNode(String name, TextUnit unit, Size size, Extent length) implements Node {
    enum Size {
        ZERO_TERMINATED,
        /** A number of characters, as an extent says. */
        EXTENT,
        /** A u16 before it counts its bytes. */
        COUNTED_BYTES,
        /** As counted, high byte first. */
        REVERSED_COUNTED_BYTES
    }

    @Override
    public ScalarType type() {
        return ScalarType.STRING;
    }

    @Override
    public int width() {
        return size == Size.EXTENT && length instanceof Extent.Fixed(int number)
                ? Length.bytes(number, unit.bytes())
                : VARIABLE;
    }

    @Override
    public void skip(Walk walk) {
        if (size == Size.ZERO_TERMINATED) {
            terminated(walk);
        } else {
            walk.take(bytes(walk), name);
        }
    }

    @Override
    public void read(Walk walk, Cell into) {
        into.setNull();
        long range = range(walk);
        if (range != TextReader.NONE) {
            int start = (int) (range >>> Integer.SIZE);
            int end = start + (int) range;
            into.setObject(unit.text(walk.event, start, end));
            walk.foundText(name, start, end, unit);
        }
    }

    /** As {@link TextReader#range}. */
    long range(Walk walk) {
        if (size == Size.ZERO_TERMINATED) {
            int start = walk.at;
            int end = terminated(walk);
            return end == Walk.FAILED ? TextReader.NONE : (long) start << Integer.SIZE | end - start;
        }
        int bytes = bytes(walk);
        int start = walk.take(bytes, name);
        return start == Walk.FAILED
                ? TextReader.NONE
                : (long) start << Integer.SIZE | end(walk.event, start, start + bytes) - start;
    }

    /** Steps behind the zero and returns where the text ends. */
    private int terminated(Walk walk) {
        if (walk.remaining() < unit.bytes()) {
            return walk.take(unit.bytes(), name);
        }
        int end = unit.zero(walk.event, walk.at, walk.end);
        if (end == walk.end || end + unit.bytes() > walk.end) {
            end = walk.at + walk.remaining() / unit.bytes() * unit.bytes();
            walk.at = end;
        } else {
            walk.at = end + unit.bytes();
        }
        return end;
    }

    private int bytes(Walk walk) {
        if (walk.failed()) {
            return 0;
        }
        return switch (size) {
            case ZERO_TERMINATED -> 0;
            case EXTENT -> Length.bytes(Length.of(length, walk, unit.bytes(), 0, name), unit.bytes());
            case COUNTED_BYTES -> Math.max(Length.prefix(walk, name), 0);
            case REVERSED_COUNTED_BYTES -> Integer.reverseBytes(Math.max(Length.prefix(walk, name), 0)) >>> 16;
        };
    }

    /** Counted text is taken as it is; text in a field of given size ends at its zero. */
    private int end(EventView event, int start, int end) {
        return size == Size.EXTENT ? unit.zero(event, start, end) : end;
    }
}
