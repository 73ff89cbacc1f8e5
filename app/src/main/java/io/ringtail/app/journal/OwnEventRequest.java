package io.ringtail.app.journal;

import com.google.protobuf.MessageLite;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.WriterRequests;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.journal.JournalLockedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Puts one of the bus's own events into a journal, whoever writes it. */
final class OwnEventRequest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private OwnEventRequest() {}

    static void journal(Path journal, int eventId, MessageLite message) throws IOException {
        long now = Ticks.of(Instant.now());
        try (Journal opened = Journal.open(journal)) {
            if (opened.info().writer().isPresent()) {
                ask(journal, eventId, now, message);
                return;
            }
        }
        try (Bus bus = Bus.open(journal, BusOptions.defaults())) {
            bus.publishOwn(eventId, now, message);
        } catch (JournalLockedException e) {
            ask(journal, eventId, now, message); // somebody began to write just now
        }
    }

    private static void ask(Path journal, int eventId, long now, MessageLite message) throws IOException {
        Path receipt = WriterRequests.submit(journal, eventId, now, message);
        try {
            if (!WriterRequests.await(receipt, PATIENCE)) {
                throw Refusal.failure("the writer of " + journal + " has not taken it within " + PATIENCE.toSeconds()
                        + " s; it will when it next opens or closes the journal, or delete " + receipt
                        + " to take it back");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the writer of " + journal + " was waited for", e);
        }
    }
}
