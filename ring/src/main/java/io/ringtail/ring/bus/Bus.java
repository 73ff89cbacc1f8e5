package io.ringtail.ring.bus;

import com.google.protobuf.MessageLite;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringtail.ring.bus.proto.JournalClosed;
import io.ringtail.ring.bus.proto.JournalOpened;
import io.ringtail.ring.cursor.Cursors;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.Registry;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.JournalWriter;
import io.ringtail.ring.journal.Pruner;
import io.ringtail.ring.journal.Retention;
import io.ringtail.ring.journal.SyncFailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where sources put events in. What is on the bus is in the journal, in one total order, and the loss of anything else is
 * too.
 *
 * <p><b>Threads:</b> any may publish, register and flush; close it after its sources. <b>Order:</b> events published by
 * one thread keep their order. <b>Failure:</b> when the journal can no longer be written, everything here throws
 * {@link JournalFailedException} from then on.
 */
public final class Bus implements AutoCloseable {
    /** The kind of the source under which Ringtail's own events stand; each opening of a journal adds one. */
    public static final String OWN_SOURCE_KIND = "ringtail";

    private final JournalWriter writer;
    private final BusOptions options;
    private final Handover handover;
    private final Reports reports;
    private final OwnEvents own;
    private final Journaler journaler;
    private final Keeper keeper;
    private final Housekeeper housekeeper;
    private final Handover.Waiting waiting = this::checkStillRunning;
    private final Path path;
    private @Nullable RequestWatch requests;
    private volatile boolean closed;

    private Bus(Path path, JournalWriter writer, BusOptions options) {
        this.path = path;
        this.writer = writer;
        this.options = options;
        this.handover = new Handover(options.ringSlots(), options.arenaBytes());
        int ownSource = writer.registry().register(ownSource(writer));
        this.own = new OwnEvents(writer.registry(), ownSource, handover.maxOwnBytes());
        this.reports = new Reports(own, handover);
        this.journaler = new Journaler(path, writer, handover, reports, options);
        this.keeper = new Keeper(path, reports, options.clock());
        this.housekeeper = Housekeeper.start(options.storage(), this::syncByItself, this::retain, journaler::fail);
    }

    /**
     * Opens a journal for writing, or makes one, and journals that it was opened.
     *
     * @throws io.ringtail.ring.journal.JournalLockedException if somebody else is writing it
     * @throws IOException if it cannot be written; the message says why
     */
    public static Bus open(Path journal, BusOptions options) throws IOException {
        JournalWriter writer = JournalWriter.open(
                journal, options.journal(), Cursors.of(journal).greatestPosition());
        Bus bus;
        try {
            bus = new Bus(journal, writer, options);
        } catch (RuntimeException e) {
            closeAfter(e, writer);
            throw e;
        }
        bus.journaler.start();
        try {
            bus.publishOwn(BusEvents.JOURNAL_OPENED, bus.now(), bus.opened());
            bus.watchRequests();
            return bus;
        } catch (RuntimeException e) {
            closeAfter(e, bus);
            throw e;
        }
    }

    /** Where the file system cannot tell of new files, requests are taken at the open and the close only. */
    private void watchRequests() {
        try {
            WriterRequests.take(WriterRequests.folder(path), this);
            requests = RequestWatch.start(path, this);
        } catch (IOException | UnsupportedOperationException e) {
            requests = null;
        }
    }

    private void stopRequests() throws IOException {
        RequestWatch running = requests;
        if (running != null) {
            running.close();
        }
    }

    /** Gives ids to types and sources and takes schemas; what it takes is in the journal before the first event. */
    public Registry registry() {
        return writer.registry();
    }

    /** Puts an event on the bus; waits while there is no room. */
    public void publish(EventRecord event) {
        checkOpen();
        journaler.published(handover.put(event, Slot.Kind.TRACE, waiting), 1);
        checkOpen();
    }

    /**
     * Puts several events on the bus, in their order and with as few claims as may be, which is several times as fast;
     * waits while there is no room.
     *
     * @param count of the array's first events
     */
    public void publish(EventRecord[] events, int count) {
        publish(events, 0, count);
    }

    /** As {@link #publish(EventRecord[], int)} for the events from one index to before another. */
    public void publish(EventRecord[] events, int fromInclusive, int toExclusive) {
        checkOpen();
        if (toExclusive > fromInclusive) {
            long last = handover.putAll(events, fromInclusive, toExclusive, Slot.Kind.TRACE, waiting);
            journaler.published(last, toExclusive - fromInclusive);
        }
        checkOpen();
    }

