package io.ringtail.ring.bus;

import com.google.protobuf.MessageLite;
import io.ringtail.ring.bus.proto.EventsLost;
import io.ringtail.ring.bus.proto.JournalClosed;
import io.ringtail.ring.bus.proto.JournalOpened;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.Registry;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.JournalWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

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
    private final Losses losses = new Losses();
    private final Journaler journaler;
    private final OwnEvents own;
    private final Handover.Waiting waiting = this::checkStillRunning;
    private volatile boolean closed;

    private Bus(Path path, JournalWriter writer, BusOptions options) {
        this.writer = writer;
        this.options = options;
        this.handover = new Handover(options.ringSlots(), options.arenaBytes());
        this.journaler =
                new Journaler(path, writer, handover, losses, options, this::tryJournalLosses, this::brokenEvent);
        this.own = new OwnEvents(writer.registry(), writer.registry().register(ownSource(writer)));
    }

    /**
     * Opens a journal for writing, or makes one, and journals that it was opened.
     *
     * @throws io.ringtail.ring.journal.JournalLockedException if somebody else is writing it
     * @throws IOException if it cannot be written; the message says why
     */
    public static Bus open(Path journal, BusOptions options) throws IOException {
        JournalWriter writer = JournalWriter.open(journal, options.journal());
        try {
            Bus bus = new Bus(journal, writer, options);
            bus.journaler.start();
            bus.publishOwn(BusEvents.JOURNAL_OPENED, bus.now(), bus.opened());
            return bus;
        } catch (RuntimeException e) {
            closeAfter(e, writer);
            throw e;
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
        checkOpen();
        if (count > 0) {
            journaler.published(handover.putAll(events, 0, count, Slot.Kind.TRACE, waiting), count);
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
            lost(event.source, Losses.RING_FULL, 1, event.timeTicks, event.timeTicks);
            return false;
        }
        journaler.published(slot, 1);
        checkOpen();
        return true;
    }

    /** Journals one of the bus's own events ({@link BusEvents}) on the control lane; waits while there is no room. */
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
     * Counts events of a source that never reached the bus, and journals that. Never waits.
     *
     * @param reason such as {@code SESSION_BUFFERS}; see {@code bus.proto}
     */
    public void lost(int source, String reason, long count, long fromTicks, long toTicks) {
        losses.add(source, reason, count, fromTicks, toTicks);
        journaler.wake();
        checkOpen();
    }

    /** The last sequence that readers may see. */
    public long committedSequence() {
        return journaler.committedSequence();
    }

    /** Returns when everything published before can be read. */
    public void flush() {
        journalLosses();
        journaler.flush();
    }

    /** Journals what is on the bus, and that the journal was closed in order. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (writer) {
            journalLosses();
            putOwn(OwnProvider.BUS, BusEvents.JOURNAL_CLOSED, now(), closing());
            journaler.finish();
        }
    }

    private static void closeAfter(RuntimeException failure, JournalWriter writer) {
        try {
            writer.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void putOwn(OwnProvider provider, int eventId, long timeTicks, MessageLite message) {
        EventRecord event = own.record(provider, eventId, timeTicks, message);
        journaler.published(handover.put(event, Slot.Kind.CONTROL, waiting), 1);
    }

    private void journalLosses() {
        for (EventsLost lost : losses.take()) {
            putOwn(OwnProvider.BUS, BusEvents.EVENTS_LOST, lost.getToTicks(), lost);
        }
    }

    /** For the journaler, which must not wait for itself. */
    private void tryJournalLosses() {
        for (EventsLost lost : losses.take()) {
            EventRecord event = own.record(OwnProvider.BUS, BusEvents.EVENTS_LOST, lost.getToTicks(), lost);
            if (handover.tryPut(event, Slot.Kind.CONTROL) < 0) {
                losses.putBack(lost);
            }
        }
    }

    private EventRecord brokenEvent(Slot slot) {
        EventsLost lost = Losses.one(slot.source, Losses.BROKEN, slot.timeTicks);
        return own.record(OwnProvider.BUS, BusEvents.EVENTS_LOST, slot.timeTicks, lost);
    }

    private void checkOpen() {
        journaler.checkFailure();
        if (closed) {
            throw new IllegalStateException("the bus is closed; what is published now is not journaled");
        }
    }

    private void checkStillRunning() {
        journaler.checkFailure();
        if (journaler.hasEnded()) {
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

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "localhost"; // a host that does not know its own name
        }
    }
}
