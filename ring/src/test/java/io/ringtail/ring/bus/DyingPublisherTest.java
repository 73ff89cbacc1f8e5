package io.ringtail.ring.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lmax.disruptor.Sequence;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.bus.proto.EventsLost;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.journal.JournalWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Publishers that fail or are interrupted in the middle of publishing: the ring goes on, and counts what it did not get. */
@Timeout(120)
class DyingPublisherTest {
    private static final BusOptions SMALL = BusOptions.defaults().withRing(64, 1 << 18);
    private static final int PAYLOAD_BYTES = 1_000;
    /** More than the arena holds: if any of it were gone for good, publishing would not return. */
    private static final int MANY = 5_000;

    @TempDir
    Path folder;

    @Test
    void takesTheEventsOfAnInterruptedPublisher() throws Exception {
        try (Bus bus = Bus.open(folder, SMALL)) {
            Thread publisher = new Thread(() -> {
                EventRecord event = event();
                for (int n = 0; n < MANY; n++) {
                    Thread.currentThread().interrupt();
                    bus.publish(event);
                }
            });
            publisher.start();
            publisher.join();
        }

        try (Journal journal = Journal.open(folder)) {
            assertThat(Recorded.all(journal, Lane.TRACE)).hasSize(MANY);
        }
    }

    @Test
    void journalsAsLostWhatAPublisherClaimedAndNeverFilled() throws Exception {
        try (JournalWriter writer = JournalWriter.open(folder, SMALL.journal())) {
            Handover handover = new Handover(SMALL.ringSlots(), SMALL.arenaBytes());
            OwnEvents own = new OwnEvents(writer.registry(), 0, handover.maxOwnBytes());
            Reports reports = new Reports(own, handover);
            Journaler journaler = new Journaler(folder, writer, handover, reports, SMALL);
            EventRecord event = event();
            for (int n = 0; n < 3 * SMALL.ringSlots(); n++) { // the slots hold what an earlier round left there
                if (n % 50 == 20) {
                    handover.ring().publish(handover.ring().next());
                } else {
                    handover.put(event, Slot.Kind.TRACE, () -> {});
                }
                if (n == 0) {
                    journaler.start();
                }
                journaler.wake();
            }
            for (int n = 0; n < MANY; n++) {
                handover.put(event, Slot.Kind.TRACE, journaler::wake);
            }
            journaler.finish();
            assertThat(reports.losses().total(Losses.BROKEN)).isEqualTo(4);
        }

        try (Journal journal = Journal.open(folder)) {
            assertThat(Recorded.all(journal, Lane.TRACE)).hasSize(3 * SMALL.ringSlots() - 4 + MANY);
            List<byte[]> lost = OwnEventsRead.all(journal, BusEvents.EVENTS_LOST);
            assertThat(lost).hasSize(4);
            for (byte[] each : lost) {
                assertThat(EventsLost.parseFrom(each).getReason()).isEqualTo(Losses.BROKEN);
            }
            assertThat(journal.problems()).isEmpty();
        }
    }

    /** While it waits for a slot, its payload becomes another than it was when it was looked at. */
    @Test
    void letsASlotGoOnWhoseCopyFails() {
        Handover handover = new Handover(16, 1 << 18);
        Sequence givenBack = new Sequence();
        handover.ring().addGatingSequences(givenBack);
        EventRecord event = event();
        for (int n = 0; n < 16; n++) {
            handover.put(event, Slot.Kind.TRACE, () -> {});
        }

        assertThatThrownBy(() -> handover.put(event, Slot.Kind.TRACE, () -> {
                    event.payload = new byte[1];
                    givenBack.set(0);
                }))
                .isInstanceOf(IndexOutOfBoundsException.class);

        assertThat(handover.ring().isAvailable(16)).isTrue();
        assertThat(handover.ring().get(16).isOf(16)).isTrue();
        assertThat(handover.ring().get(16).kind).isEqualTo(Slot.Kind.BROKEN);
        assertThat(handover.ring().get(16).rangeEnd - handover.ring().get(16).rangeStart)
                .isEqualTo(PAYLOAD_BYTES);
    }

    @Test
    void givesBackTheBytesOfAPublisherThatStopsWaitingForASlot() {
        Handover handover = new Handover(16, 1 << 18);
        Sequence givenBack = new Sequence();
        handover.ring().addGatingSequences(givenBack);
        EventRecord event = event();
        for (int n = 0; n < 16; n++) {
            handover.put(event, Slot.Kind.TRACE, () -> {});
        }

        for (int n = 0; n < 1_000; n++) {
            assertThatThrownBy(() -> handover.put(event, Slot.Kind.TRACE, () -> {
                        throw new IllegalStateException("the bus is closed");
                    }))
                    .hasMessage("the bus is closed");
            handover.arena().releaseAbandoned();
        }
        for (int n = 0; n < 16; n++) {
            Slot slot = handover.ring().get(n);
            assertThat(slot.isOf(n)).isTrue();
            handover.arena().release(slot.rangeStart, slot.rangeEnd);
        }
        handover.arena().publishReleased();

        assertThat(handover.arena().fill()).isZero();
    }

    private static EventRecord event() {
        return new EventRecord().clear().payload(new byte[PAYLOAD_BYTES], 0, PAYLOAD_BYTES);
    }
}
