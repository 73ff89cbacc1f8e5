package io.ringtail.ring.payload;

/**
 * Hears where in a payload somebody could read something, as its schema says; offsets count from the payload's start.
 * Numbers, times and GUIDs are not told.
 */
public interface PayloadParts {
    /**
     * A text, with all bytes that belong to it, read or not.
     *
     * @param textBytes how many of them are its characters
     * @param unitBytes bytes of a character: 1 or 2
     */
    void text(String field, int offset, int bytes, int textBytes, int unitBytes);

    /** A security identifier: it names a user. */
    void sid(String field, int offset, int bytes);

    /** Bytes of which the schema does not say what they hold. */
    void opaque(String field, int offset, int bytes);
}
