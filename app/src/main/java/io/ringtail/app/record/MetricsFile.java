package io.ringtail.app.record;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The metrics of a recording that is being made, in a file for Prometheus' node exporter and others that read its text
 * format. The file is replaced as a whole every few seconds, and a last time when this is closed. That it cannot be written
 * any more is told once; the recording goes on. All may read it, for it has counts alone.
 */
final class MetricsFile implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    /** In an interval that never ends, so that they only rise, as counts of that format do. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private static final double[] APPEND_NANOS = {1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

    private final Path file;
    private final Console console;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "metrics");
    private boolean failed;

    private MetricsFile(Path file, Console console) {
        this.file = file;
        this.console = console;
    }

    /** Writes the file for the first time, and then so often. */
    static MetricsFile start(Path file, MeterBinder metrics, Console console) throws IOException {
        if (Files.isDirectory(file)) {
            throw Refusal.usage(
                    "--metrics " + file + " is a folder; name a file, such as " + file.resolve("ringtail.prom"));
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw Refusal.usage(
                    "--metrics " + file + " is a pipe or a device, which a file would replace; name a file");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw Refusal.usage("--metrics " + file + ": there is no folder " + folder + "; make it first");
        }
        MetricsFile started = new MetricsFile(file, console);
        started.registry.config().meterFilter(new Rising());
        started.add(metrics);
        started.write();
        started.thread.setDaemon(true);
        started.thread.start();
        return started;
    }

    /** Writes these too from now on. */
    void add(MeterBinder metrics) {
        metrics.bindTo(registry);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        registry.close();
    }

    private void run() {
        boolean last = false;
        while (!last) {
            try {
                last = closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                write();
            } catch (IOException | RuntimeException e) {
                tell(e);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void tell(Exception e) {
        if (!failed) {
            failed = true;
            console.warn("--metrics " + file + " cannot be written any more, the recording goes on: " + e.getMessage());
        }
    }

    private void write() throws IOException {
        Path unfinished = file.resolveSibling("." + file.getFileName() + ".new"); // the same each time
        try {
            Files.write(unfinished, PrometheusText.of(registry).getBytes(StandardCharsets.UTF_8));
            if (Files.getFileAttributeView(unfinished, PosixFileAttributeView.class) != null) {
                Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-r--r--"));
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Gives timers the buckets of a histogram, and lets no count fall. */
    private static final class Rising implements MeterFilter {
        @Override
        public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
            DistributionStatisticConfig.Builder rising =
                    DistributionStatisticConfig.builder().expiry(FOR_EVER).bufferLength(1);
            if (id.getType() == Meter.Type.TIMER) {
                rising.percentilesHistogram(false).serviceLevelObjectives(APPEND_NANOS);
            }
            return rising.build().merge(config);
        }
    }
}
