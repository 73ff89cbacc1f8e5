package io.ringtail.app.schema;

import io.ringtail.app.Command;
import io.ringtail.app.input.Input;
import io.ringtail.app.input.Selection;
import io.ringtail.app.output.Printer;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.etw.schema.KnownProviders;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code ringtail schema missing}: a row for each event without a schema, the most frequent first. */
public record MissingCommand(Selection selection, Format format) implements Command {
    private static final List<Column> COLUMNS = List.of(
            Column.of("Provider", ScalarType.STRING),
            Column.of("ProviderId", ScalarType.GUID),
            Column.of("EventId", ScalarType.INT),
            Column.of("Version", ScalarType.INT),
            Column.of("EventName", ScalarType.STRING),
            Column.of("Count", ScalarType.LONG),
            Column.of("KnownAs", ScalarType.STRING));

    private record Row(String provider, UUID id, int eventId, int version, String name) {
        static final Comparator<Row> ORDER = Comparator.comparing(Row::provider)
                .thenComparing(Row::id)
                .thenComparingInt(Row::eventId)
                .thenComparingInt(Row::version)
                .thenComparing(Row::name);
    }

    @Override
    public ExitStatus run(Console console) throws IOException {
        try (Input input = selection.openRequired("schema missing")) {
            Printer.print(QueryResult.complete(COLUMNS, rows(counts(input))), format, console);
            input.warn(console);
        }
        return ExitStatus.DONE;
    }

    private static Map<Row, Long> counts(Input input) throws IOException {
        Map<Row, Long> counts = new HashMap<>();
        Undecodable.each(input.recording(), input.decoder(), entry -> {
            EventType type = input.recording().catalog().type(entry.type());
            Row row = new Row(
                    entry.layout().provider(),
                    type.provider(),
                    type.id(),
                    type.version(),
                    entry.layout().eventName());
            counts.merge(row, entry.count(), Long::sum);
        });
        return counts;
    }

    private static List<@Nullable Object[]> rows(Map<Row, Long> counts) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<Row, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey(Row.ORDER)))
                .forEach(entry -> rows.add(values(entry.getKey(), entry.getValue())));
        return rows;
    }

    private static @Nullable Object[] values(Row row, long count) {
        return new @Nullable Object[] {
            row.provider(),
            row.id(),
            (long) row.eventId(),
            (long) row.version(),
            row.name(),
            count,
            KnownProviders.name(row.id()).orElse("")
        };
    }
}
