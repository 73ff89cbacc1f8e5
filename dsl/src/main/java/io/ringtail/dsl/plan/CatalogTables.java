package io.ringtail.dsl.plan;

import io.ringtail.dsl.result.Column;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.block.Section;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables that say what is in a recording; counted from block headers, without reading an event. */
final class CatalogTables {
    private CatalogTables() {}

    /** Columns and rows that are known before the query runs. */
    record Fixed(List<Column> columns, List<@Nullable Object[]> rows) {}

    /** What block headers tell. */
    private static final class Tally {
        private long[] eventsOfType;
        private int[] sourceOfType;
        private long[] eventsOfSource;
        private long[] firstTime;
        private long[] lastTime;

        Tally(int types, int sources) {
            eventsOfType = new long[types];
            sourceOfType = new int[types];
            eventsOfSource = new long[sources];
            firstTime = new long[sources];
            lastTime = new long[sources];
            java.util.Arrays.fill(firstTime, Long.MAX_VALUE);
            java.util.Arrays.fill(lastTime, Long.MIN_VALUE);
        }

        boolean add(Block block) {
            for (int i = 0; i < block.typeEntries(); i++) {
                int type = block.typeEntry(i);
                if (type < eventsOfType.length) {
                    sourceOfType[type] = eventsOfType[type] == 0 ? block.sourceEntry(0) : sourceOfType[type];
                    eventsOfType[type] += block.typeEntryCount(i);
                }
            }
            for (int i = 0; i < block.sourceEntries(); i++) {
                int source = block.sourceEntry(i);
                if (source < eventsOfSource.length) {
                    eventsOfSource[source] += block.sourceEntryCount(i);
                    firstTime[source] = Math.min(firstTime[source], block.minTimeTicks());
                    lastTime[source] = Math.max(lastTime[source], block.maxTimeTicks());
                }
            }
            return false;
        }
    }

    private static Tally tally(Recording recording) {
        Tally tally =
                new Tally(recording.catalog().typeCount(), recording.catalog().sourceCount());
        Scan headers =
                Scan.ALL_EVENTS.withSections(EnumSet.noneOf(Section.class)).withBlocks(tally::add);
        try (BlockCursor cursor = recording.scan(headers)) {
            // No block is wanted, so that one step goes over all headers.
            cursor.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tally;
    }

    static Fixed types(Recording recording, PayloadDecoder decoder) {
        Tally tally = tally(recording);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int id = 0; id < tally.eventsOfType.length; id++) {
            if (recording.catalog().sourceCount() > 0) {
                EventType type = recording.catalog().type(id);
                rows.add(typeRow(type, decoder.layout(id, tally.sourceOfType[id], -1), tally.eventsOfType[id]));
            }
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
                rows);
    }

    private static @Nullable Object[] typeRow(EventType type, PayloadLayout layout, long count) {
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
            count,
            layout.decodable(),
            fields
        };
    }

    static Fixed sessions(Recording recording) {
        Tally tally = tally(recording);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int id = 0; id < tally.eventsOfSource.length; id++) {
            Source source = recording.catalog().source(id);
            boolean any = tally.eventsOfSource[id] > 0;
            rows.add(new @Nullable Object[] {
                source.session(),
                source.name(),
                source.machine(),
                source.kind(),
                source.clock().kind().label(),
                source.bootTicks() == 0 ? null : new Cell.Datetime(source.bootTicks()),
                any ? new Cell.Datetime(tally.firstTime[id]) : null,
                any ? new Cell.Datetime(tally.lastTime[id]) : null,
                tally.eventsOfSource[id],
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
