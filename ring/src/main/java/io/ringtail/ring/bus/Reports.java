package io.ringtail.ring.bus;

import com.google.protobuf.MessageLite;
import io.ringtail.ring.bus.proto.EventsLost;
import io.ringtail.ring.bus.proto.SyncFailed;
import io.ringtail.ring.bus.proto.WritingPaused;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.SyncFailedException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a bus has to tell of itself by its own events: losses, pauses, deletions. It waits here until there is room for
 * it, so that nobody who must not wait does, the journaler and the housekeeper of a full disk before all.
 *
 * <p><b>Threads:</b> any; {@link #tryJournal} the journaler's.
 */
final class Reports {
    private final OwnEvents own;
    private final Handover handover;
    private final Losses losses = new Losses();
    private final Queue<EventRecord> others = new ConcurrentLinkedQueue<>();

    Reports(OwnEvents own, Handover handover) {
        this.own = own;
        this.handover = handover;
    }

    void lost(int source, String reason, long count, long fromTicks, long toTicks) {
        losses.add(source, reason, count, fromTicks, toTicks);
    }

    Losses losses() {
        return losses;
    }

    void paused(WritingPause pause) {
        long toTicks = Ticks.of(pause.to());
        WritingPaused message = WritingPaused.newBuilder()
                .setFromTicks(Ticks.of(pause.from()))
                .setToTicks(toTicks)
                .setWhy(pause.why())
                .build();
        add(BusEvents.WRITING_PAUSED, toTicks, message);
    }

    void syncFailed(SyncFailedException failure, long timeTicks) {
        SyncFailed message = SyncFailed.newBuilder()
                .setLane(failure.lane().folder())
                .setFirstSequence(failure.firstSequence())
                .setLastSequence(failure.lastSequence())
                .setWhy(String.valueOf(failure.getMessage()))
                .build();
        add(BusEvents.SYNC_FAILED, timeTicks, message);
    }

    void add(int eventId, long timeTicks, MessageLite message) {
        others.add(own.record(OwnProvider.BUS, eventId, timeTicks, message));
    }

    boolean any() {
        return losses.any() || !others.isEmpty();
    }

    /** Hands on what there is room for, without waiting; meanwhile nothing can be taken out by another. */
    synchronized void tryJournal() {
        while (!others.isEmpty() && handover.tryPut(others.element(), Slot.Kind.CONTROL) >= 0) {
            others.remove();
        }
        for (EventsLost lost : losses.take()) {
            if (handover.tryPut(record(lost), Slot.Kind.CONTROL) < 0) {
                losses.putBack(lost);
            }
        }
    }

    /** Takes all out, to be journaled by one who may wait; what it does not take stays here. */
    void take(Consumer<EventRecord> journal) {
        for (EventRecord other = next(); other != null; other = next()) {
            boolean isDone = false;
            try {
                journal.accept(other);
                isDone = true;
            } finally {
                if (!isDone) {
                    others.add(other);
                }
            }
        }
        List<EventsLost> lost = takeLosses();
        int done = 0;
        try {
            for (; done < lost.size(); done++) {
                journal.accept(record(lost.get(done)));
            }
        } finally {
            lost.subList(done, lost.size()).forEach(losses::putBack);
        }
    }

    private synchronized @Nullable EventRecord next() {
        return others.poll();
    }

    private synchronized List<EventsLost> takeLosses() {
        return losses.take();
    }

    /** What stands in the journal in place of an event that could not be copied. */
    EventRecord broken(Slot slot) {
        losses.count(Losses.BROKEN, 1);
        return record(Losses.one(slot.source, Losses.BROKEN, slot.timeTicks));
    }

    /** As above, of an event that came not so far as to say whose it is: it is put down to Ringtail itself. */
    EventRecord broken() {
        losses.count(Losses.BROKEN, 1);
        return record(Losses.one(own.source(), Losses.BROKEN, 0));
    }

    private EventRecord record(EventsLost lost) {
        return own.record(OwnProvider.BUS, BusEvents.EVENTS_LOST, lost.getToTicks(), lost);
    }
}
