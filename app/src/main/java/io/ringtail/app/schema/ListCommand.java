package io.ringtail.app.schema;

import io.ringtail.app.Command;
import io.ringtail.app.input.Selection;
import io.ringtail.app.output.Printer;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.etw.schema.ProviderSchema;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code ringtail schema list}: a row for each provider and origin of its schemas. */
public record ListCommand(Selection selection, Format format) implements Command {
    private static final List<Column> COLUMNS = List.of(
            Column.of("Provider", ScalarType.STRING),
            Column.of("ProviderId", ScalarType.GUID),
            Column.of("Origin", ScalarType.STRING),
            Column.of("Events", ScalarType.LONG));

    private record Key(String name, UUID id, String origin) {
        static final Comparator<Key> ORDER = Comparator.comparing(Key::name)
                .thenComparing(key -> key.id().toString())
                .thenComparing(Key::origin);
    }

    @Override
    public ExitStatus run(Console console) throws IOException {
        List<KnownProvider> known = KnownProvider.of(selection, console);
        Map<UUID, String> names = new HashMap<>();
        known.stream()
                .map(KnownProvider::schema)
                .filter(schema -> !schema.name().isEmpty())
                .forEach(schema -> names.putIfAbsent(schema.id(), schema.name()));
        Map<Key, Set<ProviderSchema.Event>> events = new TreeMap<>(Key.ORDER);
        for (KnownProvider provider : known) {
            UUID id = provider.schema().id();
            Key key = new Key(names.getOrDefault(id, id.toString()), id, provider.origin());
            events.computeIfAbsent(key, none -> new HashSet<>())
                    .addAll(provider.schema().events());
        }
        Printer.print(QueryResult.complete(COLUMNS, rows(events)), format, console);
        return ExitStatus.DONE;
    }

    private static List<@Nullable Object[]> rows(Map<Key, Set<ProviderSchema.Event>> events) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        events.forEach((key, known) ->
                rows.add(new @Nullable Object[] {key.name(), key.id(), key.origin(), (long) known.size()}));
        return rows;
    }
}
