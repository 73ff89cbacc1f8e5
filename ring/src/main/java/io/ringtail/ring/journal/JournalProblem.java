package io.ringtail.ring.journal;

import io.ringtail.ring.block.Lane;
import java.util.Objects;
import java.util.Optional;

/**
 * Damage in a stored journal that a reader went around.
 *
 * @param lane to which the file belongs; empty of one that belongs to the whole journal
 * @param file relative to the journal's folder
 * @param position offset in the file
 */
public record JournalProblem(Optional<Lane> lane, String file, long position, String what) {
    public JournalProblem {
        Objects.requireNonNull(lane);
        Objects.requireNonNull(file);
        Objects.requireNonNull(what);
    }

    @Override
    public String toString() {
        return file + " at " + position + ": " + what;
    }
}
