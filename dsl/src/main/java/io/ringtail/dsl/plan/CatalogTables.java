package io.ringtail.dsl.plan;

import io.ringtail.dsl.result.Column;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.block.Section;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.LayoutCounts;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tables that say what is in a recording; counted from columns, without reading a payload. */
final class CatalogTables {
    private static final int COUNT_COLUMN = 10;

    private CatalogTables() {}

    /** Columns and rows that are known before the query runs. */
    record Fixed(List<Column> columns, List<@Nullable Object[]> rows) {}

    /** A source's events, counted and timed. */
    static final class Tally {
        private long events;
        private long firstTime = Long.MAX_VALUE;
        private long lastTime = Long.MIN_VALUE;

        long firstTime() {
            return firstTime;
        }

        long lastTime() {
            return lastTime;
        }

        void add(long more, long minTime, long maxTime) {
            events += more;
            firstTime = Math.min(firstTime, minTime);
            lastTime = Math.max(lastTime, maxTime);
        }
    }

    /** By source id; a block of one source is counted by its header alone. */
    static Tally[] tally(Recording recording) {
        Tally[] sources = new Tally[recording.catalog().sourceCount()];
        Arrays.setAll(sources, id -> new Tally());
        Scan scan = Scan.ALL_EVENTS.withSections(EnumSet.of(Section.TIME, Section.SOURCE));
        try (BlockCursor cursor = recording.scan(scan)) {
            while (cursor.next()) {
                tally(cursor.block(), sources);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    private static void tally(Block block, Tally[] sources) {
        if (block.sourceEntries() == 1) {
            add(sources, block.sourceEntry(0), block.count(), block.minTimeTicks(), block.maxTimeTicks());
            return;
        }
        for (int row = 0; row < block.count(); row++) {
            add(sources, block.source(row), 1, block.timeTicks(row), block.timeTicks(row));
        }
    }

    /** A source that came after the tally began is not counted. */
    private static void add(Tally[] sources, int source, long events, long minTime, long maxTime) {
        if (source < sources.length) {
            sources[source].add(events, minTime, maxTime);
        }
    }

    static Fixed types(Recording recording, PayloadDecoder decoder) {
        Map<List<@Nullable Object>, @Nullable Object[]> rows = new LinkedHashMap<>();
        for (LayoutCounts.Entry entry : counts(recording, decoder).entries()) {
            @Nullable Object[] row = typeRow(recording.catalog().type(entry.type()), entry.layout());
            // Processes with manifests of their own that say the same are one line.
            @Nullable Object[] line = rows.computeIfAbsent(key(row), first -> row);
            line[COUNT_COLUMN] = (Long) Objects.requireNonNullElse(line[COUNT_COLUMN], 0L) + entry.count();
        }
        return new Fixed(
                List.of(
                        Column.of("Provider", ScalarType.STRING),
                        Column.of("ProviderId", ScalarType.GUID),
                        Column.of("EventName", ScalarType.STRING),
                        Column.of("EventId", ScalarType.INT),
                        Column.of("Version", ScalarType.INT),
                        Column.of("Opcode", ScalarType.INT),
                        Column.of("Task", ScalarType.INT),
                        Column.of("Level", ScalarType.INT),
                        new Column("Keywords", ScalarType.LONG, true),
                        Column.of("HeaderKind", ScalarType.STRING),
                        Column.of("Count", ScalarType.LONG),
                        Column.of("Decodable", ScalarType.BOOL),
                        Column.of("Fields", ScalarType.DYNAMIC)),
                new ArrayList<>(rows.values()));
    }

    private static LayoutCounts counts(Recording recording, PayloadDecoder decoder) {
        try {
            LayoutCounts counts = new LayoutCounts(decoder);
            return counts.addAll(recording, Scan.ALL_EVENTS).addAll(recording, Scan.ALL_EVENTS.withLane(Lane.CONTROL));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy: the row itself goes on to be counted in. */
    private static List<@Nullable Object> key(@Nullable Object[] row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (@Nullable Object value : row) {
            values.add(value);
        }
        return values;
    }

    /** Without the count. */
    private static @Nullable Object[] typeRow(EventType type, PayloadLayout layout) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (Field field : layout.fields()) {
            fields.putIfAbsent(field.name(), field.type().label());
        }
        return new @Nullable Object[] {
            layout.provider(),
            type.provider(),
            layout.eventName(),
            (long) type.id(),
            (long) type.version(),
            (long) type.opcode(),
            type.kind().isClassic() ? null : (Object) (long) type.task(),
            (long) type.level(),
            type.keyword(),
            type.kind().label(type.pointerBytes()),
            null,
            layout.decodable(),
            fields
        };
    }

    static Fixed sessions(Recording recording) {
        Tally[] tally = tally(recording);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int id = 0; id < tally.length; id++) {
            Source source = recording.catalog().source(id);
            if (source.kind().equals(Bus.OWN_SOURCE_KIND)) {
                continue; // the writer itself: no session
            }
            boolean any = tally[id].events > 0;
            rows.add(new @Nullable Object[] {
                source.session(),
                source.name(),
                source.machine(),
                source.kind(),
                source.clock().kind().label(),
                source.bootTicks() == 0 ? null : new Cell.Datetime(source.bootTicks()),
                any ? new Cell.Datetime(tally[id].firstTime) : null,
                any ? new Cell.Datetime(tally[id].lastTime) : null,
                tally[id].events,
                new LinkedHashMap<String, @Nullable Object>(source.facts())
            });
        }
        return new Fixed(
                List.of(
                        Column.of("Session", ScalarType.STRING),
                        Column.of("Source", ScalarType.STRING),
                        Column.of("Machine", ScalarType.STRING),
                        Column.of("Kind", ScalarType.STRING),
                        Column.of("Clock", ScalarType.STRING),
                        Column.of("BootTime", ScalarType.DATETIME),
                        Column.of("FirstTime", ScalarType.DATETIME),
                        Column.of("LastTime", ScalarType.DATETIME),
                        Column.of("Events", ScalarType.LONG),
                        Column.of("Facts", ScalarType.DYNAMIC)),
                rows);
    }

    static Fixed schema(List<@Nullable Object[]> rows) {
        return new Fixed(
                List.of(
                        Column.of("ColumnName", ScalarType.STRING),
                        Column.of("ColumnOrdinal", ScalarType.INT),
                        Column.of("DataType", ScalarType.STRING),
                        Column.of("ColumnType", ScalarType.STRING)),
                rows);
    }

    /** The .NET type that Kusto names in {@code getschema}. */
    static String systemType(ScalarType type) {
        return switch (type) {
            case BOOL -> "System.SByte";
            case INT -> "System.Int32";
            case LONG -> "System.Int64";
            case REAL -> "System.Double";
            case DECIMAL -> "System.Data.SqlTypes.SqlDecimal";
            case STRING -> "System.String";
            case DATETIME -> "System.DateTime";
            case TIMESPAN -> "System.TimeSpan";
            case GUID -> "System.Guid";
            case DYNAMIC -> "System.Object";
        };
    }
}
