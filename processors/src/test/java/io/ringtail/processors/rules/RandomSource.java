package io.ringtail.processors.rules;

import io.ringtail.processors.Feeder;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.proto.EventsLost;
import io.ringtail.ring.event.Ticks;

/** A source whose events tell processes and processors apart. */
final class RandomSource implements AutoCloseable {
    private final Bus bus;
    private final Feeder feeder;

    private RandomSource(Bus bus, Feeder feeder) {
        this.bus = bus;
        this.feeder = feeder;
    }

    static RandomSource open(Bus bus) {
        return new RandomSource(bus, Feeder.open(bus, "random"));
    }

    void event(int id, long millisecond, int pid, int cpu) {
        feeder.event(id, millisecond, pid, cpu);
    }

    void lose(int count) {
        bus.publishOwn(
                BusEvents.EVENTS_LOST,
                Feeder.START,
                EventsLost.newBuilder()
                        .setCount(count)
                        .setReason("RING_FULL")
                        .setFromTicks(Feeder.START)
                        .setToTicks(Feeder.START + 10 * Ticks.PER_SECOND)
                        .build());
    }

    @Override
    public void close() {
        feeder.close();
    }
}
