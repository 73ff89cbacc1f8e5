package io.ringtail.app.record;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.HistogramSupport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Meters in Prometheus' text format 0.0.4, named as Micrometer's own registry for it names them: with underscores, the unit
 * behind, and {@code _total} behind counters.
 */
final class PrometheusText {
    private final StringBuilder text = new StringBuilder();

    private PrometheusText() {}

    static String of(MeterRegistry registry) {
        Map<String, List<Meter>> families = new TreeMap<>();
        for (Meter meter : registry.getMeters()) {
            if (meter.getId().syntheticAssociation() != null) {
                continue; // a bucket of a timer, which is told with the timer
            }
            families.computeIfAbsent(name(meter.getId()), any -> new ArrayList<>())
                    .add(meter);
        }
        PrometheusText written = new PrometheusText();
        families.forEach(written::family);
        return written.text.toString();
    }

    private static String name(Meter.Id id) {
        String name = NamingConvention.snakeCase.name(id.getName(), id.getType(), id.getBaseUnit());
        String unit = id.getType() == Meter.Type.TIMER ? "seconds" : id.getBaseUnit();
        boolean told = unit == null || unit.isEmpty() || name.endsWith("_" + unit);
        String whole = told ? name : name + "_" + unit;
        return id.getType() == Meter.Type.COUNTER ? whole + "_total" : whole;
    }

    private void family(String name, Collection<Meter> meters) {
        Meter.Id first = meters.iterator().next().getId();
        String what = first.getDescription();
        if (what != null) {
            text.append("# HELP ").append(name).append(' ').append(what).append('\n');
        }
        text.append("# TYPE ").append(name).append(' ').append(type(first)).append('\n');
        List<Meter> sorted = new ArrayList<>(meters);
        sorted.sort(Comparator.comparing(meter -> tags(meter.getId())));
        for (Meter meter : sorted) {
            if (meter instanceof HistogramSupport distribution) {
                distribution(name, meter, distribution.takeSnapshot());
            } else {
                line(name, tags(meter.getId()), value(meter));
            }
        }
        if (first.getType() == Meter.Type.TIMER || first.getType() == Meter.Type.DISTRIBUTION_SUMMARY) {
            greatest(name, sorted);
        }
    }

    private static String type(Meter.Id id) {
        return switch (id.getType()) {
            case COUNTER -> "counter";
            case TIMER -> "histogram";
            case DISTRIBUTION_SUMMARY -> "summary";
            default -> "gauge";
        };
    }

    private static double value(Meter meter) {
        for (var measurement : meter.measure()) {
            if (measurement.getStatistic() == Statistic.COUNT || measurement.getStatistic() == Statistic.VALUE) {
                return measurement.getValue();
            }
        }
        return Double.NaN;
    }

    private void distribution(String name, Meter meter, HistogramSnapshot snapshot) {
        String tags = tags(meter.getId());
        if (meter instanceof Timer) {
            for (CountAtBucket bucket : snapshot.histogramCounts()) {
                line(name + "_bucket", and(tags, "le", number(bucket.bucket(TimeUnit.SECONDS))), bucket.count());
            }
            line(name + "_bucket", and(tags, "le", "+Inf"), (double) snapshot.count());
        }
        line(name + "_sum", tags, total(meter, snapshot));
        line(name + "_count", tags, (double) snapshot.count());
    }

    private static double total(Meter meter, HistogramSnapshot snapshot) {
        return meter instanceof Timer ? snapshot.total(TimeUnit.SECONDS) : snapshot.total();
    }

    /** A family of its own, as that format wants it. */
    private void greatest(String name, List<Meter> meters) {
        text.append("# TYPE ").append(name).append("_max gauge\n");
        for (Meter meter : meters) {
            if (meter instanceof HistogramSupport distribution) {
                HistogramSnapshot snapshot = distribution.takeSnapshot();
                double max = meter instanceof Timer ? snapshot.max(TimeUnit.SECONDS) : snapshot.max();
                line(name + "_max", tags(meter.getId()), max);
            }
        }
    }

    private void line(String name, String tags, double value) {
        text.append(name)
                .append(tags.isEmpty() ? "" : "{" + tags + "}")
                .append(' ')
                .append(number(value))
                .append('\n');
    }

    /** Whole numbers without a fraction: they are counts. */
    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static String tags(Meter.Id id) {
        String tags = "";
        for (Tag tag : id.getTags()) {
            tags = and(tags, tag.getKey().replace('.', '_'), tag.getValue());
        }
        return tags;
    }

    private static String and(String tags, String key, String value) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return tags + (tags.isEmpty() ? "" : ",") + key + "=\"" + escaped + "\"";
    }
}
