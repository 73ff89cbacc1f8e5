package io.ringtail.dsl.functions;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The names of the parts of a time. */
public final class TimeParts {
    /** The functions whose first argument is such a name. */
    public static final Set<String> TAKERS = Set.of("datetime_part", "datepart", "datetime_add", "datetime_diff");

    public static final List<String> NAMES = List.of(
            "year",
            "quarter",
            "month",
            "week",
            "week_of_year",
            "day",
            "dayofyear",
            "hour",
            "minute",
            "second",
            "millisecond",
            "microsecond",
            "nanosecond");

    private TimeParts() {}

    /** Letter case aside. */
    public static boolean isName(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        return NAMES.contains(name) || name.equals("weekofyear");
    }
}
