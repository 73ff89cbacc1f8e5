package io.ringtail.ring.journal;

import java.io.IOException;
import java.nio.file.Path;

/** Another writer has the journal; the message says which process, where, and since when. */
public final class JournalLockedException extends IOException {
    JournalLockedException(Path journal, String writer) {
        super("journal " + journal + " is being written by " + writer + "; stop it or choose another --journal");
    }
}
