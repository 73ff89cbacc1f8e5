package io.ringtail.etw.schema;

/** A schema that cannot be used as it stands; the message says what is wrong with it and where. */
public final class BrokenSchemaException extends Exception {
    private static final long serialVersionUID = 1L;

    public BrokenSchemaException(String message) {
        super(message);
    }
}
