package io.ringtail.ring.bus;

import io.ringtail.ring.journal.SyncFailedException;

/**
 * An event stands in the journal, and it, or one before it, may be lost when the power is cut: the disk did not take it.
 * The bus goes on.
 */
public final class NotDurableException extends RuntimeException {
    NotDurableException(long sequence, SyncFailedException cause) {
        super(
                "event " + sequence + " is in the journal, but not known to be on the disk: " + cause.getMessage(),
                cause);
    }
}
