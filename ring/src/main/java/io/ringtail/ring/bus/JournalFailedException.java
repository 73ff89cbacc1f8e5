package io.ringtail.ring.bus;

import java.nio.file.Path;

/** The journal can no longer be written; the cause says why. What was published since the last commit is lost. */
public final class JournalFailedException extends RuntimeException {
    JournalFailedException(Path journal, Throwable cause) {
        super("the journal " + journal + " can no longer be written: " + cause.getMessage(), cause);
    }
}
