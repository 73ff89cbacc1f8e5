package io.ringtail.processors.canary;

import io.ringtail.etw.decode.EtwDecoder;
import io.ringtail.etw.source.OpenTraces;
import io.ringtail.etw.source.TraceRecorder;
import io.ringtail.processors.host.HostOptions;
import io.ringtail.processors.host.ProcessorHost;
import io.ringtail.processors.strategy.LocalStrategyStore;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Records a trace as an agent does: with the canary's processor, its effectors, and a store of strategies. */
final class Recorder {
    private Recorder() {}

    /** A process of its own, which tells on its output how far it is. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        record(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]), () -> {
            System.out.println("recorded more");
            System.out.flush();
        });
    }

    static void record(Path trace, Path journal, Path strategies, Runnable progress)
            throws IOException, InterruptedException {
        Path temporary = Files.createDirectories(journal.resolveSibling("temporary"));
        try (StrategyStore store = LocalStrategyStore.open(strategies, InstantSource.system());
                Bus bus = Bus.open(journal, BusOptions.defaults());
                Journal opened = Journal.open(journal);
                ProcessorHost host = ProcessorHost.start(
                        bus,
                        journal,
                        read -> EtwDecoder.of(read.catalog(), List.of()),
                        CanaryEffector.all(store, Duration.ofSeconds(30)),
                        HostOptions.DEFAULT)) {
            host.add(new Canary());
            try (StoreFeed feed = StoreFeed.start(store, bus, opened, InstantSource.system(), Recorder::complain);
                    OpenTraces traces = OpenTraces.open(List.of(trace), temporary, List.of())) {
                if (!feed.awaitFirst(Duration.ofSeconds(30))) {
                    throw new IOException("the folder of strategies cannot be read");
                }
                TraceRecorder.record(traces, bus, (events, bytes) -> progress.run());
                host.settle();
            }
        }
    }

    private static void complain(String what) {
        System.err.println(what);
    }
}
