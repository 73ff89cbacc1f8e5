package io.ringtail.ring.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.journal.JournalWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalerTest {
    private static final BusOptions LINGERING = BusOptions.defaults()
            .withRing(8, 1 << 18)
            .withProfile(WaitProfile.LOW_LATENCY)
            .withLinger(Duration.ofMinutes(1));

    @TempDir
    Path folder;

    /** Over and over, since what could go wrong is between two looks at whether the bus is closing. */
    @Test
    void finishesOnlyAfterWhatLingersIsCommitted() throws Exception {
        try (JournalWriter writer = JournalWriter.open(folder, LINGERING.journal())) {
            for (int run = 0; run < 300; run++) {
                Handover handover = new Handover(LINGERING.ringSlots(), LINGERING.arenaBytes());
                OwnEvents own = new OwnEvents(writer.registry(), 0, handover.maxOwnBytes());
                Journaler journaler = new Journaler(folder, writer, handover, new Reports(own, handover), LINGERING);
                journaler.start();
                handover.put(new EventRecord().clear(), Slot.Kind.TRACE, () -> {});
                awaitTaken(handover);

                journaler.finish();

                assertThat(journaler.committedSequence()).as("run %d", run).isEqualTo(writer.firstSequence());
            }
        }
    }

    /** Who closes the writer waits for that, and two threads must not write. */
    @Test
    void hasEndedWhenFinishReturnsAlsoIfTheJournalFailed() throws Exception {
        try (JournalWriter writer = JournalWriter.open(folder, LINGERING.journal())) {
            for (int run = 0; run < 300; run++) {
                Handover handover = new Handover(LINGERING.ringSlots(), LINGERING.arenaBytes());
                OwnEvents own = new OwnEvents(writer.registry(), 0, handover.maxOwnBytes());
                Journaler journaler = new Journaler(folder, writer, handover, new Reports(own, handover), LINGERING);
                journaler.start();
                handover.put(new EventRecord().clear(), Slot.Kind.TRACE, () -> {});

                journaler.fail(new IOException("no sync"));

                assertThatThrownBy(journaler::finish).isInstanceOf(JournalFailedException.class);
                assertThat(journaler.hasEnded()).as("run %d", run).isTrue();
            }
        }
    }

    @Test
    void saysThatTheDiskIsFullWhereTheJvmSpeaksOfMemory() {
        InternalError fault = new InternalError("a fault occurred in an unsafe memory access operation");

        assertThat(new JournalFailedException(Path.of("j"), fault))
                .hasMessage("the journal j can no longer be written: its disk is full, or its files were cut; what was"
                        + " committed before can be read (a fault occurred in an unsafe memory access operation)");
    }

    private static void awaitTaken(Handover handover) {
        while (handover.ring().remainingCapacity() < LINGERING.ringSlots()) {
            Thread.onSpinWait();
        }
    }
}
