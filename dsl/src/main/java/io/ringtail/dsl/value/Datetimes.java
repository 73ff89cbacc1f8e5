package io.ringtail.dsl.value;

import io.ringtail.ring.event.Ticks;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Points in time as {@link Ticks}, read from the forms in which people write them. */
public final class Datetimes {
    private static final Pattern ISO = Pattern.compile("([0-9]{4})\\s*[-/]\\s*([0-9]{1,2})(?:\\s*[-/]\\s*([0-9]{1,2}))?"
            + "(?:[T ]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]{1,9}))?)?)?"
            + "\\s*(Z|GMT|UTC|[+-][0-9]{2}:?[0-9]{2})?");
    private static final Pattern AMERICAN = Pattern.compile("([0-9]{1,2})[-/]([0-9]{1,2})[-/]([0-9]{4})"
            + "(?:\\s+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]{1,7}))?)?)?()");
    private static final Pattern YEAR = Pattern.compile("[0-9]{4}");

    private Datetimes() {}

    public static Optional<Long> parse(String text) {
        String trimmed = text.strip();
        try {
            Matcher iso = ISO.matcher(trimmed);
            if (iso.matches()) {
                return Optional.of(ticks(iso, 1, 2, 3));
            }
            Matcher american = AMERICAN.matcher(trimmed);
            if (american.matches()) {
                return Optional.of(ticks(american, 3, 1, 2));
            }
            return YEAR.matcher(trimmed).matches()
                    ? Optional.of(Ticks.of(LocalDateTime.of(Integer.parseInt(trimmed), 1, 1, 0, 0)
                            .toInstant(ZoneOffset.UTC)))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static long ticks(Matcher parts, int year, int month, int day) {
        LocalDateTime time = LocalDateTime.of(
                number(parts.group(year), 0),
                number(parts.group(month), 1),
                number(parts.group(day), 1),
                number(parts.group(4), 0),
                number(parts.group(5), 0),
                number(parts.group(6), 0));
        String fraction = parts.group(7) == null ? "" : parts.group(7);
        long subSecond = number((fraction + "0000000").substring(0, 7), 0);
        return Ticks.of(time.toInstant(offset(parts.group(8)))) + subSecond;
    }

    private static int number(@Nullable String digits, int absent) {
        return digits == null ? absent : Integer.parseInt(digits);
    }

    private static ZoneOffset offset(@Nullable String zone) {
        boolean utc = zone == null || zone.isEmpty() || Character.isLetter(zone.charAt(0));
        return utc ? ZoneOffset.UTC : ZoneOffset.of(zone);
    }

    /** The date and time of day of ticks, in UTC; held within the years 1 to 9999. */
    public static LocalDateTime local(long ticks) {
        return LocalDateTime.ofInstant(Ticks.toInstant(Math.clamp(ticks, 0L, Ticks.MAX)), ZoneOffset.UTC);
    }

    public static long ticks(LocalDateTime utc) {
        return Ticks.of(utc.toInstant(ZoneOffset.UTC));
    }
}
