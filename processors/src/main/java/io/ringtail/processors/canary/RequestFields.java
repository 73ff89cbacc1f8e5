package io.ringtail.processors.canary;

import io.ringtail.processors.strategy.RequestTable;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.PayloadLayout;
import io.ringtail.ring.payload.ScalarType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what a table tells of requests out of events of one type. <b>Threads:</b> one. */
final class RequestFields {
    private static final int FIRST_SERVER_ERROR = 500;

    private final RequestTable table;
    private final Part part;
    private final Map<String, Reader> readers;
    private final Cell cell = new Cell();

    /** What an event tells of a request. */
    enum Part {
        START,
        FAILURE,
        END
    }

    private record Reader(FieldReader reader, ScalarType type) {}

    private RequestFields(RequestTable table, Part part, Map<String, Reader> readers) {
        this.table = table;
        this.part = part;
        this.readers = readers;
    }

    /**
     * Empty if the events are not of the table, or lack its fields.
     *
     * @param id of their type
     */
    static Optional<RequestFields> of(RequestTable table, PayloadLayout layout, int id) {
        if (!layout.decodable()) {
            return Optional.empty();
        }
        Optional<Part> part = part(table, layout, id);
        if (part.isEmpty()) {
            return Optional.empty();
        }
        RequestFields fields = new RequestFields(table, part.get(), readers(layout));
        return fields.isWhole() ? Optional.of(fields) : Optional.empty();
    }

    private static Optional<Part> part(RequestTable table, PayloadLayout layout, int id) {
        if (table.events().stream().anyMatch(event -> isNamed(event, layout, id))) {
            return Optional.of(Part.END);
        }
        if (isNamed(table.start(), layout, id)) {
            return Optional.of(Part.START);
        }
        return isNamed(table.failure(), layout, id) ? Optional.of(Part.FAILURE) : Optional.empty();
    }

    private static boolean isNamed(String event, PayloadLayout layout, int id) {
        return RequestTable.isNamed(event, layout.provider(), layout.eventName(), id);
    }

    /** The first of several fields of one name. */
    private static Map<String, Reader> readers(PayloadLayout layout) {
        Map<String, Reader> readers = new HashMap<>();
        List<Field> fields = layout.fields();
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            if (!readers.containsKey(field.name())) {
                readers.put(field.name(), new Reader(layout.reader(i).forOneThread(), field.type()));
            }
        }
        return readers;
    }

    private boolean isWhole() {
        if (table.isJoined() && !has(table.id())) {
            return false;
        }
        return switch (part) {
            case START, FAILURE -> true;
            case END ->
                (table.status().isEmpty() || has(table.status()))
                        && (table.isJoined() || table.version().stream().anyMatch(this::has));
        };
    }

    private boolean has(String field) {
        return readers.containsKey(field) || isOfHeader(field);
    }

    private static boolean isOfHeader(String field) {
        return field.equals(RequestTable.ACTIVITY)
                || field.equals(RequestTable.PROCESS_ID)
                || field.equals(RequestTable.PROCESS);
    }

    RequestTable table() {
        return table;
    }

    Part part() {
        return part;
    }

    /** What its start and end have in common; empty if it is not told. */
    String id(EventView event, Processes processes) {
        return text(table.id(), event, processes);
    }

    /** No event of the request is wanted. */
    static final long UNWANTED = -1;

    /**
     * Which of the table's conditions an event fulfils, a bit each; {@link #UNWANTED} if it contradicts one. One whose
     * field the event lacks is left to the request's other event.
     */
    long fulfilled(EventView event, Processes processes) {
        long fulfilled = 0;
        long bit = 1;
        for (Map.Entry<String, Set<String>> wanted : table.where().entrySet()) {
            if (has(wanted.getKey())) {
                String found = text(wanted.getKey(), event, processes).toLowerCase(Locale.ROOT);
                if (!wanted.getValue().contains(found)) {
                    return UNWANTED;
                }
                fulfilled |= bit;
            }
            bit <<= 1;
        }
        return fulfilled;
    }

    /** Whether these are all of the table's conditions. */
    boolean isAll(long fulfilled) {
        return fulfilled == (1L << table.where().size()) - 1;
    }

    /** What stands in the fields that tell the version, with a blank between them. */
    String version(EventView event, Processes processes) {
        List<String> parts = new ArrayList<>();
        for (String field : table.version()) {
            String text = has(field) ? text(field, event, processes) : "";
            if (!text.isEmpty()) {
                parts.add(withoutPath(text));
            }
        }
        return String.join(" ", parts);
    }

    /** Of a URL what names the server: who asks for it chooses the rest. */
    private static String withoutPath(String text) {
        int scheme = text.indexOf("://");
        if (scheme < 0) {
            return text;
        }
        int slash = text.indexOf('/', scheme + "://".length());
        return slash < 0 ? text : text.substring(0, slash);
    }

    String tenant(EventView event, Processes processes) {
        return text(table.tenant(), event, processes);
    }

    String service(EventView event, Processes processes) {
        return text(table.service(), event, processes);
    }

    /** Empty if there should be a status, and none can be read. */
    Optional<Boolean> failed(EventView event) {
        double status = number(table.status(), event);
        return table.status().isEmpty() || Double.isFinite(status)
                ? Optional.of(status >= FIRST_SERVER_ERROR)
                : Optional.empty();
    }

    /** None if the events do not tell. */
    Optional<Double> milliseconds(EventView event) {
        return readers.containsKey(table.durationMs())
                ? Optional.of(number(table.durationMs(), event)).filter(Double::isFinite)
                : Optional.empty();
    }

    private String text(String field, EventView event, Processes processes) {
        String text;
        Reader reader = readers.get(field);
        if (reader != null) {
            reader.reader.read(event, cell);
            Object value = cell.value(reader.type);
            text = value == null ? "" : value.toString();
        } else {
            text = ofHeader(field, event, processes);
        }
        return Texts.cut(text);
    }

    private static String ofHeader(String field, EventView event, Processes processes) {
        return switch (field) {
            case RequestTable.ACTIVITY -> {
                UUID activity = event.activityId();
                yield activity == null ? "" : activity.toString();
            }
            case RequestTable.PROCESS_ID -> Integer.toString(event.pid());
            case RequestTable.PROCESS -> processes.nameOf(event.pid());
            default -> "";
        };
    }

    /** Not a number if there is none. */
    private double number(String name, EventView event) {
        Reader field = readers.get(name);
        if (field == null) {
            return Double.NaN;
        }
        field.reader.read(event, cell);
        if (cell.isNull()) {
            return Double.NaN;
        }
        return switch (field.type) {
            case BOOL, INT, LONG, DATETIME, TIMESPAN -> cell.bits();
            case REAL -> cell.real();
            case DECIMAL -> cell.object() instanceof BigDecimal decimal ? decimal.doubleValue() : Double.NaN;
            case STRING, GUID, DYNAMIC -> parsed(cell.object());
        };
    }

    private static double parsed(@Nullable Object value) {
        try {
            return Double.parseDouble(String.valueOf(value));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
