package io.ringtail.perf;

import java.util.Locale;

/**
 * One result: what was measured, against what, in the same run.
 *
 * @param value in {@code unit}; the median of the rounds, whose spread is from {@code least} to {@code most}
 */
record Measure(
        String measure, double value, String unit, String baseline, double baselineValue, double least, double most) {
    Measure(String measure, double value, String unit, String baseline, double baselineValue) {
        this(measure, value, unit, baseline, baselineValue, value, value);
    }

    /** A value that has a limit to keep and nothing to be compared with. */
    static Measure alone(String measure, double value, String unit) {
        return new Measure(measure, value, unit, "", 0);
    }

    double ratio() {
        return baselineValue == 0 ? Double.NaN : value / baselineValue;
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"measure\":\"%s\",\"value\":%.3f,\"unit\":\"%s\",\"baseline\":\"%s\",\"baselineValue\":%.3f,\"ratio\":%s,\"least\":%.3f,\"most\":%.3f}",
                measure,
                value,
                unit,
                baseline,
                baselineValue,
                baselineValue == 0 ? "null" : String.format(Locale.ROOT, "%.4f", ratio()),
                least,
                most);
    }

    String line() {
        if (baseline.isEmpty()) {
            return String.format(Locale.ROOT, "%-46s %12.1f %-14s", measure, value, unit);
        }
        return String.format(
                Locale.ROOT,
                "%-46s %12.1f %-14s %6.3f x %s (%.1f)",
                measure,
                value,
                unit,
                ratio(),
                baseline,
                baselineValue);
    }
}
