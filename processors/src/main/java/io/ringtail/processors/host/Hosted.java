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
    /** What ended its thread, other than {@link #close}. */
    private volatile @Nullable Throwable broken;

    private volatile boolean ended;
    /** Those of the versions before the present one. */
    private long eventsBefore;

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
        Cursors cursors = Cursors.of(path);
        DurableCursor cursor = cursors.open(CURSOR_PREFIX + processor.name());
        boolean isNew = cursor.state().length == 0;
        try {
            return start(new Hosted(processor, bus, journal, decoder, effects, options, cursor));
        } catch (Throwable e) {
            try {
                cursor.close();
                if (isNew) {
                    cursors.delete(cursor.name()); // it would hold back the whole journal, for nobody
                }
            } catch (IOException more) {
                e.addSuppressed(more);
            }
            throw e;
        }
    }

    private static Hosted start(Hosted hosted) throws IOException {
        try {
            hosted.save();
            hosted.thread.start();
            return hosted;
        } catch (Throwable e) {
            hosted.fold.close();
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

    /**
     * Puts another processor of the same name in its place; the sequence from which that one folds.
     *
     * @throws IOException if it does not open, and the present one goes on; or if nothing folds here any more
     */
    long swap(Processor next) throws IOException {
        Swap asked = new Swap(next, new CompletableFuture<>());
        if (!swap.compareAndSet(null, asked)) {
            throw new IllegalStateException("the processor '" + name() + "' is being swapped already");
        }
        LockSupport.unpark(thread);
        if (ended) {
            refuseSwap();
        }
        try {
            return asked.done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the processor '" + name() + "' was swapped", e);
        } catch (ExecutionException e) {
            String became = ended ? "' has stopped and is not swapped: " : "' goes on as it was: ";
            throw new IOException("the processor '" + name() + became + message(e), e.getCause());
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
        joinThread();
        Throwable failure = broken;
        try (cursor) {
            if (failure != null) {
                throw new IOException("the processor '" + name() + "' stopped: " + text(failure), failure);
            }
            save();
        } finally {
            fold.close();
        }
    }

    /** An interrupt waits too: while the thread folds nobody else may touch the fold. */
    private void joinThread() {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String message(ExecutionException e) {
        return text(e.getCause() == null ? e : e.getCause());
    }

    private static String text(Throwable failure) {
        return failure.getMessage() == null || failure instanceof Error ? failure.toString() : failure.getMessage();
    }

    private Fold begin(Processor processor) throws IOException {
        return Fold.begin(() -> announce(processor, -1, ""), processor, journal, decoder, this::take);
    }

    private Fold resume(Processor processor, HostSnapshot snapshot, long readFrom) throws IOException {
        Fold resumed = Fold.resumed(snapshot, readFrom, processor, journal, decoder, this::take);
        try {
            announce(processor, snapshot.getPosition(), snapshot.getVersion());
            return resumed;
        } catch (Throwable e) {
            resumed.close();
            throw e;
        }
    }

    /** Journals that it starts, which only one that has opened does; the sequence of that. */
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
        } catch (Throwable e) { // an Error too: what waits for this thread must hear that it is gone
            broken = e;
            failures.incrementAndGet();
        } finally {
            ended = true;
            refuseSwap();
        }
    }

    /** Called behind {@link #ended}, by the thread that ended and by whoever asked at that very moment. */
    private void refuseSwap() {
        Swap asked = swap.getAndSet(null);
        if (asked != null) {
            Throwable failure = broken;
            asked.done.completeExceptionally(failure == null ? new IOException("it is closed") : failure);
        }
    }

    private void moved() throws IOException {
        position = fold.position();
        events = eventsBefore + fold.events();
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
        bus.sync(); // what the snapshot holds, and what came of that, is to survive a power cut as the snapshot does
        cursor.save(fold.horizon(), fold.snapshot().toByteArray());
        savedAtNanos = System.nanoTime();
    }

    private void swapIfAsked() throws IOException {
        Swap asked = swap.get();
        if (asked == null) {
            return;
        }
        save();
        HostSnapshot snapshot = parse(cursor.name(), cursor.state());
        try {
            take(resume(asked.next, snapshot, cursor.position()));
            swap.set(null);
            asked.done.complete(position);
        } catch (Throwable e) { // the new one does not open, whatever it throws; the present one goes on
            swap.set(null);
            asked.done.completeExceptionally(e);
        }
    }

    private void take(Fold next) {
        eventsBefore += fold.events();
        fold.close();
        fold = next;
        position = next.position();
        stopped = false;
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
