package io.ringtail.processors.host;

import com.google.protobuf.InvalidProtocolBufferException;
import io.ringtail.processors.Processor;
import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.effect.Effects;
import io.ringtail.processors.proto.HostSnapshot;
import io.ringtail.processors.proto.ProcessorStarted;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.cursor.Cursors;
import io.ringtail.ring.cursor.DurableCursor;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A processor on its durable cursor, with a thread of its own. What it derives goes onto the bus, its intents to their
 * effectors. <b>Threads:</b> its own folds; any may swap, look and close.
 */
final class Hosted implements AutoCloseable {
    static final String CURSOR_PREFIX = "processor.";

    private final Bus bus;
    private final Journal journal;
    private final Supplier<PayloadDecoder> decoder;
    private final Effects effects;
    private final HostOptions options;
    private final DurableCursor cursor;
    private final Published published;
    private final Thread thread;
    private final AtomicReference<@Nullable Swap> swap = new AtomicReference<>();
    private volatile Fold fold;
    private volatile long position;
    private volatile long events;
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean stopped;
    private volatile boolean closing;
    private volatile @Nullable Exception broken;
    private long savedAtNanos;
    private boolean closed;

    /** A processor that is to take the place of the present one. */
    private record Swap(Processor next, CompletableFuture<Long> done) {}

    private Hosted(
            Processor processor,
            Bus bus,
            Journal journal,
            Supplier<PayloadDecoder> decoder,
            Effects effects,
            HostOptions options,
            DurableCursor cursor)
            throws IOException {
        this.bus = bus;
        this.journal = journal;
        this.decoder = decoder;
        this.effects = effects;
        this.options = options;
        this.cursor = cursor;
        byte[] state = cursor.state();
        HostSnapshot known = state.length == 0 ? HostSnapshot.getDefaultInstance() : parse(cursor.name(), state);
        long since = state.length == 0 ? bus.committedSequence() : known.getPosition();
        published = Published.since(Math.max(0, since), processor.name(), journal);
        fold = state.length == 0 ? begin(processor) : resume(processor, known, cursor.position());
        position = fold.position();
        thread = new Thread(this::run, "ringtail-processor-" + processor.name());
    }

    static Hosted start(
            Processor processor,
            Bus bus,
            Path path,
            Journal journal,
            Supplier<PayloadDecoder> decoder,
            Effects effects,
            HostOptions options)
            throws IOException {
        DurableCursor cursor = Cursors.of(path).open(CURSOR_PREFIX + processor.name());
        try {
            Hosted hosted = new Hosted(processor, bus, journal, decoder, effects, options, cursor);
            hosted.save();
            hosted.thread.start();
            return hosted;
        } catch (IOException | RuntimeException e) {
            cursor.close();
            throw e;
        }
    }

    String name() {
        return fold.processor().name();
    }

    /** The next sequence that it will fold. */
    long position() {
        return position;
    }

    long events() {
        return events;
    }

    long failures() {
        return failures.get();
    }

    /** Puts another processor of the same name in its place; the sequence from which that one folds. */
    long swap(Processor next) throws IOException {
        Swap asked = new Swap(next, new CompletableFuture<>());
        if (!swap.compareAndSet(null, asked)) {
            throw new IllegalStateException("the processor '" + name() + "' is being swapped already");
        }
        LockSupport.unpark(thread);
        try {
            return asked.done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the processor '" + name() + "' was swapped", e);
        } catch (ExecutionException e) {
            throw new IOException("the processor '" + name() + "' goes on as it was: " + message(e), e.getCause());
        }
    }

    /** Returns when all that was in the journal is folded, or it has stopped. */
    void drain() {
        long until = bus.committedSequence() + 1;
        while (position < until && !stopped && thread.isAlive()) {
            LockSupport.parkNanos(options.idle().toNanos());
        }
    }

    /** Stops where it is, and stores that. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Exception failure = broken;
        try (cursor) {
            if (failure != null) {
                throw new IOException("the processor '" + name() + "' stopped: " + failure.getMessage(), failure);
            }
            save();
        } finally {
            fold.close();
        }
    }

    private static String message(ExecutionException e) {
        return String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
    }

    private Fold begin(Processor processor) throws IOException {
        long start = announce(processor, -1, "");
        return Fold.from(start, processor, journal, decoder, this::take);
    }

    private Fold resume(Processor processor, HostSnapshot snapshot, long readFrom) throws IOException {
        announce(processor, snapshot.getPosition(), snapshot.getVersion());
        return Fold.resumed(snapshot, readFrom, processor, journal, decoder, this::take);
    }

    /** Journals that it starts; the sequence of that. */
    private long announce(Processor processor, long at, String fromVersion) {
        ProcessorStarted started = ProcessorStarted.newBuilder()
                .setProcessor(processor.name())
                .setVersion(processor.version())
                .setPosition(at)
                .setFromVersion(fromVersion)
                .build();
        return bus.publishDurable(
                ProcessorEvents.PROVIDER, ProcessorEvents.PROCESSOR_STARTED, Ticks.of(Instant.now()), started);
    }

    private void run() {
        try {
            while (!closing) {
                swapIfAsked();
                if (fold.step()) {
                    moved();
                } else {
                    LockSupport.parkNanos(options.idle().toNanos());
                }
            }
        } catch (IOException | RuntimeException e) {
            broken = e;
        }
    }

    private void moved() throws IOException {
        position = fold.position();
        events = fold.events();
        if (fold.isFailed()) {
            failures.incrementAndGet();
            stopped = true;
        } else if (System.nanoTime() - savedAtNanos > options.saveInterval().toNanos()) {
            save();
        }
    }

    /** Of a processor that has failed the last snapshot holds: its state may be half changed. */
    private void save() throws IOException {
        if (fold.isFailed()) {
            return;
        }
        if (fold.horizon() < fold.position()) {
            bus.sync(); // or sequences behind the cursor could be given anew after a power cut
        }
        cursor.save(fold.horizon(), fold.snapshot().toByteArray());
        savedAtNanos = System.nanoTime();
    }

    private void swapIfAsked() throws IOException {
        Swap asked = swap.get();
        if (asked == null) {
            return;
        }
        try {
            save();
            HostSnapshot snapshot = parse(cursor.name(), cursor.state());
            Fold next = resume(asked.next, snapshot, cursor.position());
            fold.close();
            fold = next;
            position = next.position();
            stopped = false;
            asked.done.complete(next.position());
        } catch (RuntimeException e) {
            asked.done.completeExceptionally(e); // the new one does not open; the present one goes on
        } finally {
            swap.set(null);
        }
    }

    private void take(Output output) {
        if (!published.isNew(output)) {
            return;
        }
        if (output.intent().isPresent()) {
            bus.publishDurable(output.provider(), output.eventId(), output.timeTicks(), output.message());
            effects.submit(output.intent().get(), output.timeTicks());
        } else {
            bus.publishOwn(output.provider(), output.eventId(), output.timeTicks(), output.message());
        }
        published.note(output);
        options.listener().accept(output);
    }

    private static HostSnapshot parse(String cursor, byte[] state) throws IOException {
        try {
            return HostSnapshot.parseFrom(state);
        } catch (InvalidProtocolBufferException e) {
            throw new IOException(
                    "the state of the cursor '" + cursor + "' is no processor's; start it over with 'ringtail journal"
                            + " cursors reset " + cursor + "'",
                    e);
        }
    }
}
