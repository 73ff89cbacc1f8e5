package io.ringtail.dsl.value;

import io.ringtail.ring.event.Ticks;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Time spans in 100 ns ticks, as Kusto writes them: {@code [-][d.]hh:mm:ss[.fffffff]}. */
public final class Timespans {
    private static final long MINUTE = 60 * Ticks.PER_SECOND;
    private static final long HOUR = 60 * MINUTE;

    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("d", Ticks.PER_DAY),
            Map.entry("day", Ticks.PER_DAY),
            Map.entry("days", Ticks.PER_DAY),
            Map.entry("h", HOUR),
            Map.entry("hr", HOUR),
            Map.entry("hrs", HOUR),
            Map.entry("hour", HOUR),
            Map.entry("hours", HOUR),
            Map.entry("m", MINUTE),
            Map.entry("min", MINUTE),
            Map.entry("minute", MINUTE),
            Map.entry("minutes", MINUTE),
            Map.entry("s", Ticks.PER_SECOND),
            Map.entry("sec", Ticks.PER_SECOND),
            Map.entry("second", Ticks.PER_SECOND),
            Map.entry("seconds", Ticks.PER_SECOND),
            Map.entry("ms", Ticks.PER_MILLISECOND),
            Map.entry("milli", Ticks.PER_MILLISECOND),
            Map.entry("millis", Ticks.PER_MILLISECOND),
            Map.entry("millisecond", Ticks.PER_MILLISECOND),
            Map.entry("milliseconds", Ticks.PER_MILLISECOND),
            Map.entry("micro", Ticks.PER_MICROSECOND),
            Map.entry("micros", Ticks.PER_MICROSECOND),
            Map.entry("microsecond", Ticks.PER_MICROSECOND),
            Map.entry("microseconds", Ticks.PER_MICROSECOND),
            Map.entry("tick", 1L),
            Map.entry("ticks", 1L));

    private static final Pattern WITH_UNIT = Pattern.compile("(-?[0-9]+(?:\\.[0-9]+)?)\\s*([a-z]+)");
    private static final Pattern CLOCK =
            Pattern.compile("(-?)(?:([0-9]{1,8})\\.)?([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:\\.([0-9]{1,7}))?)?");
    private static final Pattern DAYS = Pattern.compile("-?[0-9]{1,8}");

    private static final long MAX_DAYS = Long.MAX_VALUE / Ticks.PER_DAY;

    private Timespans() {}

    public static boolean isUnit(String text) {
        return UNITS.containsKey(text);
    }

    /** {@code 1.5} and {@code h}; empty if that is no unit, or more than 64 bits hold. */
    public static Optional<Long> ofUnits(String number, String unit) {
        Long ticks = UNITS.get(unit);
        if (ticks == null) {
            return Optional.empty();
        }
        BigDecimal product = new BigDecimal(number).multiply(BigDecimal.valueOf(ticks));
        try {
            return Optional.of(product.setScale(0, RoundingMode.HALF_EVEN).longValueExact());
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** Reads {@code 1.02:03:04.5}, {@code 90m} or a number of days. */
    public static Optional<Long> parse(String text) {
        String trimmed = text.strip();
        Matcher unit = WITH_UNIT.matcher(trimmed);
        if (unit.matches()) {
            return ofUnits(unit.group(1), unit.group(2));
        }
        if (DAYS.matcher(trimmed).matches()) {
            return ofUnits(trimmed, "d");
        }
        Matcher clock = CLOCK.matcher(trimmed);
        return clock.matches() ? ofClock(clock) : Optional.empty();
    }

    private static Optional<Long> ofClock(Matcher clock) {
        long hours = number(clock.group(3));
        long minutes = number(clock.group(4));
        long seconds = number(clock.group(5));
        if (number(clock.group(2)) > MAX_DAYS || hours > 23 || minutes > 59 || seconds > 59) {
            return Optional.empty();
        }
        String fraction = clock.group(6) == null ? "" : clock.group(6);
        long ticks = number(clock.group(2)) * Ticks.PER_DAY
                + hours * HOUR
                + minutes * MINUTE
                + seconds * Ticks.PER_SECOND
                + number((fraction + "0000000").substring(0, 7));
        return Optional.of(clock.group(1).isEmpty() ? ticks : -ticks);
    }

    private static long number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    public static String format(long ticks) {
        StringBuilder text = new StringBuilder();
        if (ticks < 0) {
            text.append('-');
        }
        // Long.MIN_VALUE has no positive counterpart, but read without a sign it is right.
        long rest = Math.abs(ticks);
        long days = Long.divideUnsigned(rest, Ticks.PER_DAY);
        rest = Long.remainderUnsigned(rest, Ticks.PER_DAY);
        if (days > 0) {
            text.append(days).append('.');
        }
        two(text, rest / HOUR).append(':');
        two(text, rest / MINUTE % 60).append(':');
        two(text, rest / Ticks.PER_SECOND % 60);
        long fraction = rest % Ticks.PER_SECOND;
        if (fraction > 0) {
            String digits = Long.toString(fraction);
            text.append('.').repeat('0', 7 - digits.length()).append(digits);
        }
        return text.toString();
    }

    private static StringBuilder two(StringBuilder text, long value) {
        return text.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
    }
}
