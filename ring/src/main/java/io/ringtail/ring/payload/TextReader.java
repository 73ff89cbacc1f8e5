package io.ringtail.ring.payload;

import io.ringtail.ring.block.EventView;

/** Reads a text field, and tells where its bytes lie: a scan knows equal texts by them and makes a string of each once. */
public interface TextReader extends FieldReader {
    /** Returned by {@link #range} when the payload ends before the field does. */
    long NONE = -1;

    /** Where the text lies in the payload: offset in the upper, bytes in the lower 32 bits. */
    long range(EventView event);

    /** The text of these bytes of the payload. */
    String text(EventView event, int offset, int bytes);

    /** Readers with the same number make the same text of the same bytes; small and not negative. */
    int encoding();

    @Override
    TextReader forOneThread();

    @Override
    default void read(EventView event, Cell into) {
        long range = range(event);
        into.setNull();
        if (range != NONE) {
            into.setObject(text(event, (int) (range >>> Integer.SIZE), (int) range));
        }
    }
}
