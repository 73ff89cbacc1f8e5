package io.ringtail.ring.bus;

import java.nio.file.Path;

/** The journal can no longer be written; the cause says why. What was published since the last commit is lost. */
public final class JournalFailedException extends RuntimeException {
    JournalFailedException(Path journal, Throwable cause) {
        super("the journal " + journal + " can no longer be written: " + reason(cause), cause);
    }

    /** Mapped memory for which the disk has no room, or whose file was cut, shows as an error of the JVM. */
    private static String reason(Throwable cause) {
        return cause instanceof InternalError
                ? "its disk is full, or its files were cut; what was committed before can be read ("
                        + cause.getMessage() + ")"
                : String.valueOf(cause.getMessage());
    }
}
