package io.ringtail.app;

import io.ringtail.app.terminal.Refusal;
import io.ringtail.dsl.value.Timespans;
import io.ringtail.ring.event.Ticks;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations and sizes as people write them on a command line. */
final class Limits {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*([kmgt]?)(?:i?b)?");
    private static final String UNITS = "kmgt";
    private static final int UNIT_BITS = 10;
    private static final long NANOS_PER_TICK = 100;
    private static final long MAX_TICKS = 36_500 * Ticks.PER_DAY;

    private Limits() {}

    /** {@code 7d}, {@code 36h}, {@code 90s}, or a timespan of the query language. */
    static Duration duration(String option, String text) {
        long ticks = Timespans.parse(text)
                .filter(value -> value >= 0 && value <= MAX_TICKS)
                .orElseThrow(() -> Refusal.usage(option + " is a time such as 7d, 36h or 90s, not '" + text + "'"));
        return Duration.ofSeconds(ticks / Ticks.PER_SECOND, ticks % Ticks.PER_SECOND * NANOS_PER_TICK);
    }

    /** {@code 10GB}, {@code 512 MiB}, {@code 4096}; units count by 1,024. */
    static long bytes(String option, String text) {
        Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw refusedSize(option, text);
        }
        int unit = matcher.group(2).isEmpty() ? 0 : UNITS.indexOf(matcher.group(2)) + 1;
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << UNIT_BITS * unit);
        } catch (ArithmeticException e) {
            throw refusedSize(option, text);
        }
    }

    private static Refusal refusedSize(String option, String text) {
        return Refusal.usage(option + " is a size such as 10GB, 512MiB or 4096, not '" + text + "'");
    }
}
