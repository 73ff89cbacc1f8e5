package io.ringtail.ring.bus;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import io.ringtail.ring.block.BlockBuilder;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.DiskFullException;
import io.ringtail.ring.journal.JournalWriter;
import io.ringtail.ring.journal.SyncFailedException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The ring's one consumer: gathers events in a block for each lane and appends both together, so that what is committed
 * has no holes. Blocks close when one is full, or when the ring has been dry for the linger, or when a flush or a durable
 * event asks.
 *
 * <p><b>Threads:</b> {@link #run} has its own; the rest may be called by any. <b>Failure:</b> while the disk is full it
 * takes nothing and tries again; what waits in the ring stays there. Anything else that goes wrong is kept, thrown to
 * everybody who publishes, waits or closes, and ends the thread.
 */
final class Journaler implements Runnable {
    /** So many slots are consumed before they are given back to the ring. */
    private static final int SLOTS_A_POLL = 256;

    /** While events come without a break, losses and the like are journaled with every so many polls. */
    private static final int POLLS_A_REPORT = 64;

    /** While the disk is full, it is tried again after so long. */
    private static final long RETRY_NANOS = 100_000_000;

    /** If so many syncs fail one after another, new files do not help. */
    private static final int MOST_FAILED_SYNCS = 3;

    /** So many batches of durable slots that were not brought to the disk are known at a time: their publishers wait. */
    private static final int MOST_REFUSED = 64;

    private static final int AWAKE = 0;
    /** Sleeps until the linger is over. */
    private static final int LINGERING = 1;
    /** Sleeps until it is woken. */
    private static final int ASLEEP = 2;

    private static final VarHandle STATE = stateHandle();

    private final Path path;
    private final JournalWriter writer;
    private final RingBuffer<Slot> ring;
    /** How far the ring may give slots out again. */
    private final Sequence givenBack = new Sequence();

    private final Arena arena;
    private final Reports reports;
    private final WaitProfile profile;
    private final long lingerNanos;
    private final int wakeMask;
    private final BlockBuilder trace;
    private final BlockBuilder control;
    private final InstantSource clock;
    private final Duration patience;
    private final Thread thread = new Thread(this, "ringtail-journaler");
    /** Of the last slot taken, in the ring's count. */
    private long taken = -1;

    private long polls;
    private long lingerStartNanos;
    private long idleRounds;
    /** Of the last slot taken that somebody wants on the disk. */
    private long durableTaken = -1;
    /** Failed syncs that publishers of durable events were told of. */
    private long failedSyncsTold;
    /** The last of them; guarded by this. */
    private final Deque<Refused> refused = new ArrayDeque<>();
    /** The writer waits for room on the disk since then. */
    private @Nullable WritingPause pause;

    @SuppressWarnings("UnusedVariable") // accessed through STATE
    private volatile int state;

    private volatile AppendListener appendListener = AppendListener.NONE;
    private volatile boolean closing;
    private volatile long flushTarget = -1;
    /** In the ring's count. */
    private volatile long committed = -1;
    /** Durable slots up to this one are on the disk; in the ring's count. */
    private volatile long durable = -1;

    private volatile boolean paused;
    private volatile @Nullable Throwable failure;
    private volatile boolean ended;

    private interface Sync {
        void run() throws IOException;
    }

    /** Durable slots that are journaled, and not known to be on the disk. */
    private record Refused(long first, long last, SyncFailedException why) {}

    Journaler(Path path, JournalWriter writer, Handover handover, Reports reports, BusOptions options) {
        this.path = path;
        this.writer = writer;
        this.ring = handover.ring();
        this.arena = handover.arena();
        this.reports = reports;
        this.trace = new BlockBuilder(options.compression().trace());
        this.control = new BlockBuilder(options.compression().control());
        this.profile = options.profile();
        this.lingerNanos = options.linger().toNanos();
        this.wakeMask = options.ringSlots() / 4 - 1;
        this.clock = options.clock();
        this.patience = options.storage().patience();
        ring.addGatingSequences(givenBack);
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            drain();
        } catch (Throwable e) { // whatever it is, nobody would hear of it otherwise
            failure = e;
        } finally {
            ended = true;
            signal();
        }
    }

    /** The last sequence, in the journal's count, that readers may see. */
    long committedSequence() {
        return writer.firstSequence() + committed;
    }

    /** Events on the bus by now, and how many of them readers may see. */
    long publishedCount() {
        return ring.getCursor() + 1;
    }

    long journaledCount() {
        return committed + 1;
    }

    /** How full the ring is: 0 empty, 1 full by slots. */
    double slotFill() {
        return (double) (ring.getCursor() - givenBack.get()) / ring.getBufferSize();
    }

    /** How full the ring is by bytes. */
    double arenaFill() {
        return arena.fill();
    }

    void listen(AppendListener listener) {
        appendListener = listener;
    }

    /** Slots up to this one were published: wakes the journaler if it sleeps and there is reason to. */
    void published(long lastSlot, int count) {
        if (profile.sleeps()) {
            VarHandle.fullFence(); // the slot is published before the state is read, or both sides may miss each other
            int seen = state;
            if (seen == ASLEEP || (seen == LINGERING && (lastSlot & wakeMask) < count)) {
                wake();
            }
        }
    }

    void wake() {
        if ((int) STATE.getAndSet(this, AWAKE) != AWAKE) {
            LockSupport.unpark(thread);
        }
    }

    /** Returns when all slots claimed before are committed. */
    void flush() {
        long target = ring.getCursor();
        synchronized (this) {
            flushTarget = Math.max(flushTarget, target);
        }
        wake();
        await(() -> committed >= target || hasStopped());
        checkReached(committed >= target);
    }

    /**
     * Returns when a durable slot is on the disk, and everything published before it.
     *
     * @throws NotDurableException if a sync has failed since the durable slots before this one were answered
     */
    void awaitDurable(long slot) {
        await(() -> durable >= slot || hasStopped());
        checkReached(durable >= slot);
        checkNotRefused(slot);
    }

    private synchronized void checkNotRefused(long slot) {
        for (Refused each : refused) {
            if (each.first <= slot && slot <= each.last) {
                throw new NotDurableException(sequenceOf(slot), each.why);
            }
        }
    }

    /** Journals that a sync has failed. May be called by any; throws it again if that was once too often. */
    void syncFailed(SyncFailedException failure) throws SyncFailedException {
        reports.syncFailed(failure, Ticks.of(clock.instant()));
        wake();
        if (failure.failedInARow() >= MOST_FAILED_SYNCS) {
            throw failure;
        }
    }

    /** So often a sync has failed. */
    long failedSyncs() {
        return writer.failedSyncs();
    }

    /** In the journal's count. */
    long sequenceOf(long slot) {
        return writer.firstSequence() + slot;
    }

    /** Whether the writer waits for room on the disk. */
    boolean isPaused() {
        return paused;
    }

    /** Takes what is claimed by now, commits it and ends; returns when it has ended, whether it failed or not. */
    void finish() {
        closing = true;
        wake();
        await(() -> ended);
        checkFailure();
    }

    private boolean hasStopped() {
        return ended || failure != null;
    }

    private void checkReached(boolean reached) {
        checkFailure();
        if (!reached) {
            throw new IllegalStateException("the bus is closed; what is published now is not journaled");
        }
    }

    /** Nothing that is published now is taken any more. */
    boolean hasEnded() {
        return ended;
    }

    /** The journal can no longer be trusted: everybody hears of it. */
    void fail(Throwable cause) {
        failure = cause;
        signal();
        wake();
    }

    void checkFailure() {
        Throwable cause = failure;
        if (cause != null) {
            throw new JournalFailedException(path, cause);
        }
    }

    private void drain() throws IOException {
        while (failure == null) {
            boolean dry = !poll();
            if (reports.any() && !paused && (dry || polls % POLLS_A_REPORT == 0)) {
                reports.tryJournal();
            }
            if (paused || dry && isPending() && isLingerOver()) {
                commitOrWait();
            } else if (dry && closing && !isPending() && ring.getCursor() == taken) {
                return; // closing may have begun after the linger was looked at, so what is pending is looked at again
            } else if (dry) {
                idle();
            } else {
                idleRounds = 0;
            }
        }
    }

    /** Takes some slots, if there are any, and gives them back with their bytes; false if there were none. */
    private boolean poll() throws IOException {
        long before = taken;
        if (isEmpty() && ring.isAvailable(before + 1)) {
            lingerStartNanos = System.nanoTime();
        }
        while (!paused && taken - before < SLOTS_A_POLL && ring.isAvailable(taken + 1)) {
            take(ring.get(taken + 1), taken + 1);
        }
        givenBack.set(taken);
        arena.releaseAbandoned();
        arena.publishReleased();
        polls++;
        return taken != before;
    }

    private void take(Slot slot, long sequence) throws IOException {
        boolean isTaken = slot.isOf(sequence);
        BlockBuilder block = isTaken && slot.kind == Slot.Kind.TRACE ? trace : control;
        if (!isTaken) {
            control.add(reports.broken(), writer.firstSequence() + sequence);
        } else if (slot.kind == Slot.Kind.BROKEN) {
            control.add(reports.broken(slot), writer.firstSequence() + sequence); // its sequence tells of its loss
        } else {
            add(block, slot, sequence);
        }
        if (isTaken && slot.kind == Slot.Kind.DURABLE) {
            durableTaken = sequence;
        }
        if (isTaken) {
            arena.release(slot.rangeStart, slot.rangeEnd);
        }
        taken = sequence;
        if (block.isFull()) {
            commit();
        }
    }

    private void add(BlockBuilder block, Slot slot, long sequence) {
        block.add(
                writer.firstSequence() + sequence,
                slot.timeTicks,
                slot.type,
                slot.source,
                slot.pid,
                slot.tid,
                slot.cpu,
                slot.flags,
                arena.bytes(),
                slot.offset,
                slot.payloadBytes,
                slot.offset + slot.payloadBytes,
                slot.extendedBytes);
    }

    /** Appends what was taken; if the disk is full it is paused then, and the same is to be tried again. */
    private void commit() throws IOException {
        try {
            append();
        } catch (DiskFullException e) {
            pause(e);
            return;
        }
        if (paused) {
            resume();
        }
        if (flushTarget >= 0 || durable != durableTaken) {
            durable = durableTaken;
            signal();
        }
    }

    /**
     * Trace before control: an own event never stands in the journal without the events that it speaks of. If it is to
     * be on the disk, they are there before it is written at all, for the system may write a page back at any time.
     */
    private void append() throws IOException {
        boolean sync = durable != durableTaken;
        append(Lane.TRACE, trace);
        if (sync) {
            syncOrTell(() -> writer.sync(Lane.TRACE));
        }
        append(Lane.CONTROL, control);
        writer.commit(writer.firstSequence() + taken);
        committed = taken;
        if (sync) {
            syncOrTell(writer::sync);
            refuseIfFailed();
        }
    }

    private void syncOrTell(Sync sync) throws IOException {
        try {
            sync.run();
        } catch (SyncFailedException e) {
            syncFailed(e);
        }
    }

    /**
     * A sync that failed, in whatever thread, took what this one would have brought to the disk, or what was published
     * before it: whoever waits hears of that once. What comes behind is in new files.
     */
    private void refuseIfFailed() {
        long failed = writer.failedSyncs();
        if (failed != failedSyncsTold) {
            failedSyncsTold = failed;
            SyncFailedException why = writer.doubt().orElseThrow();
            synchronized (this) {
                refused.add(new Refused(durable + 1, durableTaken, why));
                if (refused.size() > MOST_REFUSED) {
                    refused.remove();
                }
            }
        }
    }

    private void commitOrWait() throws IOException {
        commit();
        if (paused) {
            LockSupport.parkNanos(this, RETRY_NANOS);
        }
    }

    private void pause(DiskFullException full) throws DiskFullException {
        Instant now = clock.instant();
        WritingPause begun = pause == null ? new WritingPause(now, now, String.valueOf(full.getMessage())) : pause;
        if (closing || begun.from().plus(patience).isBefore(now)) {
            throw full;
        }
        pause = begun;
        paused = true;
    }

    private void resume() {
        WritingPause over = pause;
        pause = null;
        paused = false;
        if (over != null) {
            reports.paused(new WritingPause(over.from(), clock.instant(), over.why()));
        }
    }

    private void append(Lane lane, BlockBuilder block) throws IOException {
        if (!block.isEmpty()) {
            int events = block.count();
            long start = System.nanoTime();
            int bytes = writer.append(lane, block);
            appendListener.appended(lane, events, bytes, System.nanoTime() - start);
        }
    }

    /** Whether something was taken that is not committed. */
    private boolean isPending() {
        return committed != taken;
    }

    private boolean isEmpty() {
        return trace.isEmpty() && control.isEmpty();
    }

    private boolean isLingerOver() {
        return closing
                || flushTarget > committed
                || durableTaken > committed
                || System.nanoTime() - lingerStartNanos >= lingerNanos;
    }

    @SuppressWarnings("ThreadPriorityCheck") // between spinning and sleeping, a hint is what is meant
    private void idle() {
        idleRounds++;
        if (idleRounds <= profile.spins()) {
            Thread.onSpinWait();
        } else if (idleRounds - profile.spins() <= profile.yields()) {
            Thread.yield();
        } else {
            sleep();
        }
    }

    private void sleep() {
        boolean pending = isPending();
        STATE.setVolatile(this, pending ? LINGERING : ASLEEP);
        boolean nothingToDo = !ring.isAvailable(taken + 1) && !reports.any() && !closing && flushTarget <= committed;
        if (nothingToDo && pending) {
            LockSupport.parkNanos(this, lingerStartNanos + lingerNanos - System.nanoTime());
        } else if (nothingToDo) {
            LockSupport.park(this);
        }
        STATE.setVolatile(this, AWAKE);
    }

    private synchronized void signal() {
        notifyAll();
    }

    private synchronized void await(BooleanSupplier done) {
        boolean interrupted = false;
        while (!done.getAsBoolean()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true; // a drain is not cut short: what was published is journaled
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static VarHandle stateHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Journaler.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
