package io.ringtail.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.dsl.result.Meta;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.OwnProvider;
import io.ringtail.ring.bus.proto.EventsLost;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is missing in a recording, as a table and beside every result. */
class LossesTest {
    private final Traces traces = Traces.small();
    private final int lost = traces.recording
            .catalog()
            .register(new EventType(
                    HeaderKind.EVENT,
                    8,
                    OwnProvider.BUS.guid(),
                    BusEvents.EVENTS_LOST,
                    0,
                    0,
                    4,
                    0,
                    0,
                    0,
                    EventType.NO_TRACE_LOGGING));

    @Test
    void listsWhatAJournalSays() throws IOException {
        traces.endBlock();
        journalLoss("RING_FULL", 5, 400, 600);

        assertThat(traces.ask("losses | project Reason, Count, FromTime, ToTime"))
                .isEqualTo("Reason:string,Count:long,FromTime:datetime,ToTime:datetime | [\"RING_FULL\",5,"
                        + "\"2026-01-01T00:00:00.4000000Z\",\"2026-01-01T00:00:00.6000000Z\"]");
    }

    @Test
    void listsWhatATraceSaysOfItself() throws IOException {
        traces.endBlock();
        facts(Map.of("eventsLost", "7", "buffersLost", "2"));

        assertThat(traces.ask("losses | project Reason, Count, FromTime, ToTime"))
                .isEqualTo("Reason:string,Count:long,FromTime:datetime,ToTime:datetime | [\"SESSION_BUFFERS\",7,"
                        + "\"2026-01-01T00:00:00.0000000Z\",\"2026-01-01T00:00:02.5000000Z\"],[\"BUFFERS_NOT_WRITTEN\",2,"
                        + "\"2026-01-01T00:00:00.0000000Z\",\"2026-01-01T00:00:02.5000000Z\"]");
    }

    @Test
    void countsALossOnceThatBothTell() throws IOException {
        traces.endBlock();
        facts(Map.of("eventsLost", "7"));
        journalLoss("SESSION_BUFFERS", 7, 0, 2500);

        assertThat(meta("events | count")).isEqualTo(new Meta(7, 0, false));
    }

    @Test
    void countsWhatIsMissingOfTheTimesAskedFor() throws IOException {
        traces.endBlock();
        journalLoss("RING_FULL", 5, 400, 600);
        journalLoss("BROKEN", 1, 2000, 2000);

        assertThat(meta("events | count").lost()).isEqualTo(6);
        assertThat(meta("events | where Timestamp > datetime(2026-01-01 00:00:01) | count")
                        .lost())
                .isEqualTo(1);
        assertThat(meta("events | where Timestamp between (datetime(2026-01-01) .. 500ms) | count")
                        .lost())
                .isEqualTo(5);
        assertThat(meta("events | as of datetime(2026-01-01 00:00:00.1) | count")
                        .lost())
                .isZero();
        assertThat(meta("types | count")).isEqualTo(Meta.COMPLETE);
    }

    @Test
    void countsWhatIsMissingOfTheTimesThatAreAskedForBehindAUnion() throws IOException {
        traces.endBlock();
        journalLoss("RING_FULL", 5, 400, 600);
        journalLoss("BROKEN", 1, 2000, 2000);
        String union = "union withsource=T events, (print Timestamp = datetime(2026-01-01)) | where ";

        assertThat(meta(union + "T != ''").lost()).isEqualTo(6);
        assertThat(meta(union + "Timestamp > datetime(2026-01-01 00:00:01)").lost())
                .isEqualTo(1);
        assertThat(meta(union + "T == 'union_arg1'").lost()).isZero();
        assertThat(meta(union + "T == 'events' | where Timestamp > datetime(2026-01-01 00:00:01)")
                        .lost())
                .isEqualTo(1);
    }

    private Meta meta(String query) throws IOException {
        return Queries.run(query, traces.recording, traces.decoder).meta();
    }

    private void facts(Map<String, String> facts) {
        traces.recording
                .catalog()
                .update(
                        traces.source,
                        traces.recording.catalog().source(traces.source).withFacts(facts));
    }

    private void journalLoss(String reason, long count, long fromMillis, long toMillis) {
        byte[] payload = EventsLost.newBuilder()
                .setSource(traces.source)
                .setReason(reason)
                .setCount(count)
                .setFromTicks(Traces.START + fromMillis * Ticks.PER_MILLISECOND)
                .setToTicks(Traces.START + toMillis * Ticks.PER_MILLISECOND)
                .build()
                .toByteArray();
        EventRecord event = new EventRecord();
        event.timeTicks = Traces.START;
        event.type = lost;
        event.source = traces.source;
        event.payload(payload, 0, payload.length);
        traces.recording.add(event);
        traces.recording.endControlBlock();
    }
}
