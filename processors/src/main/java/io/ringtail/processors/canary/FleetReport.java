package io.ringtail.processors.canary;

import io.ringtail.dsl.value.Json;
import io.ringtail.processors.strategy.Strategy;
import io.ringtail.ring.event.Ticks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * What a host counted of one trial in its last windows, by their start. It stands in a store as a JSON object, of all of
 * them together, so that who misses a change of it misses no window. Tenants are not in it. Immutable.
 */
record FleetReport(String version, long epoch, long intervalTicks, NavigableMap<Long, Window> windows) {
    /** So many windows are told, and so late may they be heard. */
    static final int WINDOWS = 4;

    private static final int MOST_VERSION = 200;
    /** Fits into what is stored of a text. */
    static final int MOST_TEXT = 60_000;

    FleetReport {
        windows = Collections.unmodifiableNavigableMap(new TreeMap<>(windows));
    }

    /** Of the trial of a strategy, without any window. */
    static FleetReport of(Strategy strategy) {
        return new FleetReport(strategy.version(), strategy.epoch(), Ticks.in(strategy.interval()), new TreeMap<>());
    }

    boolean isOf(Strategy strategy) {
        return isSameTrial(of(strategy));
    }

    boolean isSameTrial(FleetReport other) {
        return version.equals(other.version) && epoch == other.epoch && intervalTicks == other.intervalTicks;
    }

    /** With other windows too; the oldest are left out. */
    FleetReport with(Map<Long, Window> more) {
        NavigableMap<Long, Window> all = new TreeMap<>(windows);
        all.putAll(more);
        while (all.size() > WINDOWS) {
            all.pollFirstEntry();
        }
        return new FleetReport(version, epoch, intervalTicks, all);
    }

    String text() {
        Map<String, Object> counts = new LinkedHashMap<>();
        windows.forEach((start, window) -> counts.put(Long.toString(start), encoded(window)));
        Map<String, Object> text = new LinkedHashMap<>();
        text.put("version", version);
        text.put("epoch", epoch);
        text.put("interval", intervalTicks);
        text.put("windows", counts);
        return Json.format(text);
    }

    /** Empty if the text is none. */
    static Optional<FleetReport> parse(String text) {
        Object value = Json.parse(text).map(parsed -> parsed.value()).orElse(null);
        if (!(value instanceof Map<?, ?> map
                && map.get("version") instanceof String version
                && map.get("epoch") instanceof Long epoch
                && map.get("interval") instanceof Long interval
                && map.get("windows") instanceof Map<?, ?> windows)) {
            return Optional.empty();
        }
        if (version.length() > MOST_VERSION || windows.size() > WINDOWS || text.length() > MOST_TEXT) {
            return Optional.empty(); // no host of ours writes that
        }
        NavigableMap<Long, Window> read = new TreeMap<>();
        try {
            for (Map.Entry<?, ?> window : windows.entrySet()) {
                read.put(Long.valueOf(String.valueOf(window.getKey())), decoded(String.valueOf(window.getValue())));
            }
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // who wrote that is not heard
        }
        return Optional.of(new FleetReport(version, epoch, interval, read));
    }

    private static String encoded(Window window) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            window.withoutTenants().write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static Window decoded(String text) throws IOException {
        byte[] bytes = Base64.getDecoder().decode(text);
        return Window.read(new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes))))
                .withoutTenants();
    }
}
