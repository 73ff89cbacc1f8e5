package io.ringtail.etw.pe;

/** A program file that cannot be used as it stands; the message says what is wrong with it and where. */
public final class BrokenImageException extends Exception {
    private static final long serialVersionUID = 1L;

    public BrokenImageException(String message) {
        super(message);
    }
}
