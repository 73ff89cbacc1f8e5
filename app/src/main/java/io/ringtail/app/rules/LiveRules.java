package io.ringtail.app.rules;

import io.ringtail.app.input.Selection;
import io.ringtail.app.terminal.Console;
import io.ringtail.dsl.check.Machines;
import io.ringtail.etw.schema.SchemaSource;
import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.dump.DumpBudget;
import io.ringtail.processors.dump.DumpCapture;
import io.ringtail.processors.dump.DumpCatalogue;
import io.ringtail.processors.dump.DumpEffector;
import io.ringtail.processors.effect.AlertEffector;
import io.ringtail.processors.effect.CheckEffector;
import io.ringtail.processors.effect.Effector;
import io.ringtail.processors.host.HostOptions;
import io.ringtail.processors.host.ProcessorHost;
import io.ringtail.processors.proto.RulesLoaded;
import io.ringtail.processors.proto.RulesRefused;
import io.ringtail.processors.rules.RuleProblem;
import io.ringtail.processors.rules.RuleSet;
import io.ringtail.processors.rules.RulesProcessor;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Rules at work beside a recording. The files are looked at again every second: what changed is journaled and holds from
 * there on, or is refused, and then the rules of before hold. Closed after the sources and before the bus.
 */
public final class LiveRules implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Bus bus;
    private final List<Path> files;
    private final Console console;
    private final InstantSource clock;
    private final ProcessorHost host;
    private final CountDownLatch ended = new CountDownLatch(1);
    private String loaded = "";
    private String refused = "";

    private LiveRules(Bus bus, List<Path> files, Console console, InstantSource clock, ProcessorHost host) {
        this.bus = bus;
        this.files = files;
        this.console = console;
        this.clock = clock;
        this.host = host;
    }

    /** @param rules those that the files hold now */
    public static LiveRules start(
            Bus bus, Path journal, List<Path> files, RuleSet rules, SchemaSource schemas, Console console)
            throws IOException {
        InstantSource clock = InstantSource.system();
        Selection selection = new Selection(Optional.of(journal), List.of(), schemas);
        Function<Journal, PayloadDecoder> decoding = open -> decoder(selection, open);
        ProcessorHost host = ProcessorHost.start(
                bus, journal, decoding, effectors(bus, journal, decoding, clock, console), HostOptions.DEFAULT);
        LiveRules live = new LiveRules(bus, files, console, clock, host);
        host.add(RulesProcessor.ofJournal());
        live.load(rules);
        Thread watcher = new Thread(live::watch, "ringtail-rule-files");
        watcher.setDaemon(true);
        watcher.start();
        return live;
    }

    /** The host, for other processors beside the rules. */
    public ProcessorHost host() {
        return host;
    }

    @Override
    public void close() throws IOException {
        synchronized (this) { // nothing is loaded from here on
            ended.countDown();
        }
        host.close();
    }

    private static PayloadDecoder decoder(Selection selection, Journal open) {
        try {
            return selection.decoder(open);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Effector> effectors(
            Bus bus, Path journal, Function<Journal, PayloadDecoder> decoding, InstantSource clock, Console console) {
        List<Effector> effectors = new ArrayList<>();
        effectors.add(new AlertEffector(console::note));
        effectors.add(new CheckEffector(bus, Machines.here(), clock));
        effectors.add(new ExportEffector(journal, decoding));
        DumpCatalogue dumps = new DumpCatalogue(journal.resolve("dumps"));
        effectors.add(new DumpEffector(DumpCapture.NONE, DumpBudget.DEFAULT, dumps, clock));
        return effectors;
    }

    private void watch() {
        try {
            while (!ended.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void look() {
        if (ended.getCount() == 0) {
            return;
        }
        try {
            RuleSet rules = RuleSet.read(files);
            List<RuleProblem> problems = rules.problems();
            if (!problems.isEmpty()) {
                refuse(problems.stream().map(RuleProblem::toString).toList());
            } else if (!rules.event().getSha256().equals(loaded)) {
                load(rules);
                console.note("ringtail: rules loaded anew");
            }
        } catch (IOException e) {
            refuse(List.of(String.valueOf(e.getMessage())));
        }
    }

    private synchronized void load(RuleSet rules) throws IOException {
        RulesLoaded event = rules.event();
        bus.publishOwn(ProcessorEvents.PROVIDER, ProcessorEvents.RULES_LOADED, now(), event);
        loaded = event.getSha256();
        refused = "";
    }

    /** The same problems once. */
    private void refuse(List<String> problems) {
        if (!refused.equals(problems.toString())) {
            refused = problems.toString();
            problems.forEach(problem -> console.warn(problem + "; the rules of before hold"));
            bus.publishOwn(
                    ProcessorEvents.PROVIDER,
                    ProcessorEvents.RULES_REFUSED,
                    now(),
                    RulesRefused.newBuilder().addAllProblems(problems).build());
        }
    }

    private long now() {
        return Ticks.of(clock.instant());
    }
}
