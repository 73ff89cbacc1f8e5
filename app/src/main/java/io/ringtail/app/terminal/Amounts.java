package io.ringtail.app.terminal;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and times as people write them on a command line. Sizes are in steps of 1,024, as everywhere in Ringtail. */
public final class Amounts {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,12})(?:\\.(\\d{1,3}))?\\s*([A-Za-z]*)");
    private static final Map<String, Long> BYTES =
            Map.of("", 1L, "b", 1L, "k", 1L << 10, "m", 1L << 20, "g", 1L << 30, "t", 1L << 40);
    private static final Map<String, Long> MILLIS = Map.of(
            "ms", 1L, "s", 1_000L, "sec", 1_000L, "m", 60_000L, "min", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private Amounts() {}

    /** {@code 512MB}, {@code 2GiB}, {@code 1.5g}, {@code 4096}; empty if it is none. */
    public static OptionalLong bytes(String text) {
        Matcher matcher = AMOUNT.matcher(text.strip());
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        String unit = matcher.group(3).toLowerCase(Locale.ROOT);
        String letter = unit.length() > 1 && unit.endsWith("ib")
                ? unit.substring(0, unit.length() - 2)
                : unit.length() > 1 && unit.endsWith("b") ? unit.substring(0, unit.length() - 1) : unit;
        Long factor = BYTES.get(letter);
        double amount = amount(matcher);
        return factor == null || amount * factor > Long.MAX_VALUE / 2.0
                ? OptionalLong.empty()
                : OptionalLong.of((long) (amount * factor));
    }

    /** {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1.5h}; empty if it is none. */
    public static Optional<Duration> time(String text) {
        Matcher matcher = AMOUNT.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Long factor = MILLIS.get(matcher.group(3).toLowerCase(Locale.ROOT));
        return factor == null ? Optional.empty() : Optional.of(Duration.ofMillis((long) (amount(matcher) * factor)));
    }

    private static double amount(Matcher matcher) {
        String fraction = matcher.group(2);
        return Double.parseDouble(matcher.group(1) + "." + (fraction == null ? "0" : fraction));
    }
}
