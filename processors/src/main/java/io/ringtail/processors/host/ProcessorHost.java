package io.ringtail.processors.host;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringtail.processors.Processor;
import io.ringtail.processors.effect.Effector;
import io.ringtail.processors.effect.Effects;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs processors in the process that writes a journal, each behind a durable cursor and with a thread of its own: they
 * read what is journaled, and never make a source wait. Closed before the bus and behind its sources, it folds what is
 * there, finishes what is to be done, and stores where it is.
 *
 * <p><b>Threads:</b> any. <b>Failure:</b> a processor that throws is stopped and says so in the journal; others go on.
 */
public final class ProcessorHost implements AutoCloseable {
    /** Of wanting more because of what was done; processors that never have enough are left at that. */
    private static final int MAX_ROUNDS = 16;

    private final Bus bus;
    private final Path path;
    private final Journal journal;
    private final Supplier<PayloadDecoder> decoder;
    private final Effects effects;
    private final HostOptions options;
    private final Map<String, Hosted> hosted = new LinkedHashMap<>();
    private boolean closed;

    private ProcessorHost(
            Bus bus,
            Path path,
            Journal journal,
            Supplier<PayloadDecoder> decoder,
            Effects effects,
            HostOptions options) {
        this.bus = bus;
        this.path = path;
        this.journal = journal;
        this.decoder = decoder;
        this.effects = effects;
        this.options = options;
    }

    /**
     * Opens the journal that a bus writes, and finishes the intents that an earlier process left.
     *
     * @param decoding makes what reads payloads, given the journal; asked again when the journal knows more schemas
     */
    public static ProcessorHost start(
            Bus bus,
            Path path,
            Function<Journal, PayloadDecoder> decoding,
            List<Effector> effectors,
            HostOptions options)
            throws IOException {
        bus.flush();
        Journal journal = Journal.open(path);
        try {
            Effects effects = resumed(new Effects(bus, effectors), journal);
            return new ProcessorHost(bus, path, journal, new FreshDecoder(journal, decoding), effects, options);
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private static Effects resumed(Effects effects, Journal journal) throws IOException {
        try {
            effects.resume(journal);
            return effects;
        } catch (IOException | RuntimeException e) {
            effects.close();
            throw e;
        }
    }

    /** Runs a processor: from where its cursor is, or from now on if it has none. */
    public synchronized void add(Processor processor) throws IOException {
        if (closed) {
            throw new IllegalStateException("the host is closed");
        }
        if (hosted.containsKey(processor.name())) {
            throw new IllegalArgumentException("a processor '" + processor.name() + "' runs already");
        }
        hosted.put(processor.name(), Hosted.start(processor, bus, path, journal, decoder, effects, options));
    }

    /**
     * Puts other code in the place of the processor of the same name, which takes over its state; events go on to be
     * journaled meanwhile.
     *
     * @return the sequence from which the new one folds
     * @throws IOException if it does not open; then the present one goes on
     */
    public long swap(Processor next) throws IOException {
        return find(next.name()).swap(next);
    }

    /** How many events of the journal a processor has not folded yet. */
    public long lag(String processor) {
        return Math.max(0, bus.committedSequence() + 1 - find(processor).position());
    }

    /** Lag, events and failures of each processor that runs by now. */
    public MeterBinder metrics() {
        return new HostMetrics(this);
    }

    synchronized List<Hosted> all() {
        return List.copyOf(hosted.values());
    }

    /**
     * Returns when what is on the bus by now is folded, and what followed from it is done. What is done has outcomes, which
     * are events that processors fold too, and may want more for.
     */
    public synchronized void settle() {
        long before = -1;
        for (int round = 0; round < MAX_ROUNDS && bus.committedSequence() != before; round++) {
            bus.flush();
            before = bus.committedSequence();
            hosted.values().forEach(Hosted::drain);
            effects.drain();
            bus.flush();
        }
    }

    /** Whatever fails on the way, all is closed. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        List<Closing> steps = new ArrayList<>();
        steps.add(this::settle);
        hosted.values().forEach(each -> steps.add(each::close));
        steps.add(effects::close);
        steps.add(journal::close);
        Throwable failure = null;
        for (Closing step : steps) {
            try {
                step.run();
            } catch (Throwable e) {
                failure = suppressed(failure, e);
            }
        }
        switch (failure) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IOException(failure);
        }
    }

    private interface Closing {
        void run() throws IOException;
    }

    private static Throwable suppressed(@Nullable Throwable first, Throwable next) {
        if (first == null) {
            return next;
        }
        first.addSuppressed(next);
        return first;
    }

    private synchronized Hosted find(String processor) {
        Hosted found = hosted.get(processor);
        if (found == null) {
            throw new IllegalArgumentException("no processor '" + processor + "' runs here");
        }
        return found;
    }
}
