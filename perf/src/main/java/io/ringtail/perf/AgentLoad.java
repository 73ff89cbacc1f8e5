package io.ringtail.perf;

import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.event.EventRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that does what an agent does for its bus, at 50,000 events of 100 bytes a second, and prints what memory it had
 * resident at the end and at the most, mapped files included, in MiB.
 */
final class AgentLoad {
    static final int EVENTS_A_SECOND = 50_000;

    private static final long TICK_NANOS = 1_000_000;

    private AgentLoad() {}

    public static void main(String[] words) throws IOException {
        long seconds = Long.parseLong(words[1]);
        try (Bus bus = Bus.open(Path.of(words[0]), BusOptions.defaults())) {
            EventRecord event = RingMeasures.batch(bus)[0];
            long start = System.nanoTime();
            long events = seconds * EVENTS_A_SECOND;
            for (long n = 0; n < events; n++) {
                event.timeTicks = n;
                bus.publish(event);
                long due = start + n * 1_000_000_000L / EVENTS_A_SECOND;
                if (due - System.nanoTime() > TICK_NANOS) {
                    LockSupport.parkNanos(TICK_NANOS);
                }
            }
            bus.flush();
            System.out.println(GrowthMeasures.resident("VmRSS:") + " " + GrowthMeasures.resident("VmHWM:"));
        }
    }
}
