package io.ringtail.perf;

import io.ringtail.etw.decode.EtwDecoder;
import io.ringtail.processors.canary.Canary;
import io.ringtail.processors.canary.CanaryEffector;
import io.ringtail.processors.canary.CanaryEvents;
import io.ringtail.processors.canary.StoreFeed;
import io.ringtail.processors.etcd.EtcdOptions;
import io.ringtail.processors.etcd.EtcdStrategyStore;
import io.ringtail.processors.host.HostOptions;
import io.ringtail.processors.host.ProcessorHost;
import io.ringtail.processors.strategy.LocalStrategyStore;
import io.ringtail.processors.strategy.StoreChange;
import io.ringtail.processors.strategy.StoreKeys;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.processors.strategy.StrategyStore.Entry;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.proto.SourceOpened;
import io.ringtail.ring.bus.proto.Tick;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * From publishing the tick that closes a window to the store's acknowledgment of what was decided: the tick is journaled,
 * the processor judges, the intent is brought to the disk, the effector reads the strategy and writes it. Each decision is
 * one of its own; a version without requests is paused, which takes the same way as a rollback.
 */
final class CanaryMeasures {
    private static final Path ETCD = Path.of("/usr/bin/etcd");
    private static final String KEY = StoreKeys.strategy("checkout");
    private static final long START = Ticks.of(Instant.parse("2026-03-02T09:00:00Z"));
    private static final int WARM_UP = 100;
    private static final int DECISIONS = 400;
    private static final long MOST_NANOS = 60_000_000_000L;

    private final Path folder;

    CanaryMeasures(Path folder) {
        this.folder = folder;
    }

    List<Measure> run() throws IOException {
        List<Measure> measures = new ArrayList<>();
        Path strategies = folder.resolve("strategies");
        try (StrategyStore store = LocalStrategyStore.open(strategies, InstantSource.system())) {
            measures.addAll(measures("canary.folder", store));
        }
        if (!Files.isExecutable(ETCD)) {
            System.err.println("no etcd in " + ETCD + ": only the folder is measured");
            return measures;
        }
        URI client = freePort();
        Process etcd = start(client, freePort());
        try (StrategyStore store = EtcdStrategyStore.open(EtcdOptions.of(client).withTimeout(Duration.ofSeconds(30)))) {
            measures.addAll(measures("canary.etcd", store));
        } finally {
            etcd.destroyForcibly();
        }
        return measures;
    }

    private Process start(URI client, URI peer) throws IOException {
        return new ProcessBuilder(
                        ETCD.toString(),
                        "--data-dir=" + folder.resolve("etcd"),
                        "--listen-client-urls=" + client,
                        "--advertise-client-urls=" + client,
                        "--listen-peer-urls=" + peer,
                        "--initial-advertise-peer-urls=" + peer,
                        "--initial-cluster=default=" + peer)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("etcd.log").toFile())
                .start();
    }

    private static URI freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }

    private List<Measure> measures(String name, StrategyStore store) throws IOException {
        Histogram latency = new Histogram(MOST_NANOS, 3);
        Path journal = folder.resolve(name + ".journal");
        try (Bus bus = Bus.open(journal, BusOptions.defaults());
                ProcessorHost host = ProcessorHost.start(
                        bus,
                        journal,
                        read -> EtwDecoder.of(read.catalog(), List.of()),
                        CanaryEffector.all(store, Duration.ofSeconds(30)),
                        HostOptions.DEFAULT)) {
            host.add(new Canary());
            int source = source(bus);
            for (int i = 0; i < WARM_UP + DECISIONS; i++) {
                long nanos = decide(i, store, bus, host, source);
                if (i >= WARM_UP) {
                    latency.recordValue(Math.min(MOST_NANOS, nanos));
                }
            }
        }
        return List.of(
                Measure.alone(name + ".tickToWritten.p50", latency.getValueAtPercentile(50) / 1e6, "ms"),
                Measure.alone(name + ".tickToWritten.p99", latency.getValueAtPercentile(99) / 1e6, "ms"));
    }

    private static int source(Bus bus) {
        int source = bus.registry().register(new Source("perf", "perf", "host", "perf", Clock.TICKS, 0, 0, Map.of()));
        bus.publishOwn(
                BusEvents.SOURCE_OPENED,
                START,
                SourceOpened.newBuilder().setSource(source).setName("perf").build());
        tick(bus, source, START);
        return source;
    }

    private static void tick(Bus bus, int source, long ticks) {
        bus.publishOwn(
                BusEvents.TICK,
                ticks,
                Tick.newBuilder().setSource(source).setWatermarkTicks(ticks).build());
    }

    /** A trial of its own, told of and folded; then a tick behind its window. Returns nanoseconds to the written pause. */
    private static long decide(int trial, StrategyStore store, Bus bus, ProcessorHost host, int source)
            throws IOException {
        String text = "{\"version\":\"2\",\"weight\":5,\"interval\":\"1s\",\"lateness\":0,\"noData\":\"pause\","
                + "\"noDataAfter\":\"1s\",\"epoch\":" + trial + "}";
        long before = store.read(KEY).find(KEY).map(Entry::revision).orElse(StrategyStore.ABSENT);
        if (!(store.put(KEY, text, before) instanceof StrategyStore.Write.Done(long revision))) {
            throw new IOException("somebody else writes " + KEY);
        }
        bus.publishDurable(
                CanaryEvents.PROVIDER,
                CanaryEvents.STORE_CHANGED,
                START,
                StoreFeed.message(new StoreChange(KEY, Optional.of(text), revision)));
        long told = START + 10L * (trial + 1) * Ticks.PER_SECOND;
        tick(bus, source, told); // from here on its windows count
        host.settle();
        long start = System.nanoTime();
        tick(bus, source, told + 5 * Ticks.PER_SECOND);
        host.settle(); // returns behind the outcome, so what is measured is a little more than what is asked for
        long nanos = System.nanoTime() - start;
        Entry written = store.read(KEY).find(KEY).orElseThrow();
        if (!written.value().contains("\"paused\":true")) {
            throw new IOException("nothing was decided: " + written.value());
        }
        return nanos;
    }
}
