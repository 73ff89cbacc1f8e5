package io.ringtail.processors.canary;

import io.ringtail.processors.strategy.RequestTable;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.PayloadLayout;
import io.ringtail.ring.payload.ScalarType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a table tells of requests out of events of one type. <b>Threads:</b> one. */
final class RequestFields {
    private static final int FIRST_SERVER_ERROR = 500;

    private final RequestTable table;
    private final Reader status;
    private final Reader version;
    private final @Nullable Reader duration;
    private final @Nullable Reader tenant;
    private final @Nullable Reader service;
    private final Cell cell = new Cell();

    private record Reader(FieldReader reader, ScalarType type) {}

    private RequestFields(
            RequestTable table,
            Reader status,
            Reader version,
            @Nullable Reader duration,
            @Nullable Reader tenant,
            @Nullable Reader service) {
        this.table = table;
        this.status = status;
        this.version = version;
        this.duration = duration;
        this.tenant = tenant;
        this.service = service;
    }

    /** Empty if the events are not of the table, or lack its fields. */
    static Optional<RequestFields> of(RequestTable table, PayloadLayout layout) {
        if (!layout.decodable()
                || !layout.eventName().equals(table.eventName())
                || !layout.provider().equals(table.provider())) {
            return Optional.empty();
        }
        Reader status = reader(layout, table.status());
        Reader version = reader(layout, table.version());
        return status == null || version == null
                ? Optional.empty()
                : Optional.of(new RequestFields(
                        table,
                        status,
                        version,
                        reader(layout, table.durationMs()),
                        reader(layout, table.tenant()),
                        reader(layout, table.service())));
    }

    private static @Nullable Reader reader(PayloadLayout layout, String name) {
        List<Field> fields = layout.fields();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return new Reader(layout.reader(i).forOneThread(), fields.get(i).type());
            }
        }
        return null;
    }

    /** Whether the event is of the service's. */
    boolean isOf(String name, EventView event) {
        return service == null || text(service, event).equalsIgnoreCase(name);
    }

    String version(EventView event) {
        return table.versionOf(text(version, event));
    }

    String tenant(EventView event) {
        return tenant == null ? "" : text(tenant, event);
    }

    boolean failed(EventView event) {
        return number(status, event) >= FIRST_SERVER_ERROR;
    }

    double milliseconds(EventView event) {
        return duration == null ? 0 : number(duration, event);
    }

    private String text(Reader field, EventView event) {
        field.reader.read(event, cell);
        Object value = cell.value(field.type);
        return value == null ? "" : value.toString();
    }

    private double number(Reader field, EventView event) {
        field.reader.read(event, cell);
        if (cell.isNull()) {
            return 0;
        }
        return switch (field.type) {
            case BOOL, INT, LONG, DATETIME, TIMESPAN -> cell.bits();
            case REAL -> cell.real();
            case DECIMAL -> cell.object() instanceof BigDecimal decimal ? decimal.doubleValue() : 0;
            case STRING, GUID, DYNAMIC -> parsed(cell.object());
        };
    }

    private static double parsed(@Nullable Object value) {
        try {
            return Double.parseDouble(String.valueOf(value));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
