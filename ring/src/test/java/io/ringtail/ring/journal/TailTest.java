package io.ringtail.ring.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.Recorded;
import io.ringtail.ring.bus.proto.Tick;
import io.ringtail.ring.event.EventRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads a journal while another process writes it, from cycle to cycle and over both lanes. */
class TailTest {
    private static final int EVENTS = 60_000;
    private static final int EVENTS_A_TICK = 100;
    /** Some cycles for all events. */
    private static final long CYCLE_BYTES = 3_000_000;

    @TempDir
    Path folder;

    /** The process that writes: an own event after every so many captured ones, then it closes in order. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) throws IOException {
            BusOptions options = BusOptions.defaults().withCycle(CYCLE_BYTES, Duration.ofHours(1));
            try (Bus bus = Bus.open(Path.of(args[0]), options)) {
                EventRecord event = new EventRecord();
                for (int n = 0; n < EVENTS; n++) {
                    bus.publish(Recorded.fill(event, 1, n, 500));
                    if (n % EVENTS_A_TICK == 0) {
                        bus.publishOwn(BusEvents.TICK, n, Tick.getDefaultInstance());
                    }
                }
            }
        }
    }

    @Test
    void givesEachEventOnceAndInOrderWhileAnotherProcessWrites() throws Exception {
        Bus.open(folder, BusOptions.defaults()).close(); // a journal to open before the writer is there
        Process writer = writer();
        List<Recorded> trace = new ArrayList<>();
        List<Recorded> control = new ArrayList<>();
        try (Journal journal = Journal.open(folder);
                BlockCursor traceCursor = journal.scan(Scan.ALL_EVENTS);
                BlockCursor controlCursor = journal.scan(Scan.ALL_EVENTS.withLane(Lane.CONTROL))) {
            boolean ended;
            do {
                ended = writer.waitFor(1, TimeUnit.MILLISECONDS); // before the last look, so that it sees all
                trace.addAll(Recorded.rest(traceCursor));
                control.addAll(Recorded.rest(controlCursor));
            } while (!ended);

            assertThat(writer.exitValue()).isZero();
            assertThat(journal.problems()).isEmpty();
            assertThat(journal.info().traceCycles()).isGreaterThan(2);
        } finally {
            writer.destroyForcibly();
        }

        assertThat(trace).hasSize(EVENTS);
        EventRecord expected = new EventRecord();
        for (int n = 0; n < EVENTS; n++) {
            Recorded.fill(expected, 1, n, 500);
            assertThat(trace.get(n))
                    .isEqualTo(Recorded.of(expected, trace.get(n).sequence()));
        }
        List<Long> sequences = new ArrayList<>();
        trace.forEach(event -> sequences.add(event.sequence()));
        control.forEach(event -> sequences.add(event.sequence()));
        assertThat(sequences).doesNotHaveDuplicates();
        assertThat(control).hasSize(EVENTS / EVENTS_A_TICK + 4); // and two openings and closings
        assertThat(control).extracting(Recorded::sequence).isSorted();
    }

    private Process writer() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + Path.of(System.getProperty("ringtail.root"), "tools", "test.jvmopts"),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
