package io.ringtail.app.chart;

import io.ringtail.app.terminal.Console;
import io.ringtail.dsl.value.Datetimes;
import io.ringtail.dsl.value.Values;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.Cell;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values as charts need them: numbers, and short texts. */
final class ChartValues {
    private static final int ISO_LENGTH = 10;
    private static final String[] UNITS = {"", "k", "M", "G", "T", "P", "E"};
    private static final double WRITTEN_OUT = 1e6;

    private ChartValues() {}

    /** Whether a text in an array is a time, written as Kusto writes it. */
    static boolean isTime(String text) {
        return text.length() > ISO_LENGTH
                && text.charAt(ISO_LENGTH) == 'T'
                && Datetimes.parse(text).isPresent();
    }

    /** Ticks of what is a time. */
    static Optional<Long> time(@Nullable Object value) {
        return switch (value) {
            case Cell.Datetime time -> Optional.of(time.ticks());
            case String text when isTime(text) -> Datetimes.parse(text);
            case null, default -> Optional.empty();
        };
    }

    /** NaN for what is no number; a timespan in seconds. */
    static double number(@Nullable Object value) {
        return switch (value) {
            case Number number -> number.doubleValue();
            case Cell.Timespan span -> (double) span.ticks() / Ticks.PER_SECOND;
            case null, default -> Double.NaN;
        };
    }

    static String text(@Nullable Object value) {
        String text = Values.text(value);
        return text.isEmpty() ? "(empty)" : Console.printable(text).replaceAll("[\\n\\t]", " ");
    }

    /** A value beside its bar: digits that people read. */
    static String shown(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return String.format(Locale.ROOT, "%,d", (long) value);
        }
        double size = Math.abs(value);
        if (size >= 1000) {
            return String.format(Locale.ROOT, "%,.1f", value);
        }
        int decimals = size >= 100 ? 1 : size >= 1 ? 2 : size >= 0.001 ? 4 : 8;
        BigDecimal rounded =
                new BigDecimal(String.format(Locale.ROOT, "%." + decimals + "f", value)).stripTrailingZeros();
        return rounded.toPlainString();
    }

    /** A label of an axis whose marks are so far apart. */
    static String mark(double value, double step) {
        double size = Math.abs(value);
        int unit = 0;
        double shown = value;
        if (size >= WRITTEN_OUT) {
            while (Math.abs(shown) >= 1000 && unit < UNITS.length - 1) {
                shown /= 1000;
                unit++;
            }
        }
        double shownStep = step / Math.pow(1000, unit);
        int decimals = shownStep <= 0 ? 0 : Math.clamp((int) Math.ceil(-Math.log10(shownStep) - 1e-9), 0, 9);
        return String.format(Locale.ROOT, "%,." + decimals + "f", shown + 0.0) + UNITS[unit];
    }
}
