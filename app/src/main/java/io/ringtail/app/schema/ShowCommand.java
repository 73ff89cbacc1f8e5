package io.ringtail.app.schema;

import io.ringtail.app.Command;
import io.ringtail.app.input.Selection;
import io.ringtail.app.output.Printer;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.dsl.value.Nearest;
import io.ringtail.etw.schema.ProviderSchema;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code ringtail schema show}: a row for each event of a provider.
 *
 * @param provider a name, letter case aside, or a GUID
 */
public record ShowCommand(String provider, Selection selection, Format format) implements Command {
    private static final List<Column> COLUMNS = List.of(
            Column.of("EventId", ScalarType.INT),
            Column.of("Versions", ScalarType.STRING),
            Column.of("EventName", ScalarType.STRING),
            Column.of("Fields", ScalarType.STRING),
            Column.of("Message", ScalarType.STRING),
            Column.of("Origin", ScalarType.STRING));

    private record Row(ProviderSchema.Event event, String origin) {}

    @Override
    public ExitStatus run(Console console) throws IOException {
        List<KnownProvider> known = KnownProvider.of(selection, console);
        Set<UUID> wanted = known.stream()
                .map(KnownProvider::schema)
                .filter(this::isWanted)
                .map(ProviderSchema::id)
                .collect(Collectors.toSet());
        if (wanted.isEmpty()) {
            throw unknown(known);
        }
        Map<Row, @Nullable Object[]> rows = new LinkedHashMap<>(); // processes of one program bring the same manifest
        for (KnownProvider one : known) {
            if (wanted.contains(one.schema().id())) {
                one.schema()
                        .events()
                        .forEach(event -> rows.put(new Row(event, one.origin()), row(event, one.origin())));
            }
        }
        Printer.print(QueryResult.complete(COLUMNS, new ArrayList<>(rows.values())), format, console);
        return ExitStatus.DONE;
    }

    private boolean isWanted(ProviderSchema schema) {
        return schema.name().equalsIgnoreCase(provider)
                || schema.id().toString().equalsIgnoreCase(provider.replaceAll("[{}]", ""));
    }

    private Refusal unknown(List<KnownProvider> known) {
        Set<String> names = known.stream().map(one -> one.schema().name()).collect(Collectors.toSet());
        String near = Nearest.of(provider, names)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("; 'ringtail schema list' lists the known ones");
        return Refusal.usage("no schema knows a provider '" + provider + "'" + near);
    }

    private static @Nullable Object[] row(ProviderSchema.Event event, String origin) {
        return new @Nullable Object[] {
            (long) event.id(),
            event.versions(),
            event.name(),
            event.fields(),
            event.schema().message(),
            origin
        };
    }
}
