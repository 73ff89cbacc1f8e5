package io.ringtail.processors.canary;

import io.ringtail.etw.decode.EtwDecoder;
import io.ringtail.etw.source.OpenTraces;
import io.ringtail.etw.source.TraceRecorder;
import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.effect.AlertEffector;
import io.ringtail.processors.effect.Effector;
import io.ringtail.processors.host.HostOptions;
import io.ringtail.processors.host.ProcessorHost;
import io.ringtail.processors.rules.RuleSet;
import io.ringtail.processors.rules.RulesProcessor;
import io.ringtail.processors.strategy.LocalStrategyStore;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.journal.Journal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Records a trace as an agent does: with the canary's processor, its effectors, a store of strategies and, if they are
 * asked for, rules, whose alerts are lines of a file.
 */
public final class Recorder {
    private Recorder() {}

    /** A process of its own, which tells on its output how far it is. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Optional<Path> rules = arguments.length > 3 ? Optional.of(Path.of(arguments[3])) : Optional.empty();
        record(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]), rules, () -> {
            System.out.println("recorded more");
            System.out.flush();
        });
    }

    /** A process of its own that records, and is killed after so many lines of progress and so much time. */
    public static void killed(List<String> arguments, int lines, long moreMillis) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.add("@" + Path.of(System.getProperty("ringtail.root"), "tools", "test.jvmopts"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.add(Recorder.class.getName());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (int line = 0; line < lines && output.readLine() != null; line++) {
                // it goes on
            }
            process.waitFor(moreMillis, TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    static void record(Path trace, Path journal, Path strategies, Runnable progress)
            throws IOException, InterruptedException {
        record(trace, journal, strategies, Optional.empty(), progress);
    }

    public static void record(Path trace, Path journal, Path strategies, Optional<Path> rules, Runnable progress)
            throws IOException, InterruptedException {
        Path temporary = Files.createDirectories(journal.resolveSibling("temporary"));
        try (StrategyStore store = LocalStrategyStore.open(strategies, InstantSource.system());
                Bus bus = Bus.open(journal, BusOptions.defaults());
                Journal opened = Journal.open(journal);
                ProcessorHost host = ProcessorHost.start(
                        bus,
                        journal,
                        read -> EtwDecoder.of(read.catalog(), List.of()),
                        effectors(store, journal),
                        HostOptions.DEFAULT)) {
            host.add(new Canary());
            if (rules.isPresent()) {
                host.add(RulesProcessor.ofJournal());
                RuleSet read = RuleSet.read(List.of(rules.get()));
                bus.publishOwn(ProcessorEvents.PROVIDER, ProcessorEvents.RULES_LOADED, 0, read.event());
            }
            try (StoreFeed feed = StoreFeed.start(store, bus, opened, InstantSource.system(), Recorder::complain);
                    OpenTraces traces = OpenTraces.open(List.of(trace), temporary, List.of())) {
                if (!feed.awaitFirst(Duration.ofSeconds(30))) {
                    throw new IOException("the folder of strategies cannot be read");
                }
                TraceRecorder.record(traces, bus, (events, bytes) -> progress.run());
                host.settle();
                feed.catchUp();
                host.settle();
            }
        }
    }

    private static List<Effector> effectors(StrategyStore store, Path journal) {
        List<Effector> effectors = new ArrayList<>(CanaryEffector.all(store, Duration.ofSeconds(30)));
        effectors.add(new AlertEffector(line -> write(journal.resolveSibling("alerts"), line)));
        return effectors;
    }

    private static void write(Path file, String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void complain(String what) {
        System.err.println(what);
    }
}
