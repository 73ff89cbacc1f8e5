package io.ringtail.ring.payload;

import io.ringtail.ring.block.EventView;

/**
 * Reads one field out of the payloads of one type: compiled once, called for every event. Never throws on a payload
 * that is too short or strange: the value is then null, and {@link PayloadLayout#problem} says why.
 *
 * <p>Readers that are equal read the same of the same bytes.
 *
 * <p><b>Threads:</b> any; it keeps no state between calls.
 */
public interface FieldReader {
    /** Returned by {@link #constantOffset} when the offset depends on the payload. */
    int VARIABLE = -1;

    void read(EventView event, Cell into);

    /** A reader of the same field for one thread alone, which may keep state between calls and so be faster. */
    default FieldReader forOneThread() {
        return this;
    }

    /**
     * Where the field lies in every payload, if it is a little-endian integer of {@link #constantWidth} bytes whose
     * value is the field's {@code bits}; a scan then loads it without a call. {@link #VARIABLE} otherwise.
     */
    default int constantOffset() {
        return VARIABLE;
    }

    /** 1, 2, 4 or 8; negative if the integer is signed and must be widened with its sign. */
    default int constantWidth() {
        return 0;
    }
}
