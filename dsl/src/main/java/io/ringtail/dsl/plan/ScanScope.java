package io.ringtail.dsl.plan;

import io.ringtail.dsl.engine.HeaderColumn;
import io.ringtail.dsl.engine.ScanColumn;
import io.ringtail.ring.payload.ContextPart;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.ScalarType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The columns of a scan: those of the header, and payload fields as they are asked for. */
final class ScanScope {
    private final BindContext context;
    private final Map<String, Field> fields;
    private final Map<Integer, ScanColumn> columns = new LinkedHashMap<>();
    private final Map<ScanColumn, Integer> slots = new LinkedHashMap<>();

    /** @param fields of the events that the table holds, by name; of type dynamic where they differ */
    ScanScope(BindContext context, Map<String, Field> fields) {
        this.context = context;
        this.fields = fields;
    }

    Map<String, ScopeColumn> headerColumns() {
        Map<String, ScopeColumn> header = new LinkedHashMap<>();
        for (HeaderColumn column : HeaderColumn.values()) {
            int slot = slot(new ScanColumn.Header(column));
            header.put(column.label(), new ScopeColumn(slot, column.type(), column.isHexadecimal()));
        }
        return header;
    }

    /** The slot that a column of the header is read into, whatever names the query gives. */
    int headerSlot(HeaderColumn column) {
        return slot(new ScanColumn.Header(column));
    }

    /** A field by its own name; empty if no event has it, or if a column of the header has its name. */
    Optional<ScopeColumn> field(String name) {
        Field field = fields.get(name);
        if (field == null || HeaderColumn.isTaken(name)) {
            return Optional.empty();
        }
        int slot = slot(new ScanColumn.Field(name, field.type(), field.contextParts()));
        return Optional.of(new ScopeColumn(slot, field.type(), field.hexadecimal()));
    }

    /** {@code Payload.name}: dynamic, whatever its type in the events. */
    ScopeColumn payloadField(String name) {
        Field field = fields.get(name);
        Set<ContextPart> parts = field == null ? Set.of() : field.contextParts();
        int slot = slot(new ScanColumn.Field(name, ScalarType.DYNAMIC, parts));
        return new ScopeColumn(slot, ScalarType.DYNAMIC, false);
    }

    boolean hasField(String name) {
        return fields.containsKey(name);
    }

    Set<String> fieldNames() {
        return fields.keySet();
    }

    boolean isPayload(int slot) {
        return columns.get(slot) instanceof ScanColumn.Header header && header.column() == HeaderColumn.PAYLOAD;
    }

    boolean isPerKind(int slot) {
        return columns.get(slot) instanceof ScanColumn.Header header
                && header.column().perKind();
    }

    Optional<HeaderColumn> header(int slot) {
        return columns.get(slot) instanceof ScanColumn.Header header ? Optional.of(header.column()) : Optional.empty();
    }

    Map<Integer, ScanColumn> columns() {
        return columns;
    }

    private int slot(ScanColumn column) {
        Integer known = slots.get(column);
        if (known != null) {
            return known;
        }
        int slot = context.originSlot(column.type());
        columns.put(slot, column);
        slots.put(column, slot);
        return slot;
    }
}
