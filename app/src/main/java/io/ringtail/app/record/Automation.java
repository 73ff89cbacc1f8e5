package io.ringtail.app.record;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringtail.app.input.Selection;
import io.ringtail.app.rules.LiveRules;
import io.ringtail.app.terminal.Console;
import io.ringtail.processors.canary.StoreFeed;
import io.ringtail.processors.effect.Effector;
import io.ringtail.processors.host.HostOptions;
import io.ringtail.processors.host.ProcessorHost;
import io.ringtail.processors.rules.RuleSet;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rules and the judge of canaries at work beside a recording, on one host: what a rule wants done to a strategy is done by
 * those who do it for the judge. Closed behind the sources, with all that followed from them, and before the bus.
 */
final class Automation implements AutoCloseable {
    private final ProcessorHost host;
    private final Optional<StoreFeed> feed;
    private final Optional<LiveRules> rules;
    private final Announcements announcements;
    private int neverBound;
    /** Last opened, first closed. */
    private final Deque<AutoCloseable> opened;

    private Automation(
            ProcessorHost host,
            Optional<StoreFeed> feed,
            Optional<LiveRules> rules,
            Announcements announcements,
            Deque<AutoCloseable> opened) {
        this.host = host;
        this.feed = feed;
        this.rules = rules;
        this.announcements = announcements;
        this.opened = opened;
    }

    /**
     * Begins when rules and strategies are journaled.
     *
     * @param rules those that the files of the command hold now
     */
    static Automation start(RecordCommand command, Optional<RuleSet> rules, Bus bus, Console console)
            throws IOException {
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            return start(command, rules, bus, console, opened);
        } catch (IOException | RuntimeException e) {
            close(opened, e);
            throw e;
        }
    }

    private static Automation start(
            RecordCommand command, Optional<RuleSet> rules, Bus bus, Console console, Deque<AutoCloseable> opened)
            throws IOException {
        Path path = command.journal();
        Function<Journal, PayloadDecoder> decoding = decoding(command);
        List<Effector> effectors = new ArrayList<>();
        Optional<Judging> judging = Optional.empty();
        if (command.strategies().isPresent()) {
            Judging store = Judging.open(command.strategies().get(), command.hostName());
            opened.push(store);
            effectors.addAll(store.effectors());
            judging = Optional.of(store);
        }
        if (rules.isPresent()) {
            effectors.addAll(LiveRules.effectors(bus, path, decoding, console));
        }
        Announcements announcements = new Announcements(console);
        HostOptions options = HostOptions.DEFAULT.withListener(announcements);
        ProcessorHost host = ProcessorHost.start(bus, path, decoding, effectors, options);
        opened.push(host);
        if (judging.isPresent()) {
            Judging.judge(host);
        }
        Optional<LiveRules> live = Optional.empty();
        if (rules.isPresent()) {
            live = Optional.of(LiveRules.start(host, bus, command.rules(), rules.get(), judging.isPresent(), console));
            opened.push(live.get());
        }
        Optional<StoreFeed> feed = Optional.empty();
        if (judging.isPresent()) {
            feed = Optional.of(judging.get().feed(bus, path, console));
            opened.push(feed.get());
        }
        return new Automation(host, feed, live, announcements, opened);
    }

    private static Function<Journal, PayloadDecoder> decoding(RecordCommand command) {
        Selection selection = new Selection(Optional.of(command.journal()), List.of(), command.schemas());
        return open -> {
            try {
                return selection.decoder(open);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    MeterBinder metrics() {
        return host.metrics();
    }

    /** Waits until what was recorded is judged and what follows is done, and that too is in the journal. */
    void settle() throws IOException {
        host.settle();
        if (feed.isPresent()) {
            feed.get().catchUp();
            host.settle();
        }
    }

    /** Warns of rules that what was recorded does not concern. */
    void warnOfWaiting(RecordCommand command) throws IOException {
        if (rules.isPresent()) {
            try (Journal journal = Journal.open(command.journal())) {
                neverBound =
                        rules.get().warnOfWaiting(journal, decoding(command).apply(journal));
            }
        }
    }

    /** What rules and judge have said, in a line. */
    String summary() {
        return announcements.summary(rules.isPresent(), neverBound, feed.isPresent());
    }

    @Override
    public void close() throws IOException {
        IOException failure = close(opened, null);
        if (failure != null) {
            throw failure;
        }
    }

    /** Closes all; what fails is added to a failure, or is it. */
    private static @Nullable IOException close(Deque<AutoCloseable> opened, @Nullable Exception first) {
        IOException failure = null;
        Exception known = first;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                if (known == null) {
                    failure = e instanceof IOException io ? io : new IOException(e);
                    known = failure;
                } else {
                    known.addSuppressed(e);
                }
            }
        }
        return failure;
    }
}
