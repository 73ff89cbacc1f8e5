package io.ringtail.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.OwnDecoder;
import io.ringtail.ring.bus.OwnMessages;
import io.ringtail.ring.bus.OwnProvider;
import io.ringtail.ring.bus.proto.EventsLost;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Ringtail's own events are known by table and field, also where a recording has none of them. */
class OwnTablesTest {
    private final Traces traces = Traces.small().endBlock();
    private final PayloadDecoder decoder =
            new OwnDecoder(traces.recording.catalog(), OwnMessages.ofBus(), traces.decoder);

    @Test
    void givesNoRowsWhereThereAreNoneYet() throws IOException {
        assertThat(ask("control | where EventName == 'EventsLost' | project reason, count, fromTicks"))
                .isEqualTo("reason:string,count:long,fromTicks:datetime | ");
        assertThat(ask("['Ringtail-Bus/EventsLost'] | summarize sum(['count']) by reason"))
                .isEqualTo("reason:string,sum_count:long | ");
        assertThat(ask("['Ringtail-Bus'] | where reason == 'RING_FULL' | count"))
                .isEqualTo("Count:long | [0]");
        assertThat(ask("union isfuzzy=true ['Ringtail-Bus/Mark'], (print n = 1) | project n"))
                .isEqualTo("n:long | [1]");
    }

    @Test
    void findsThemWhereTheyAre() throws IOException {
        journalLoss();

        assertThat(ask("['Ringtail-Bus'] | project EventName, reason, ['count'], fromTicks"))
                .isEqualTo("EventName:string,reason:string,count:long,fromTicks:datetime | "
                        + "[\"EventsLost\",\"RING_FULL\",5,\"2026-01-01T00:00:00.0000000Z\"]");
        assertThat(ask("['Ringtail-Bus/EventsLost'] | count")).isEqualTo("Count:long | [1]");
        assertThat(ask("['Ringtail-Bus/Mark'] | count")).isEqualTo("Count:long | [0]");
    }

    @Test
    void keepsTheirFieldsOutOfCapturedEvents() throws IOException {
        journalLoss();

        assertThat(problems("events | where reason == 'x'")).isEqualTo("query:1:16: no column 'reason'");
        assertThat(problems("control | where Status == 1")).startsWith("query:1:17: no column 'Status'");
    }

    @Test
    void tellsOfATableThatNobodyHas() throws IOException {
        assertThat(problems("['Ringtail-Bux'] | count"))
                .isEqualTo("query:1:1: no table 'Ringtail-Bux'; did you mean ['Ringtail-Bus']?");
        assertThat(problems("['Provider-9'] | count"))
                .isEqualTo("query:1:1: no table 'Provider-9'; did you mean ['Provider-1']?");
    }

    private String ask(String query) throws IOException {
        return Queries.compact(query, traces.recording, decoder);
    }

    private String problems(String query) throws IOException {
        return Queries.problems(query, traces.recording, decoder);
    }

    private void journalLoss() {
        byte[] payload = EventsLost.newBuilder()
                .setSource(traces.source)
                .setReason("RING_FULL")
                .setCount(5)
                .setFromTicks(Traces.START)
                .setToTicks(Traces.START + Ticks.PER_MILLISECOND)
                .build()
                .toByteArray();
        EventRecord event = new EventRecord();
        event.timeTicks = Traces.START;
        event.type =
                traces.recording.catalog().register(EventType.own(OwnProvider.BUS.guid(), BusEvents.EVENTS_LOST, 0));
        event.source = traces.source;
        event.payload(payload, 0, payload.length);
        traces.recording.add(event);
        traces.recording.endControlBlock();
    }
}
