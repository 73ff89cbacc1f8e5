package io.ringtail.ring.bus;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.bus.proto.SourceClosed;
import io.ringtail.ring.bus.proto.Tick;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveSourceTest {
    private static final long SECOND = Ticks.PER_SECOND;
    private static final long START = 1_000 * SECOND;

    @TempDir
    Path folder;

    @Test
    void ticksWhenItHasFlushedAndWhenItIsIdle() throws IOException {
        deliver(START + SECOND, START + SECOND, START + 2 * SECOND, START);

        assertThat(ticks()).containsExactly(START + SECOND, START + 2 * SECOND);
    }

    @Test
    void doesNotBelieveAClockThatIsWrongForAMoment() throws IOException {
        long wild = START + 365 * Ticks.PER_DAY;

        deliver(wild, wild + SECOND, START + SECOND, wild, START + 3 * SECOND);

        assertThat(ticks()).containsExactly(START + SECOND, START + 3 * SECOND);
    }

    @Test
    void believesAClockThatStaysWhereItIs() throws IOException {
        long later = START + Ticks.PER_DAY;

        deliver(later, later + 1, later + 2, later + 3, later + 4, later + SECOND);

        assertThat(ticks()).containsExactly(later, later + SECOND);
    }

    @Test
    void isWhatWindowsWaitForUntilItCloses() throws IOException {
        try (Bus bus = Bus.open(folder, BusOptions.defaults());
                Journal journal = Journal.open(folder)) {
            LiveSource source = open(bus);
            EventRecord event = new EventRecord().clear();
            event.timeTicks = START + 5;
            assertThat(source.publish(event)).isTrue();
            bus.flush();
            assertThat(least(journal)).isEmpty();

            source.deliveredBefore(START + SECOND);
            bus.flush();
            assertThat(least(journal)).hasValue(START + SECOND);

            source.close();
            source.close();
            bus.flush();
            assertThat(least(journal)).isEmpty();
            assertThat(own(journal, BusEvents.SOURCE_CLOSED))
                    .singleElement()
                    .satisfies(
                            closed -> assertThat(SourceClosed.parseFrom(closed).getEvents())
                                    .isEqualTo(1));
            assertThat(Recorded.all(journal, Lane.TRACE)).hasSize(1);
        }
    }

    private void deliver(long... deliveredBefore) throws IOException {
        try (Bus bus = Bus.open(folder, BusOptions.defaults());
                LiveSource source = open(bus)) {
            for (long each : deliveredBefore) {
                source.deliveredBefore(each);
            }
        }
    }

    private static LiveSource open(Bus bus) {
        Source live = new Source("live", "", "host", "etw:live", Clock.TICKS, 0, 0, Map.of());
        return LiveSource.open(bus, bus.registry().register(live), "live", "", START);
    }

    private static OptionalLong least(Journal journal) throws IOException {
        return Watermarks.atEndOf(journal).least();
    }

    private List<Long> ticks() throws IOException {
        List<Long> ticks = new ArrayList<>();
        try (Journal journal = Journal.open(folder)) {
            for (byte[] tick : own(journal, BusEvents.TICK)) {
                ticks.add(parsed(tick).getWatermarkTicks());
            }
        }
        return ticks;
    }

    private static Tick parsed(byte[] tick) throws InvalidProtocolBufferException {
        return Tick.parseFrom(tick);
    }

    private static List<byte[]> own(Journal journal, int eventId) throws IOException {
        return OwnEventsRead.all(journal, eventId);
    }
}
