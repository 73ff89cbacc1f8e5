package io.ringtail.app.schema;

import io.ringtail.app.input.Input;
import io.ringtail.app.input.SchemaSearch;
import io.ringtail.app.input.Selection;
import io.ringtail.app.terminal.Console;
import io.ringtail.etw.schema.BuiltInEvents;
import io.ringtail.etw.schema.ProviderSchema;
import io.ringtail.etw.schema.SchemaFiles;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What one schema says of one provider.
 *
 * @param origin where the schema comes from: {@code trace}, {@code tracelogging}, {@code imported}, {@code built in}
 */
record KnownProvider(String origin, ProviderSchema schema) {
    private static final String BUILT_IN = "built in";
    private static final String IMPORTED = "imported";

    /** All that are known to the input, most trusted first; without an input, all imported for good or built in. */
    static List<KnownProvider> of(Selection selection, Console console) throws IOException {
        List<KnownProvider> known = new ArrayList<>();
        if (selection.isEmpty()) {
            SchemaFiles files = selection.schemas() instanceof SchemaSearch search ? search.all() : SchemaFiles.NONE;
            files.problems().forEach(console::warn);
            addAll(files.schemas(), known);
        } else {
            try (Input input = selection.open()) {
                addInput(input, selection, known);
                input.warn(console);
            }
        }
        BuiltInEvents.all().describe().forEach(schema -> known.add(new KnownProvider(BUILT_IN, schema)));
        return known;
    }

    private static void addInput(Input input, Selection selection, List<KnownProvider> known) throws IOException {
        Catalog catalog = input.recording().catalog();
        addAll(catalog.schemas(), known);
        addTraceLogging(input, known);
        addAll(selection.schemas().schemas(catalog).schemas(), known);
    }

    private static void addAll(List<Schema> schemas, List<KnownProvider> known) {
        for (Schema schema : schemas) {
            String origin = schema.rank() == Schema.Rank.IN_TRACE ? "trace" : IMPORTED;
            ProviderSchema.readable(schema).forEach(provider -> known.add(new KnownProvider(origin, provider)));
        }
    }

    private static void addTraceLogging(Input input, List<KnownProvider> known) {
        Catalog catalog = input.recording().catalog();
        for (int id = 0; id < catalog.typeCount(); id++) {
            EventType type = catalog.type(id);
            int typeId = id;
            Supplier<String> name = () -> input.decoder().layout(typeId, 0, -1).provider();
            ProviderSchema.ofTraceLogging(type, name)
                    .ifPresent(schema -> known.add(new KnownProvider("tracelogging", schema)));
        }
    }
}
