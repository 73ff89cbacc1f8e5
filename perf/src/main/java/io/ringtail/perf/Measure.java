package io.ringtail.perf;

import java.util.Locale;

/**
 * One result: what was measured, against what, in the same run.
 *
 * @param value in {@code unit}; higher is better
 */
record Measure(String measure, double value, String unit, String baseline, double baselineValue) {
    double ratio() {
        return baselineValue == 0 ? Double.NaN : value / baselineValue;
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"measure\":\"%s\",\"value\":%.3f,\"unit\":\"%s\",\"baseline\":\"%s\",\"baselineValue\":%.3f,\"ratio\":%.4f}",
                measure,
                value,
                unit,
                baseline,
                baselineValue,
                ratio());
    }

    String line() {
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
