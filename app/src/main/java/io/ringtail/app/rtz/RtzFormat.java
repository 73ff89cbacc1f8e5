package io.ringtail.app.rtz;

import java.util.regex.Pattern;

/** Names and numbers of a session file; {@code docs/formats/rtz.md} lays it out. */
public final class RtzFormat {
    public static final String SUFFIX = ".rtz";

    static final String MANIFEST = "manifest.json";
    static final String IDENTITY = "journal.json";
    static final String FORMAT = "rtz";
    static final long VERSION = 1;
    static final int MOST_MANIFEST_BYTES = 16 << 20;

    private static final Pattern CYCLE = Pattern.compile("(trace|control)/\\d{8}/\\d{8}-\\d{6}\\.cq4");

    private RtzFormat() {}

    /** Whether a session may have an entry of this name: no other is looked at, so none can point anywhere else. */
    static boolean isEntryName(String name) {
        return name.equals(MANIFEST) || isContentName(name);
    }

    /** Whether it is a part of the journal that a session is. */
    static boolean isContentName(String name) {
        return name.equals(IDENTITY) || CYCLE.matcher(name).matches();
    }
}
