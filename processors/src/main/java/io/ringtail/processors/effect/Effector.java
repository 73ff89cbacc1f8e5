package io.ringtail.processors.effect;

import io.ringtail.processors.proto.Intent;

/**
 * Does one kind of thing that processors want done. It may be asked for the same intent again after a crash, told by its
 * idempotency key, and then does it only if it is not done yet. <b>Threads:</b> one at a time, never a processor's; it may
 * take long. <b>Failure:</b> what it throws is journaled as the outcome FAILED, and not tried again.
 */
public interface Effector {
    /** The action that it executes. */
    String action();

    Effect execute(Intent intent) throws Exception;

    /** What became of an intent. */
    record Effect(Status status, String detail) {
        public static Effect done(String detail) {
            return new Effect(Status.DONE, detail);
        }

        public static Effect refused(String detail) {
            return new Effect(Status.REFUSED, detail);
        }

        public static Effect suppressed(String detail) {
            return new Effect(Status.SUPPRESSED, detail);
        }
    }

    /** As it stands in an outcome. */
    enum Status {
        DONE,
        FAILED,
        /** It cannot be done here, or not any more: a newer strategy, a feature that is not there. */
        REFUSED,
        /** A limit or a person holds it back. */
        SUPPRESSED
    }
}