    /**
     * Puts an event on the bus if there is room. Never waits: if there is none the event is lost, and the loss is counted
     * and journaled.
     *
     * @return false if it was lost
     */
    public boolean tryPublish(EventRecord event) {
        checkOpen();
        long slot = handover.tryPut(event, Slot.Kind.TRACE);
        if (slot < 0) {
            String reason = journaler.isPaused() ? Losses.JOURNAL_FULL : Losses.RING_FULL;
            lost(event.source, reason, 1, event.timeTicks, event.timeTicks);
            return false;
        }
        journaler.published(slot, 1);
        checkOpen();
        return true;
    }

    /**
     * Journals one of the bus's own events ({@link BusEvents}) on the control lane; waits while there is no room. A message
     * has at most a quarter of the ring's bytes ({@link BusOptions#arenaBytes}), and no more than four MiB.
     */
    public void publishOwn(int eventId, long timeTicks, MessageLite message) {
        publishOwn(OwnProvider.BUS, eventId, timeTicks, message);
    }

    /**
     * Journals an event of Ringtail's own on the control lane; waits while there is no room.
     *
     * @param timeTicks event time: of what it speaks of
     */
    public void publishOwn(OwnProvider provider, int eventId, long timeTicks, MessageLite message) {
        checkOpen();
        putOwn(provider, eventId, timeTicks, message);
        checkOpen();
    }

    /**
     * Journals an event of Ringtail's own on the control lane if there is room. Never waits.
     *
     * @return false if there was none: the event is not journaled, nor is that
     */
    public boolean tryPublishOwn(OwnProvider provider, int eventId, long timeTicks, MessageLite message) {
        checkOpen();
        long slot = handover.tryPut(own.record(provider, eventId, timeTicks, message), Slot.Kind.CONTROL);
        if (slot >= 0) {
            journaler.published(slot, 1);
        }
        checkOpen();
        return slot >= 0;
    }

    /**
     * Journals an event of Ringtail's own and returns its sequence once it is on the disk, and everything published
     * before it: both are there after the power was cut. Several that wait at a time share the cost. Everything published
     * before is brought to the disk before this event is written at all, so it never stands there without its proof.
     *
     * @param timeTicks event time: of what it speaks of
     * @throws NotDurableException if the disk did not take it, or something before it of which nobody was told yet; it is
     *     journaled, and not known to be there after the power was cut
     */
    public long publishDurable(OwnProvider provider, int eventId, long timeTicks, MessageLite message) {
        checkOpen();
        EventRecord event = own.record(provider, eventId, timeTicks, message);
        long slot = handover.put(event, Slot.Kind.DURABLE, waiting);
        journaler.wake();
        journaler.awaitDurable(slot);
        return journaler.sequenceOf(slot);
    }

    /**
     * Brings everything published before to the disk, and returns the sequence up to which all of it is there.
     *
     * @throws SyncFailedException if the disk did not take it, or did not take something earlier of this run
     */
    public long sync() throws IOException {
        flush();
        long synced = -1;
        try {
            synced = writer.sync();
        } catch (SyncFailedException e) {
            journaler.syncFailed(e);
        }
        Optional<SyncFailedException> doubt = writer.doubt();
        if (doubt.isPresent()) {
            throw doubt.get();
        }
        return synced;
    }

    /**
     * Counts events of a source that never reached the bus, and journals that. Never waits.
     *
     * @param reason such as {@code SESSION_BUFFERS}; see {@code bus.proto}
     */
    public void lost(int source, String reason, long count, long fromTicks, long toTicks) {
        reports.lost(source, reason, count, fromTicks, toTicks);
        journaler.wake();
        checkOpen();
    }

    /**
     * Deletes now what is beyond the limits, and journals each deletion.
     *
     * @param force also what a cursor has not read yet
     */
    public Pruner.Plan prune(List<Retention> limits, boolean force) {
        checkOpen();
        flush(); // what this run has written by now counts
        Pruner.Plan done = keeper.prune(limits, force);
        flush();
        return done;
    }

    /** Whether the writer waits for room on the disk: what is published now waits in the ring as far as that goes. */
    public boolean isPaused() {
        return journaler.isPaused();
    }

    /**
     * Puts an event of Ringtail's own that stands in a record already, as in an imported session, on the control lane;
     * waits while there is no room.
     */
    public void publishOwn(EventRecord event) {
        checkOpen();
        journaler.published(handover.put(event, Slot.Kind.CONTROL, waiting), 1);
        checkOpen();
    }

