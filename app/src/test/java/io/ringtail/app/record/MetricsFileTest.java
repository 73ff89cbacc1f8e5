package io.ringtail.app.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.Style;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.event.EventRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFileTest {
    private final StringWriter err = new StringWriter();
    private final Console console =
            new Console(new PrintWriter(new StringWriter()), new PrintWriter(err), 0, Style.PLAIN, false, () -> 0);

    @TempDir
    private Path folder;

    @Test
    void hasWhatWasRecordedWhenItIsClosed() throws IOException {
        Path file = folder.resolve("ringtail.prom");
        try (Bus bus = Bus.open(folder.resolve("journal"), BusOptions.defaults());
                MetricsFile metrics = MetricsFile.start(file, bus.metrics(), console)) {
            assertThat(Files.readString(file)).contains("\nringtail_bus_published_events_total 1\n");
            metrics.add(registry -> Timer.builder("a.time")
                    .tag("of", "a \"b\"")
                    .register(registry)
                    .record(Duration.ofMillis(2)));
            metrics.add(registry -> DistributionSummary.builder("a.size")
                    .baseUnit("bytes")
                    .register(registry)
                    .record(2.5));
            bus.publish(new EventRecord().clear());
            bus.flush();
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines)
                .contains(
                        "# TYPE ringtail_bus_published_events_total counter",
                        "ringtail_bus_published_events_total 2",
                        "# TYPE ringtail_journal_block_events summary",
                        "ringtail_journal_block_events_count{lane=\"trace\"} 1",
                        "# TYPE a_time_seconds histogram",
                        "a_time_seconds_bucket{of=\"a \\\"b\\\"\",le=\"0.001\"} 0",
                        "a_time_seconds_bucket{of=\"a \\\"b\\\"\",le=\"0.01\"} 1",
                        "a_time_seconds_bucket{of=\"a \\\"b\\\"\",le=\"+Inf\"} 1",
                        "a_time_seconds_sum{of=\"a \\\"b\\\"\"} 0.002",
                        "a_time_seconds_max{of=\"a \\\"b\\\"\"} 0.002",
                        "# TYPE a_size_bytes summary",
                        "a_size_bytes_sum 2.5",
                        "a_size_bytes_count 1")
                .noneMatch(line -> line.contains("append_histogram"))
                .allMatch(line -> line.startsWith("# ") || line.matches("[a-z_]+(\\{[^}]+})? [-+0-9.ENa]+"));
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("ringtail.prom", "journal");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void isRefusedWhereNoFileCanBe() {
        assertThatThrownBy(() -> MetricsFile.start(folder, registry -> {}, console))
                .hasMessage("--metrics " + folder + " is a folder; name a file, such as "
                        + folder.resolve("ringtail.prom"));
        assertThatThrownBy(() -> MetricsFile.start(Path.of("/dev/null"), registry -> {}, console))
                .hasMessageContaining("--metrics /dev/null is a pipe or a device");
        assertThatThrownBy(() -> MetricsFile.start(folder.resolve("a").resolve("b"), registry -> {}, console))
                .hasMessage("--metrics " + folder.resolve("a").resolve("b") + ": there is no folder "
                        + folder.resolve("a") + "; make it first");
    }

    @Test
    void tellsThatItCannotBeWrittenAnyMoreAndLetsTheRecordingGoOn() throws IOException {
        Path file = Files.createDirectory(folder.resolve("gone")).resolve("ringtail.prom");
        try (MetricsFile metrics = MetricsFile.start(file, registry -> {}, console)) {
            Files.delete(file);
            Files.delete(file.getParent());
            metrics.add(registry -> {});
        }

        assertThat(err.toString()).contains("--metrics " + file + " cannot be written any more, the recording goes on");
    }
}
