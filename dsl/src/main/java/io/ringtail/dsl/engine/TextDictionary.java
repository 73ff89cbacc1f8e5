package io.ringtail.dsl.engine;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.payload.TextReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the different texts of one payload field, found by their bytes: the text of a field that has few different
 * ones is made once a scan, not once a row. Bounded: a field with more is left to be read text by text. One thread.
 */
final class TextDictionary {
    /** Returned by {@link #code} when a text is new and there is no room for it. */
    static final int FULL = -1;

    /** Code of the empty text, which stands for a field that is not there as well. */
    static final int EMPTY = 0;

    private static final int MOST_TEXTS = 4096;
    private static final int MOST_BYTES = 1 << 20;
    /** Sparse, so that a look-up seldom meets another text's place. */
    private static final int PLACES = 4 * MOST_TEXTS;

    private static final int TABLE_BYTES = 4 * Integer.BYTES * MOST_TEXTS + Integer.BYTES * PLACES;
    /** What an array and a string take beside what is in them. */
    private static final int BYTES_A_TEXT = 64;

    /** The array stays the same while it fills, so that who sees it again knows its first texts. */
    private final @Nullable Object[] texts = new @Nullable Object[MOST_TEXTS];

    private final byte[][] bytes = new byte[MOST_TEXTS][];
    private final int[] hashes = new int[MOST_TEXTS];
    private final int[] encodings = new int[MOST_TEXTS];
    /** Code + 1 by place; 0 is free. */
    private final int[] places = new int[PLACES];

    private int size = 1;
    private int keptBytes;

    TextDictionary() {
        Arrays.fill(texts, "");
    }

    @Nullable
    Object[] texts() {
        return texts;
    }

    /** What it takes, roughly: its tables, and each text twice, as bytes and as a string. */
    long memoryBytes() {
        return TABLE_BYTES + 2L * keptBytes + (long) BYTES_A_TEXT * size;
    }

    /** The number of the text in these bytes of the event's payload. */
    int code(EventView event, TextReader reader, int offset, int length) {
        if (length == 0) {
            return EMPTY;
        }
        int encoding = reader.encoding();
        int hash = event.hashBytes(offset, length) * 31 + encoding;
        int place = hash & PLACES - 1;
        while (places[place] != 0) {
            int code = places[place] - 1;
            if (hashes[code] == hash && encodings[code] == encoding && is(code, event, offset, length)) {
                return code;
            }
            place = place + 1 & PLACES - 1;
        }
        return size < MOST_TEXTS && keptBytes + length <= MOST_BYTES
                ? add(event, reader, offset, length, hash, place)
                : FULL;
    }

    private boolean is(int code, EventView event, int offset, int length) {
        return bytes[code].length == length && event.hasBytes(offset, bytes[code]);
    }

    private int add(EventView event, TextReader reader, int offset, int length, int hash, int place) {
        byte[] copy = new byte[length];
        event.getBytes(offset, copy, 0, length);
        bytes[size] = copy;
        texts[size] = reader.text(event, offset, length);
        hashes[size] = hash;
        encodings[size] = reader.encoding();
        keptBytes += length;
        places[place] = size + 1;
        return size++;
    }
}
