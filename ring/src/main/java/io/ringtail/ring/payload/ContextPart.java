package io.ringtail.ring.payload;

/** What of an {@link EventContext} a reader will ask for; each part costs reading the events that tell it. */
public enum ContextPart {
    /** Process and thread of records that do not tell theirs. */
    IDS,
    /** Names and command lines of processes. */
    PROCESSES,
    /** Names of threads, and their processes. */
    THREADS,
    /** Stacks that are events of their own, and the modules into which addresses point. */
    STACKS,
    /** Names of files by the keys and objects that stand for them. */
    FILES,
    /** Names of registry keys by the handles that stand for them. */
    KEYS,
    /** Names of kernel objects by their addresses, and of their types by number. */
    OBJECTS,
    /** When transfers of disks were done. */
    DISKS
}
