package io.ringtail.ring.bus;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.cursor.Cursors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a person on call asks of a bus and its journal, in whatever registry it is bound to; {@code docs/metrics.md} lists
 * the names. The journaler records two numbers a block; everything else is read when somebody asks.
 */
final class BusMetrics implements MeterBinder {
    /** Those of {@code bus.proto}; what is lost for others counts as {@link #OTHER}. */
    private static final List<String> REASONS =
            List.of(Losses.RING_FULL, Losses.BROKEN, Losses.JOURNAL_FULL, "SESSION_BUFFERS");

    private static final String OTHER = "OTHER";

    private final Path journal;
    private final Journaler journaler;
    private final Losses losses;

    BusMetrics(Path journal, Journaler journaler, Losses losses) {
        this.journal = journal;
        this.journaler = journaler;
        this.losses = losses;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counter("ringtail.bus.published", "events put on the bus", registry, journaler::publishedCount);
        counter("ringtail.bus.journaled", "events that readers may see", registry, journaler::journaledCount);
        for (String reason : REASONS) {
            lost(reason, registry, () -> losses.total(reason));
        }
        lost(OTHER, registry, this::lostOtherwise);
        gauge("ringtail.ring.slots.used", "part of the ring's slots that is taken", registry, journaler::slotFill);
        gauge("ringtail.ring.bytes.used", "part of the ring's arena that is taken", registry, journaler::arenaFill);
        Gauge.builder("ringtail.cursor.lag", this::cursorLag)
                .description("events that the slowest durable cursor has not read yet, and so keeps from being pruned")
                .baseUnit("events")
                .register(registry);
        FunctionCounter.builder("ringtail.journal.sync.failures", journaler, Journaler::failedSyncs)
                .description("syncs that failed: what they were to bring to the disk may be lost when the power is cut")
                .register(registry);
        bindDisk(registry);
        bindBlocks(registry);
    }

    private void bindBlocks(MeterRegistry registry) {
        Map<Lane, DistributionSummary> events = new EnumMap<>(Lane.class);
        Map<Lane, DistributionSummary> bytes = new EnumMap<>(Lane.class);
        Map<Lane, Timer> appends = new EnumMap<>(Lane.class);
        for (Lane lane : Lane.values()) {
            events.put(lane, summary("ringtail.journal.block.events", "events in a block", "events", lane, registry));
            bytes.put(
                    lane,
                    summary(
                            "ringtail.journal.block.size",
                            "bytes of a block as stored",
                            BaseUnits.BYTES,
                            lane,
                            registry));
            appends.put(
                    lane,
                    Timer.builder("ringtail.journal.append")
                            .description("encoding and appending a block")
                            .tag("lane", lane.folder())
                            .publishPercentileHistogram()
                            .register(registry));
        }
        journaler.listen((lane, count, length, nanos) -> {
            of(events, lane).record(count);
            of(bytes, lane).record(length);
            of(appends, lane).record(nanos, TimeUnit.NANOSECONDS);
        });
    }

    private void bindDisk(MeterRegistry registry) {
        for (Lane lane : Lane.values()) {
            Gauge.builder("ringtail.journal.disk.used", () -> bytesIn(journal.resolve(lane.folder())))
                    .description("bytes of a lane's files, as long as they are")
                    .baseUnit(BaseUnits.BYTES)
                    .tag("lane", lane.folder())
                    .register(registry);
        }
        Gauge.builder("ringtail.journal.disk.free", this::freeBytes)
                .description("bytes left where the journal lies")
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
    }

    /** How far the slowest cursor is behind what readers may see; 0 if there is none. */
    private double cursorLag() {
        try {
            OptionalLong position = Cursors.of(journal).leastPosition();
            long next = journaler.committedSequence() + 1;
            return position.isPresent() ? Math.max(0, next - position.getAsLong()) : 0;
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    private long lostOtherwise() {
        return losses.total() - REASONS.stream().mapToLong(losses::total).sum();
    }

    /** A function counter keeps its object by a weak reference only: that is the journaler, which lives as the bus does. */
    private void counter(String name, String what, MeterRegistry registry, LongSupplier count) {
        FunctionCounter.builder(name, journaler, any -> count.getAsLong())
                .description(what)
                .baseUnit("events")
                .register(registry);
    }

    private void lost(String reason, MeterRegistry registry, LongSupplier count) {
        FunctionCounter.builder("ringtail.bus.lost", journaler, any -> count.getAsLong())
                .description("events that are not in the journal")
                .baseUnit("events")
                .tag("reason", reason)
                .register(registry);
    }

    private static void gauge(String name, String what, MeterRegistry registry, Supplier<Number> value) {
        Gauge.builder(name, value).description(what).register(registry);
    }

    private static DistributionSummary summary(
            String name, String what, String unit, Lane lane, MeterRegistry registry) {
        return DistributionSummary.builder(name)
                .description(what)
                .baseUnit(unit)
                .tag("lane", lane.folder())
                .register(registry);
    }

    private static <M> M of(Map<Lane, M> meters, Lane lane) {
        return Objects.requireNonNull(meters.get(lane));
    }

    /** Files may go while they are counted. */
    private static double bytesIn(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return Double.NaN;
        }
    }

    private double freeBytes() {
        try {
            return Files.getFileStore(journal).getUsableSpace();
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
