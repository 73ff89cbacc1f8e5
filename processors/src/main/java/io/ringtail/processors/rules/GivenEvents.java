package io.ringtail.processors.rules;

import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.OwnProvider;
import io.ringtail.ring.bus.TickRule;
import io.ringtail.ring.bus.proto.SourceClosed;
import io.ringtail.ring.bus.proto.SourceOpened;
import io.ringtail.ring.bus.proto.Tick;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a test as events: recorded like any others, but for their payloads, which are the numbers of the rows. A row
 * has the columns Timestamp, Provider and EventName, may have header columns, and all others are fields of its payload.
 */
final class GivenEvents {
    private static final Set<String> HEADER =
            Set.of("Timestamp", "Provider", "EventName", "ProcessId", "ThreadId", "Cpu", "EventId", "Level");

    private final QueryResult rows;
    private final Map<Integer, PayloadLayout> layouts = new LinkedHashMap<>();
    private final Map<String, Integer> types = new LinkedHashMap<>();

    GivenEvents(QueryResult rows) {
        this.rows = rows;
    }

    /** The first column that a table of events must have and this one has not; empty if it has all. */
    String missingColumn() {
        return List.of("Timestamp", "Provider", "EventName").stream()
                .filter(name -> column(name).isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Publishes all, in their order, and moves time on to there. */
    void record(Bus bus, long untilTicks) {
        long start = time(0);
        int source = bus.registry().register(new Source("given", "given", "", "test", Clock.TICKS, 0, 0, Map.of()));
        bus.publishOwn(
                BusEvents.SOURCE_OPENED,
                start,
                SourceOpened.newBuilder().setSource(source).setName("given").build());
        TickRule ticks = new TickRule(start);
        for (int row = 0; row < rows.rows().size(); row++) {
            tick(bus, source, ticks.before(time(row)));
            bus.publish(event(bus, source, row));
        }
        tick(bus, source, untilTicks);
        bus.publishOwn(
                BusEvents.SOURCE_CLOSED,
                untilTicks,
                SourceClosed.newBuilder().setSource(source).build());
    }

    /** Reads the events; others are left to another decoder. */
    PayloadDecoder decoder(PayloadDecoder others) {
        return new PayloadDecoder() {
            @Override
            public PayloadLayout layout(int type, int source, int pid) {
                PayloadLayout own = layouts.get(type);
                return own == null ? others.layout(type, source, pid) : own;
            }

            @Override
            public boolean dependsOnProcess(int type, int source) {
                return !layouts.containsKey(type) && others.dependsOnProcess(type, source);
            }
        };
    }

    /** The greatest time of all rows. */
    long lastTicks() {
        long last = 0;
        for (int row = 0; row < rows.rows().size(); row++) {
            last = Math.max(last, time(row));
        }
        return last;
    }

    private static void tick(Bus bus, int source, long watermark) {
        if (watermark != TickRule.NONE) {
            bus.publishOwn(
                    BusEvents.TICK,
                    watermark,
                    Tick.newBuilder()
                            .setSource(source)
                            .setWatermarkTicks(watermark)
                            .build());
        }
    }

    private EventRecord event(Bus bus, int source, int row) {
        byte[] payload = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0, row)
                .array();
        EventRecord event = new EventRecord().clear().payload(payload, 0, payload.length);
        event.type = type(bus, row);
        event.source = source;
        event.timeTicks = time(row);
        event.pid = (int) number(row, "ProcessId", -1);
        event.tid = (int) number(row, "ThreadId", -1);
        event.cpu = (int) number(row, "Cpu", 0);
        return event;
    }

    private int type(Bus bus, int row) {
        String provider = text(row, "Provider");
        String name = text(row, "EventName");
        int id = (int) number(row, "EventId", types.size() + 1L);
        int level = (int) number(row, "Level", 4);
        return types.computeIfAbsent(provider + "\n" + name, key -> {
            EventType type = new EventType(
                    HeaderKind.EVENT,
                    8,
                    OwnProvider.named(provider).guid(),
                    id,
                    0,
                    0,
                    level,
                    0,
                    0,
                    0,
                    EventType.NO_TRACE_LOGGING);
            int registered = bus.registry().register(type);
            layouts.put(registered, new RowLayout(provider, name));
            return registered;
        });
    }

    private long time(int row) {
        return value(row, "Timestamp") instanceof Cell.Datetime(long ticks) ? ticks : 0;
    }

    private long number(int row, String name, long otherwise) {
        return value(row, name) instanceof Number number ? number.longValue() : otherwise;
    }

    private String text(int row, String name) {
        return String.valueOf(value(row, name));
    }

    private @Nullable Object value(int row, String name) {
        OptionalInt column = column(name);
        return column.isEmpty() ? null : rows.rows().get(row)[column.getAsInt()];
    }

    private OptionalInt column(String name) {
        for (int i = 0; i < rows.columns().size(); i++) {
            if (rows.columns().get(i).name().equals(name)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** Fields are the columns that are no header's. */
    private final class RowLayout implements PayloadLayout {
        private final String provider;
        private final String event;
        private final List<Integer> columns = new ArrayList<>();
        private final List<Field> fields = new ArrayList<>();

        RowLayout(String provider, String event) {
            this.provider = provider;
            this.event = event;
            for (int i = 0; i < rows.columns().size(); i++) {
                Column column = rows.columns().get(i);
                if (!HEADER.contains(column.name())) {
                    columns.add(i);
                    fields.add(new Field(column.name(), column.type(), false));
                }
            }
        }

        @Override
        public String provider() {
            return provider;
        }

        @Override
        public String eventName() {
            return event;
        }

        @Override
        public String taskName() {
            return event;
        }

        @Override
        public boolean decodable() {
            return true;
        }

        @Override
        public List<Field> fields() {
            return fields;
        }

        @Override
        public FieldReader reader(int field) {
            return (view, into) -> set(into, rows.rows().get(view.getInt(0))[columns.get(field)]);
        }

        @Override
        public Map<String, Object> payload(EventView view) {
            Map<String, Object> payload = new LinkedHashMap<>();
            for (int i = 0; i < fields.size(); i++) {
                Object value = rows.rows().get(view.getInt(0))[columns.get(i)];
                if (value != null) {
                    payload.put(fields.get(i).name(), value);
                }
            }
            return payload;
        }

        private static void set(Cell into, @Nullable Object value) {
            switch (value) {
                case null -> into.setNull();
                case Boolean flag -> into.setBits(flag ? 1 : 0);
                case Long number -> into.setBits(number);
                case Integer number -> into.setBits(number);
                case Double real -> into.setReal(real);
                case Cell.Datetime(long ticks) -> into.setBits(ticks);
                case Cell.Timespan(long ticks) -> into.setBits(ticks);
                default -> into.setObject(value);
            }
        }
    }
}
