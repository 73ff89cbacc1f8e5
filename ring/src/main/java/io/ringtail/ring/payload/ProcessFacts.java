package io.ringtail.ring.payload;

import java.util.Objects;

/**
 * What is known of a process; empty texts where it is not.
 *
 * @param name its program's file name, without the folder
 * @param parentId {@link io.ringtail.ring.event.EventRecord#UNKNOWN_ID} if unknown
 */
public record ProcessFacts(String name, String commandLine, int parentId) {
    public static final ProcessFacts UNKNOWN = new ProcessFacts("", "", io.ringtail.ring.event.EventRecord.UNKNOWN_ID);

    public ProcessFacts {
        Objects.requireNonNull(name);
        Objects.requireNonNull(commandLine);
    }
}
