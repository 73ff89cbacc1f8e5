package io.ringtail.dsl.value;

import io.ringtail.ring.event.Ticks;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Points in time as {@link Ticks}, read from the forms in which people write them. */
public final class Datetimes {
    private static final Pattern ISO = Pattern.compile("([0-9]{4})\\s*[-/]\\s*([0-9]{1,2})(?:\\s*[-/]\\s*([0-9]{1,2}))?"
            + "(?:[T ]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]{1,9}))?)?)?"
            + "\\s*(Z|GMT|UTC|[+-][0-9]{2}:?[0-9]{2})?");
    private static final Pattern AMERICAN = Pattern.compile("([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})"
            + "(?:\\s+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]{1,7}))?)?)?()");
    /** RFC 822 and RFC 850: {@code Sat, 8 Nov 14 15:05:02 GMT}, {@code Saturday, 08-Nov-14 15:05}. */
    private static final Pattern MAIL =
            Pattern.compile("(?:[A-Za-z]{3,9},?\\s+)?([0-9]{1,2})[ -]([A-Za-z]{3})[ -]([0-9]{4}|[0-9]{2})"
                    + "(?:\\s+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]{1,7}))?)?)?"
                    + "\\s*(Z|GMT|UTC|[+-][0-9]{2}:?[0-9]{2})?");
    /** {@code Dec 2, 2022}: turned about it is one of those. */
    private static final Pattern MONTH_FIRST = Pattern.compile("([A-Za-z]{3})\\s+([0-9]{1,2}),?\\s+([0-9]{4})(.*)");
    /** {@code 20221202}. */
    private static final Pattern CLOSE = Pattern.compile("([0-9]{4})([0-9]{2})([0-9]{2})()()()()()");

    /** {@code 2026, 3, 2}. */
    private static final Pattern LISTED =
            Pattern.compile("([0-9]{4})\\s*,\\s*([0-9]{1,2})\\s*,\\s*([0-9]{1,2})()()()()()");

    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final int MONTH_LETTERS = 3;
    private static final Pattern YEAR = Pattern.compile("[0-9]{4}");

    private Datetimes() {}

    public static Optional<Long> parse(String text) {
        String trimmed = text.strip();
        try {
            Matcher iso = ISO.matcher(trimmed);
            if (iso.matches()) {
                return Optional.of(ticks(iso, 1, 2, 3));
            }
            Matcher listed = LISTED.matcher(trimmed);
            if (listed.matches()) {
                return Optional.of(ticks(listed, 1, 2, 3));
            }
            Matcher american = AMERICAN.matcher(trimmed);
            if (american.matches()) {
                return Optional.of(ticks(american, 3, 1, 2));
            }
            Matcher close = CLOSE.matcher(trimmed);
            if (close.matches()) {
                return Optional.of(ticks(close, 1, 2, 3));
            }
            Matcher mail = MAIL.matcher(MONTH_FIRST.matcher(trimmed).replaceFirst("$2 $1 $3$4"));
            if (mail.matches()) {
                return ofMail(mail);
            }
            return YEAR.matcher(trimmed).matches()
                    ? Optional.of(Ticks.of(LocalDateTime.of(Integer.parseInt(trimmed), 1, 1, 0, 0)
                            .toInstant(ZoneOffset.UTC)))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> ofMail(Matcher parts) {
        int month = MONTHS.indexOf(parts.group(2).toLowerCase(Locale.ROOT));
        int year = Integer.parseInt(parts.group(3));
        if (month % MONTH_LETTERS != 0) {
            return Optional.empty();
        }
        // Two digits are of the years 1950 to 2049, as .NET reads them.
        int full = year >= 100 ? year : year < 50 ? 2000 + year : 1900 + year;
        LocalDate date = LocalDate.of(full, month / MONTH_LETTERS + 1, Integer.parseInt(parts.group(1)));
        return Optional.of(ticks(date, parts));
    }

    private static long ticks(Matcher parts, int year, int month, int day) {
        LocalDate date =
                LocalDate.of(number(parts.group(year), 0), number(parts.group(month), 1), number(parts.group(day), 1));
        return ticks(date, parts);
    }

    /** The groups 4 to 8 are hour, minute, second, fraction and zone. */
    private static long ticks(LocalDate date, Matcher parts) {
        LocalDateTime time =
                date.atTime(number(parts.group(4), 0), number(parts.group(5), 0), number(parts.group(6), 0));
        String fraction = parts.group(7) == null ? "" : parts.group(7);
        long subSecond = number((fraction + "0000000").substring(0, 7), 0);
        return Ticks.of(time.toInstant(offset(parts.group(8)))) + subSecond;
    }

    private static int number(@Nullable String digits, int absent) {
        return digits == null || digits.isEmpty() ? absent : Integer.parseInt(digits);
    }

    private static ZoneOffset offset(@Nullable String zone) {
        boolean utc = zone == null || zone.isEmpty() || Character.isLetter(zone.charAt(0));
        return utc ? ZoneOffset.UTC : ZoneOffset.of(zone);
    }

    /** The date and time of day of ticks, in UTC; held within the years 1 to 9999. */
    public static LocalDateTime local(long ticks) {
        return LocalDateTime.ofInstant(Ticks.toInstant(Math.clamp(ticks, 0L, Ticks.MAX)), ZoneOffset.UTC);
    }

    /** A time that has moved by a span; it stays within the years 1 to 9999. */
    public static long moved(long ticks, long by) {
        long sum = ticks + by;
        boolean overflows = ((ticks ^ sum) & (by ^ sum)) < 0;
        return overflows ? by > 0 ? Ticks.MAX : 0 : Math.clamp(sum, 0L, Ticks.MAX);
    }

    public static long ticks(LocalDateTime utc) {
        return Ticks.of(utc.toInstant(ZoneOffset.UTC));
    }
}
