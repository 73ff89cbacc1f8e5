package io.ringtail.app.rtz;

import java.io.IOException;
import java.nio.file.Path;

/** A session file that is damaged, hostile, or locked with another key: nothing of it is used. */
public final class RtzRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RtzRefusedException(Path file, String why) {
        super(file + " is refused: " + why);
    }
}
