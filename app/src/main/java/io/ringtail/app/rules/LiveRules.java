package io.ringtail.app.rules;

import io.ringtail.app.terminal.Console;
import io.ringtail.dsl.check.Machines;
import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.dump.DumpBudget;
import io.ringtail.processors.dump.DumpCapture;
import io.ringtail.processors.dump.DumpCatalogue;
import io.ringtail.processors.dump.DumpEffector;
import io.ringtail.processors.effect.AlertEffector;
import io.ringtail.processors.effect.CheckEffector;
import io.ringtail.processors.effect.Effector;
import io.ringtail.processors.host.ProcessorHost;
import io.ringtail.processors.proto.RulesLoaded;
import io.ringtail.processors.proto.RulesRefused;
import io.ringtail.processors.rules.RuleProblem;
import io.ringtail.processors.rules.RuleSet;
import io.ringtail.processors.rules.RulesProcessor;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.JournalFailedException;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rules at work beside a recording. The files are looked at again every second: what changed is journaled and holds from
 * there on, or is refused, and then the rules of before hold. Closed behind the sources, before the host.
 */
public final class LiveRules implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Bus bus;
    private final List<Path> files;
    private final boolean keepsStrategies;
    private final Console console;
    private final InstantSource clock = InstantSource.system();
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable RuleSet inForce;
    private String loaded = "";
    private String refused = "";

    private LiveRules(Bus bus, List<Path> files, boolean keepsStrategies, Console console) {
        this.bus = bus;
        this.files = files;
        this.keepsStrategies = keepsStrategies;
        this.console = console;
    }

    /**
     * Adds the rules to a host.
     *
     * @param rules those that the files hold now
     * @param keepsStrategies whether the host does what rules want done to strategies
     */
    public static LiveRules start(
            ProcessorHost host, Bus bus, List<Path> files, RuleSet rules, boolean keepsStrategies, Console console)
            throws IOException {
        LiveRules live = new LiveRules(bus, files, keepsStrategies, console);
        host.add(RulesProcessor.ofJournal());
        live.load(rules);
        Thread watcher = new Thread(live::watch, "ringtail-rule-files");
        watcher.setDaemon(true);
        watcher.start();
        return live;
    }

    /** What executes the actions of rules, but for those on strategies. */
    public static List<Effector> effectors(
            Bus bus, Path journal, Function<Journal, PayloadDecoder> decoding, Console console) {
        InstantSource clock = InstantSource.system();
        DumpCatalogue dumps = new DumpCatalogue(journal.resolve("dumps"));
        return List.of(
                new AlertEffector(console::note),
                new CheckEffector(bus, Machines.here(), clock),
                new ExportEffector(journal, decoding),
                new DumpEffector(DumpCapture.NONE, DumpBudget.DEFAULT, dumps, clock));
    }

    /** Warns of those rules in force that what was recorded by now does not concern; how many those are. */
    public synchronized int warnOfWaiting(Recording recording, PayloadDecoder decoder) {
        return inForce == null ? 0 : RuleFiles.warnOfWaiting(inForce, recording, decoder, console);
    }

    /** From here on the files are looked at no more. */
    @Override
    public synchronized void close() {
        ended.countDown();
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
        } catch (JournalFailedException e) {
            throw e; // nothing is recorded any more
        } catch (IOException | RuntimeException e) {
            refuse(List.of(reason(e)));
        }
    }

    /** Whatever it is, the files are looked at again: they may be on their way from somewhere. */
    static String reason(Exception failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "there is no " + missing.getFile() + " any more";
            case AccessDeniedException denied -> denied.getFile() + " may not be read";
            case UncheckedIOException wrapped when wrapped.getCause() != null -> reason(wrapped.getCause());
            case DirectoryIteratorException wrapped when wrapped.getCause() != null -> reason(wrapped.getCause());
            default -> Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        };
    }

    private synchronized void load(RuleSet rules) throws IOException {
        RulesLoaded event = rules.event();
        bus.publishOwn(ProcessorEvents.PROVIDER, ProcessorEvents.RULES_LOADED, now(), event);
        inForce = rules;
        loaded = event.getSha256();
        refused = "";
        if (!keepsStrategies) {
            rules.strategyActions().forEach(this::warnOfRefusal);
        }
    }

    private void warnOfRefusal(String rule, List<String> actions) {
        actions.forEach(action -> console.warn(
                "the rule '" + rule + "' asks for '" + action + "', which is refused without --strategies"));
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
