package io.ringtail.ring.payload;

/** What of an {@link EventContext} a reader will ask for; each part costs reading the events that tell it. */
public enum ContextPart {
    /** Process and thread of records that do not tell theirs. */
    IDS,
    /** Names and command lines of processes. */
    PROCESSES,
    /** Names of threads. */
    THREADS
}
