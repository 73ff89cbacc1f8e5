package io.ringtail.ring.bus;

import java.time.Instant;

/** A time in which the writer waited for room on the disk. */
record WritingPause(Instant from, Instant to, String why) {}
