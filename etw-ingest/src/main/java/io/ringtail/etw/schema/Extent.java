package io.ringtail.etw.schema;

/** How many there are of something in a payload: elements of an array, or characters or bytes of a field. */
public sealed interface Extent {
    Extent OWN = new Own();
    Extent PREFIXED = new Prefixed();
    Extent REST = new Rest();

    /** As many as its type has by itself: one element; a text up to its zero. */
    record Own() implements Extent {}

    record Fixed(int number) implements Extent {}

    /** As many as the value of another field, which is remembered under this number; see {@link FieldSchema#slot}. */
    record OfField(int slot) implements Extent {}

    /** A u16 stands before it. */
    record Prefixed() implements Extent {}

    /** All to the end of the payload. */
    record Rest() implements Extent {}
}
