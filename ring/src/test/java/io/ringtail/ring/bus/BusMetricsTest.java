package io.ringtail.ring.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringtail.ring.cursor.Cursors;
import io.ringtail.ring.cursor.DurableCursor;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BusMetricsTest {
    private static final BusOptions SMALL = BusOptions.defaults().withRing(64, 1 << 18);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @TempDir
    Path folder;

    @Test
    void countsWhatIsPublishedJournaledAndLost() throws IOException {
        try (Bus bus = Bus.open(folder, SMALL)) {
            bus.metrics().bindTo(registry);
            EventRecord event = new EventRecord().clear().payload(new byte[100], 0, 100);
            event.type = bus.registry().register(type());
            for (int n = 0; n < 5_000; n++) {
                bus.publish(event);
            }
            bus.lost(0, "SESSION_BUFFERS", 7, 1, 2);
            bus.lost(0, "COSMIC_RAYS", 2, 1, 2);
            bus.flush();

            assertThat(count("ringtail.bus.published")).isGreaterThanOrEqualTo(5_001);
            assertThat(count("ringtail.bus.journaled")).isEqualTo(count("ringtail.bus.published"));
            assertThat(lost("SESSION_BUFFERS")).isEqualTo(7);
            assertThat(lost("OTHER")).isEqualTo(2);
            assertThat(lost("RING_FULL")).isZero();
            assertThat(registry.get("ringtail.journal.block.events")
                            .tag("lane", "trace")
                            .summary()
                            .totalAmount())
                    .isEqualTo(5_000);
            assertThat(registry.get("ringtail.journal.block.size")
                            .tag("lane", "trace")
                            .summary()
                            .totalAmount())
                    .isGreaterThan(5_000 * 140.0);
            assertThat(registry.get("ringtail.journal.append")
                            .tag("lane", "trace")
                            .timer()
                            .count())
                    .isEqualTo(registry.get("ringtail.journal.block.events")
                            .tag("lane", "trace")
                            .summary()
                            .count());
            assertThat(registry.get("ringtail.ring.slots.used").gauge().value()).isBetween(0.0, 1.0);
            assertThat(registry.get("ringtail.ring.bytes.used").gauge().value()).isBetween(0.0, 1.0);
            assertThat(registry.get("ringtail.journal.disk.used")
                            .tag("lane", "trace")
                            .gauge()
                            .value())
                    .isGreaterThan(5_000 * 140.0);
            assertThat(registry.get("ringtail.journal.disk.free").gauge().value())
                    .isPositive();
        }
    }

    @Test
    void tellsHowFarTheSlowestCursorIsBehind() throws IOException {
        try (Bus bus = Bus.open(folder, SMALL);
                DurableCursor slow = Cursors.of(folder).open("slow");
                DurableCursor fast = Cursors.of(folder).open("fast")) {
            bus.metrics().bindTo(registry);
            for (int n = 0; n < 100; n++) {
                bus.publish(new EventRecord().clear());
            }
            bus.flush();
            slow.save(40, new byte[0]);
            fast.save(100, new byte[0]);

            assertThat(registry.get("ringtail.cursor.lag").gauge().value())
                    .isEqualTo((double) (bus.committedSequence() + 1 - 40));
        }
    }

    @Test
    void hasEveryMeterInTheDocumentsAndNoOther() throws IOException {
        Path root = Path.of(System.getProperty("ringtail.root"));
        Set<String> documented = Pattern.compile("`(ringtail\\.(?!processor)[a-z.]+)`")
                .matcher(Files.readString(root.resolve("docs/metrics.md")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        try (Bus bus = Bus.open(folder, SMALL)) {
            bus.metrics().bindTo(registry);
        }

        Set<String> bound = new TreeSet<>();
        for (Meter meter : registry.getMeters()) {
            bound.add(meter.getId().getName());
        }
        assertThat(bound).isEqualTo(documented);
    }

    private double count(String name) {
        return registry.get(name).functionCounter().count();
    }

    private double lost(String reason) {
        return registry.get("ringtail.bus.lost")
                .tag("reason", reason)
                .functionCounter()
                .count();
    }

    private static EventType type() {
        UUID provider = UUID.fromString("11111111-2222-3333-4444-555555555555");
        return new EventType(HeaderKind.EVENT, 8, provider, 1, 0, 0, 4, 0, 0, 0, EventType.NO_TRACE_LOGGING);
    }
}
