package io.ringtail.etw.file;

import java.io.IOException;

/** Nothing at all can be read from an input. The message names the input, what was found and what was wanted. */
public final class TraceUnreadableException extends IOException {
    public TraceUnreadableException(String message) {
        super(message);
    }

    public TraceUnreadableException(String message, Throwable cause) {
        super(message, cause);
    }
}