    /** The last sequence that readers may see. */
    public long committedSequence() {
        return journaler.committedSequence();
    }

    /** The numbers that a person on call asks for; to be bound to one registry. It is used no more once the bus is closed. */
    public MeterBinder metrics() {
        return new BusMetrics(path, journaler, reports.losses());
    }

    /** Returns when everything published before can be read. */
    public void flush() {
        reports.take(this::putOwn);
        journaler.flush();
    }

    /** Journals what is on the bus, and that the journal was closed in order. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        try (writer) {
            try {
                stop();
            } finally {
                finish();
            }
            if (options.storage().syncInterval().isPositive()) {
                writer.sync();
            }
        }
    }

    /** Ends all that publishes but the publishers. */
    private void stop() throws IOException {
        try {
            stopRequests();
        } finally {
            closed = true;
            housekeeper.close();
        }
        try {
            checkNotPaused();
            pruneLast();
            reports.take(this::putLast);
            putLast(own.record(OwnProvider.BUS, BusEvents.JOURNAL_CLOSED, now(), closing()));
        } catch (PausedException e) {
            // the journaler tries once more, and says what it has no room for
        }
    }

    /** Whatever happened: nothing but the journaler may touch the writer while it runs. */
    private void finish() {
        try {
            journaler.finish();
        } finally {
            RequestWatch running = requests;
            if (running != null) {
                running.join();
            }
        }
    }

    /** There is no room for it, and a bus that is closed does not wait for some. */
    private static final class PausedException extends RuntimeException {}

    private void checkNotPaused() {
        if (journaler.isPaused()) {
            throw new PausedException();
        }
    }

    private void putLast(EventRecord event) {
        Handover.Waiting leaving = () -> {
            checkNotPaused();
            checkStillRunning();
        };
        journaler.published(handover.put(event, Slot.Kind.CONTROL, leaving), 1);
    }

    private static void closeAfter(RuntimeException failure, AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    private void putOwn(OwnProvider provider, int eventId, long timeTicks, MessageLite message) {
        putOwn(own.record(provider, eventId, timeTicks, message));
    }

    private void putOwn(EventRecord event) {
        journaler.published(handover.put(event, Slot.Kind.CONTROL, waiting), 1);
    }

    private void syncByItself() throws IOException {
        try {
            writer.sync();
        } catch (SyncFailedException e) {
            journaler.syncFailed(e);
        }
    }

    private void retain() {
        keeper.prune(options.storage().retention(), false);
        if (reports.any()) {
            journaler.wake();
        }
    }

    /** A run may have been too short for the housekeeper. */
    private void pruneLast() {
        if (!options.storage().retention().isEmpty()) {
            keeper.prune(options.storage().retention(), false);
        }
    }

    private void checkOpen() {
        journaler.checkFailure();
        if (closed) {
            throw new IllegalStateException("the bus is closed; what is published now is not journaled");
        }
    }

    private void checkStillRunning() {
        boolean ended = journaler.hasEnded(); // looked at first, for what ended it is known before that it ended
        journaler.checkFailure();
        if (ended) {
            throw new IllegalStateException("the bus is closed; what is published now is not journaled");
        }
        journaler.wake();
    }

    private long now() {
        return Ticks.of(options.clock().instant());
    }

    private JournalOpened opened() {
        return JournalOpened.newBuilder()
                .setEpoch(writer.epoch())
                .setFirstSequence(writer.firstSequence())
                .setWriterPid(ProcessHandle.current().pid())
                .setHost(hostName())
                .setRingtailVersion(Optional.ofNullable(Bus.class.getPackage().getImplementationVersion())
                        .orElse("development"))
                .addAllRepairs(writer.repairs())
                .build();
    }

    /** Claims made while this is published make the next sequence higher; sources are closed before the bus. */
    private JournalClosed closing() {
        return JournalClosed.newBuilder()
                .setEpoch(writer.epoch())
                .setNextSequence(writer.firstSequence() + handover.ring().getCursor() + 2)
                .build();
    }

    private static Source ownSource(JournalWriter writer) {
        Map<String, String> facts = Map.of("epoch", Integer.toString(writer.epoch()));
        return new Source("ringtail", "", hostName(), OWN_SOURCE_KIND, Clock.TICKS, 0, 0, facts);
    }

    /** What this machine is called; {@code localhost} if it does not know. */
    public static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "localhost"; // a host that does not know its own name
        }
    }
}
