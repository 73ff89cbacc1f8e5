package io.ringtail.ring.bus;

import io.ringtail.ring.block.Lane;

/** Hears of each block on the journaler's thread, so it must be quick and must not throw. */
@FunctionalInterface
interface AppendListener {
    AppendListener NONE = (lane, events, bytes, nanos) -> {};

    /** @param bytes of the block as stored */
    void appended(Lane lane, int events, int bytes, long nanos);
}
