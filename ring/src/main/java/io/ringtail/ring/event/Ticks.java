package io.ringtail.ring.event;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Event time: 100 ns ticks since 0001-01-01T00:00Z, as Kusto counts it. ETW's FILETIME counts the same ticks since
 * 1601-01-01, so the two differ by a constant.
 */
public final class Ticks {
    public static final long PER_MICROSECOND = 10L;
    public static final long PER_MILLISECOND = 10_000L;
    public static final long PER_SECOND = 10_000_000L;
    public static final long PER_HOUR = 3_600L * PER_SECOND;
    public static final long PER_DAY = 24 * PER_HOUR;
    /** Ticks at 1601-01-01T00:00Z, where FILETIME starts. */
    public static final long AT_FILETIME_ZERO = 504_911_232_000_000_000L;
    /** Ticks at 1970-01-01T00:00Z. */
    public static final long AT_UNIX_ZERO = 621_355_968_000_000_000L;
    /** The last tick of the year 9999, which is as far as {@link #iso} prints. */
    public static final long MAX = 3_155_378_975_999_999_999L;

    private static final long NANOS_PER_TICK = 100L;

    private Ticks() {}

    public static long ofFiletime(long filetime) {
        return filetime + AT_FILETIME_ZERO;
    }

    public static long toFiletime(long ticks) {
        return ticks - AT_FILETIME_ZERO;
    }

    public static long of(Instant instant) {
        return AT_UNIX_ZERO + instant.getEpochSecond() * PER_SECOND + instant.getNano() / NANOS_PER_TICK;
    }

    /** How many a span of time has. */
    public static long in(Duration span) {
        return span.toNanos() / NANOS_PER_TICK;
    }

    public static Instant toInstant(long ticks) {
        long unix = ticks - AT_UNIX_ZERO;
        return Instant.ofEpochSecond(Math.floorDiv(unix, PER_SECOND), Math.floorMod(unix, PER_SECOND) * NANOS_PER_TICK);
    }

    /** ISO 8601 in UTC with seven fraction digits; a time outside the years 1 to 9999 is held at their edge. */
    public static String iso(long ticks) {
        long held = Math.clamp(ticks, 0L, MAX);
        LocalDateTime time = LocalDateTime.ofInstant(toInstant(held), ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(28);
        digits(text, time.getYear(), 4).append('-');
        digits(text, time.getMonthValue(), 2).append('-');
        digits(text, time.getDayOfMonth(), 2).append('T');
        digits(text, time.getHour(), 2).append(':');
        digits(text, time.getMinute(), 2).append(':');
        digits(text, time.getSecond(), 2).append('.');
        return digits(text, time.getNano() / (int) NANOS_PER_TICK, 7)
                .append('Z')
                .toString();
    }

    private static StringBuilder digits(StringBuilder text, int value, int width) {
        String digits = Integer.toString(value);
        return text.repeat('0', width - digits.length()).append(digits);
    }
}
