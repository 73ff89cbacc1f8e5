package io.ringtail.ring.block;

import java.util.Locale;

/** The two streams of a journal; sequences order events across them. */
public enum Lane {
    /** What was captured: bulk, kept for a short time. */
    TRACE,
    /** Ringtail's own events: few, kept long, synced to disk when a publisher asks. */
    CONTROL;

    /** The name of its folder in a journal. */
    public String folder() {
        return name().toLowerCase(Locale.ROOT);
    }
}
