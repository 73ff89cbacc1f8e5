package io.ringtail.ring.bus;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockBuilder;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.bus.proto.EventsLost;
import io.ringtail.ring.bus.proto.JournalOpened;
import io.ringtail.ring.bus.proto.TraceDamaged;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Registry;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import io.ringtail.ring.payload.ScalarType;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OwnDecoderTest {
    private final Registry registry = new Registry();
    private final PayloadLayout elsewhere =
            new OwnLayout("elsewhere", TraceDamaged.getDefaultInstance()); // stands for what another decoder gives
    private final OwnDecoder decoder = new OwnDecoder(registry, OwnMessages.ofBus(), new Elsewhere());

    private final class Elsewhere implements PayloadDecoder {
        @Override
        public PayloadLayout layout(int type, int source, int pid) {
            return elsewhere;
        }

        @Override
        public boolean dependsOnProcess(int type, int source) {
            return true;
        }
    }

    @Test
    void knowsTheLayoutsOfAllMessagesOfTheBus() {
        assertThat(decoder.ownLayouts())
                .extracting(PayloadLayout::eventName)
                .contains("JournalOpened", "EventsLost", "SessionImported");
        assertThat(decoder.ownLayouts()).extracting(PayloadLayout::provider).containsOnly("Ringtail-Bus");
    }

    @Test
    void namesAndReadsTheMessagesOfTheBus() {
        EventsLost lost = EventsLost.newBuilder()
                .setSource(3)
                .setReason("RING_FULL")
                .setCount(12)
                .setToTicks(99)
                .build();
        PayloadLayout layout = layout(BusEvents.EVENTS_LOST);

        assertThat(layout.provider()).isEqualTo("Ringtail-Bus");
        assertThat(layout.eventName()).isEqualTo("EventsLost");
        assertThat(layout.decodable()).isTrue();
        assertThat(layout.fields())
                .containsExactly(
                        new Field("source", ScalarType.LONG, false),
                        new Field("reason", ScalarType.STRING, false),
                        new Field("count", ScalarType.LONG, false),
                        new Field("fromTicks", ScalarType.DATETIME, false),
                        new Field("toTicks", ScalarType.DATETIME, false));
        assertThat(layout.payload(event(lost)))
                .isEqualTo(Map.of("source", 3L, "reason", "RING_FULL", "count", 12L, "toTicks", new Cell.Datetime(99)));
        assertThat(layout.problem(event(lost))).isEmpty();
    }

    @Test
    void givesNullForATimeOfZeroAndForWhatIsAbsent() {
        Cell cell = new Cell();

        layout(BusEvents.EVENTS_LOST).reader(3).read(event(EventsLost.getDefaultInstance()), cell);
        assertThat(cell.isNull()).isTrue();

        PayloadLayout damaged = layout(BusEvents.TRACE_DAMAGED);
        damaged.reader(3).read(event(TraceDamaged.getDefaultInstance()), cell);
        assertThat(cell.isNull()).isTrue();
        damaged.reader(3).read(event(TraceDamaged.newBuilder().setAt(0).build()), cell);
        assertThat(cell.isNull()).isFalse();
        assertThat(cell.bits()).isZero();
    }

    @Test
    void readsListsAsDynamicValues() {
        JournalOpened opened =
                JournalOpened.newBuilder().addRepairs("one").addRepairs("two").build();
        PayloadLayout layout = layout(BusEvents.JOURNAL_OPENED);

        assertThat(layout.fields()).contains(new Field("repairs", ScalarType.DYNAMIC, false));
        assertThat(layout.payload(event(opened))).containsEntry("repairs", List.of("one", "two"));
    }

    @Test
    void saysWhyAPayloadIsNoMessageAndReadsNullsFromIt() {
        EventView broken = event(new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF});
        PayloadLayout layout = layout(BusEvents.EVENTS_LOST);

        assertThat(layout.problem(broken)).isEqualTo("the payload is no message of the type EventsLost");
        assertThat(layout.payload(broken)).isEmpty();
    }

    @Test
    void leavesCapturedEventsAndUnknownOwnOnesToTheOtherDecoder() {
        int captured = registry.register(new EventType(
                HeaderKind.EVENT, 8, OwnProvider.BUS.guid(), 5, 0, 0, 4, 0, 0, 0, EventType.NO_TRACE_LOGGING));
        int later = registry.register(EventType.own(OwnProvider.BUS.guid(), 4711, 0));
        int stranger = registry.register(EventType.own(new UUID(1, 2), BusEvents.EVENTS_LOST, 0));

        assertThat(decoder.layout(captured, 0, 1)).isSameAs(elsewhere);
        assertThat(decoder.layout(later, 0, 1)).isSameAs(elsewhere);
        assertThat(decoder.layout(stranger, 0, 1)).isSameAs(elsewhere);
        assertThat(decoder.dependsOnProcess(captured, 0)).isTrue();
        assertThat(decoder.dependsOnProcess(later, 0)).isFalse();
    }

    @Test
    void givesTheSameLayoutForTheSameQuestion() {
        assertThat(layout(BusEvents.TICK)).isSameAs(layout(BusEvents.TICK));
    }

    private PayloadLayout layout(int eventId) {
        int type = registry.register(EventType.own(OwnProvider.BUS.guid(), eventId, 0));
        return decoder.layout(type, 0, 7);
    }

    private static EventView event(MessageLite message) {
        return event(message.toByteArray());
    }

    private static EventView event(byte[] payload) {
        BlockBuilder builder = new BlockBuilder();
        builder.add(new EventRecord().clear().payload(payload, 0, payload.length), 0);
        Block block = new Block();
        assertThat(block.wrap(builder.encode(1))).isEmpty();
        return new EventView().wrap(block, 0);
    }
}
