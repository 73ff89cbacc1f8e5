package io.ringtail.ring.bus;

import io.ringtail.ring.bus.proto.SourceClosed;
import io.ringtail.ring.bus.proto.SourceOpened;
import io.ringtail.ring.bus.proto.Tick;
import io.ringtail.ring.event.EventRecord;

/**
 * A source on the bus that cannot wait, such as a live session: where there is no room its events are lost, and the loss is
 * counted and journaled. It tells how far its time has come when it has flushed its buffers and when nothing came, which is
 * journaled as a {@code Tick}; so windows close behind a source that has fallen silent.
 *
 * <p><b>Threads:</b> one delivers and tells. Only {@link #open} and {@link #close} may wait for room.
 */
public final class LiveSource implements AutoCloseable {
    private final Bus bus;
    private final int source;
    private final LiveTickRule rule;
    private long events;
    private long lastTicks;
    private boolean closed;

    private LiveSource(Bus bus, int source, long startTicks) {
        this.bus = bus;
        this.source = source;
        this.rule = new LiveTickRule(startTicks);
        this.lastTicks = startTicks;
    }

    /**
     * Journals that a source begins to deliver.
     *
     * @param source as it was registered
     * @param startTicks event time at which it begins
     */
    public static LiveSource open(Bus bus, int source, String name, String session, long startTicks) {
        SourceOpened opened = SourceOpened.newBuilder()
                .setSource(source)
                .setName(name)
                .setSession(session)
                .build();
        bus.publishOwn(BusEvents.SOURCE_OPENED, startTicks, opened);
        return new LiveSource(bus, source, startTicks);
    }

    /** Puts an event of this source on the bus; false if there was no room and it is lost. */
    public boolean publish(EventRecord event) {
        event.source = source;
        lastTicks = Math.max(lastTicks, event.timeTicks);
        boolean isOn = bus.tryPublish(event);
        events += isOn ? 1 : 0;
        return isOn;
    }

    /** Counts events that the session itself dropped before they came here. */
    public void lost(String reason, long count, long fromTicks, long toTicks) {
        bus.lost(source, reason, count, fromTicks, toTicks);
    }

    /**
     * Everything that happened before was delivered: the source has flushed its buffers at that time, or nothing came for
     * longer than it holds anything back. A tick for which there is no room is left to the next call.
     */
    public void deliveredBefore(long ticks) {
        long watermark = rule.after(ticks);
        if (watermark != LiveTickRule.NONE) {
            Tick tick = Tick.newBuilder()
                    .setSource(source)
                    .setWatermarkTicks(watermark)
                    .build();
            if (bus.tryPublishOwn(OwnProvider.BUS, BusEvents.TICK, watermark, tick)) {
                rule.advance(watermark);
            }
        }
    }

    /** Journals that it delivers no more. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            SourceClosed message = SourceClosed.newBuilder()
                    .setSource(source)
                    .setEvents(events)
                    .build();
            bus.publishOwn(BusEvents.SOURCE_CLOSED, lastTicks, message);
        }
    }
}
