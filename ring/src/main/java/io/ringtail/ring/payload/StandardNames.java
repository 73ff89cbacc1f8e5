package io.ringtail.ring.payload;

import java.util.ArrayList;
import java.util.List;

/** What Windows calls the levels and keywords that are the same for all providers. */
public final class StandardNames {
    /** From 0 on. */
    private static final List<String> LEVELS =
            List.of("LogAlways", "Critical", "Error", "Warning", "Information", "Verbose");

    private static final int FIRST_KEYWORD_BIT = 48;
    private static final List<String> KEYWORDS = List.of(
            "ResponseTime",
            "WDIContext",
            "WDIDiag",
            "SQM",
            "AuditFailure",
            "AuditSuccess",
            "CorrelationHint",
            "EventlogClassic");

    private StandardNames() {}

    /** Empty for a level that means what its provider says. */
    public static String level(int level) {
        return level < LEVELS.size() ? LEVELS.get(level) : "";
    }

    /** The names of the bits of a mask that have one, from the lowest on. */
    public static List<String> keywords(long mask) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < KEYWORDS.size(); i++) {
            if ((mask >>> FIRST_KEYWORD_BIT + i & 1) != 0) {
                names.add(KEYWORDS.get(i));
            }
        }
        return names;
    }
}
