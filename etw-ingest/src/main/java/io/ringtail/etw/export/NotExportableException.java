package io.ringtail.etw.export;

import java.io.IOException;

/** The selected events cannot stand in one .etl file. The message says why, and the way out. */
public final class NotExportableException extends IOException {
    private static final long serialVersionUID = 1L;

    public NotExportableException(String message) {
        super(message);
    }

    static NotExportableException nothingSelected() {
        return new NotExportableException("no event is selected, so there is nothing to write; widen the selection");
    }
}
