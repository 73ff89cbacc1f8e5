package io.ringtail.app.doctor;

import java.util.Objects;

/**
 * One thing that was looked at.
 *
 * @param outcome {@code ok}, {@code missing} or {@code not here}
 * @param way the way out; empty if there is nothing to do
 */
record Finding(String what, Outcome outcome, String detail, String way) {
    enum Outcome {
        OK("ok"),
        MISSING("missing"),
        /** Cannot be done on this system, or not in this release. */
        NOT_HERE("not here");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    Finding {
        Objects.requireNonNull(what);
        Objects.requireNonNull(outcome);
    }

    static Finding ok(String what, String detail) {
        return new Finding(what, Outcome.OK, detail, "");
    }

    static Finding missing(String what, String detail, String way) {
        return new Finding(what, Outcome.MISSING, detail, way);
    }

    static Finding notHere(String what, String detail) {
        return new Finding(what, Outcome.NOT_HERE, detail, "");
    }
}
