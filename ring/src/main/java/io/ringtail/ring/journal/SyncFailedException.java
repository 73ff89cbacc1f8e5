package io.ringtail.ring.journal;

import io.ringtail.ring.block.Lane;
import java.io.IOException;

/**
 * A lane could not be brought to the disk. The system may have dropped what it could not write, and a second try would
 * succeed without it: so the files count as not durable for good, and the lane goes on in a new one.
 */
public final class SyncFailedException extends IOException {
    private final Lane lane;
    private final long firstSequence;
    private final long lastSequence;
    private final int failedInARow;

    SyncFailedException(Lane lane, long firstSequence, long lastSequence, int failedInARow, IOException cause) {
        super(
                "the " + lane.folder() + " lane could not be brought to the disk (" + cause.getMessage()
                        + "): sequences " + firstSequence + " to " + lastSequence
                        + " may be lost when the power is cut, even if a later sync succeeds; look at the disk",
                cause);
        this.lane = lane;
        this.firstSequence = firstSequence;
        this.lastSequence = lastSequence;
        this.failedInARow = failedInARow;
    }

    public Lane lane() {
        return lane;
    }

    /** Of these sequences none is known to be on the disk; of both lanes, for they are one order. */
    public long firstSequence() {
        return firstSequence;
    }

    /** The last that was committed. */
    public long lastSequence() {
        return lastSequence;
    }

    /** So often the lane's syncs have failed without one between them that did not. */
    public int failedInARow() {
        return failedInARow;
    }
}
