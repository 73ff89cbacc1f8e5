package io.ringtail.processors;

import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.TickRule;
import io.ringtail.ring.bus.proto.SourceClosed;
import io.ringtail.ring.bus.proto.SourceOpened;
import io.ringtail.ring.bus.proto.Tick;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.event.Ticks;
import java.util.Map;
import java.util.UUID;

/** A source of events for tests: of one provider, with ticks by the rule that recordings have. */
public final class Feeder implements AutoCloseable {
    public static final long START = 638_000_000_000L * Ticks.PER_MILLISECOND;
    public static final UUID PROVIDER = new UUID(7, 7);

    private final Bus bus;
    private final int source;
    private final TickRule ticks = new TickRule(START);
    private final EventRecord event = new EventRecord();
    private long last = START;

    private Feeder(Bus bus, int source) {
        this.bus = bus;
        this.source = source;
    }

    public static Feeder open(Bus bus, String name) {
        int source = bus.registry().register(new Source(name, name, "host", "test", Clock.TICKS, 0, 0, Map.of()));
        bus.publishOwn(
                BusEvents.SOURCE_OPENED,
                START,
                SourceOpened.newBuilder()
                        .setSource(source)
                        .setName(name)
                        .setSession(name)
                        .build());
        return new Feeder(bus, source);
    }

    /** Publishes an event so long after the start. */
    public void event(int id, long millisecond, byte... payload) {
        event(id, millisecond, -1, 0, payload);
    }

    /** As above, of a process on a processor. */
    public void event(int id, long millisecond, int pid, int cpu, byte... payload) {
        long time = START + millisecond * Ticks.PER_MILLISECOND;
        long watermark = ticks.before(time);
        if (watermark != TickRule.NONE) {
            bus.publishOwn(
                    BusEvents.TICK,
                    watermark,
                    Tick.newBuilder()
                            .setSource(source)
                            .setWatermarkTicks(watermark)
                            .build());
        }
        event.clear().payload(payload, 0, payload.length);
        event.type = bus.registry().register(type(id));
        event.source = source;
        event.pid = pid;
        event.cpu = cpu;
        event.timeTicks = time;
        bus.publish(event);
        last = Math.max(last, time);
    }

    @Override
    public void close() {
        bus.publishOwn(
                BusEvents.SOURCE_CLOSED,
                last,
                SourceClosed.newBuilder().setSource(source).build());
    }

    private static EventType type(int id) {
        return new EventType(HeaderKind.EVENT, 8, PROVIDER, id, 0, 0, 4, 0, 0, 0, EventType.NO_TRACE_LOGGING);
    }
}
