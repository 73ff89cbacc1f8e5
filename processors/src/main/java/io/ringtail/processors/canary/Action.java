package io.ringtail.processors.canary;

import java.util.Locale;

/** What may be done to a trial. */
public enum Action {
    ROLLBACK,
    PAUSE,
    RESUME,
    PROMOTE;

    /** Names the effector. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
