package io.ringtail.etw.decode;

import io.ringtail.etw.context.DotNet;
import io.ringtail.etw.context.TraceContextReader;
import io.ringtail.etw.schema.BrokenSchemaException;
import io.ringtail.etw.schema.BuiltInEvents;
import io.ringtail.etw.schema.EventSchema;
import io.ringtail.etw.schema.EventTable;
import io.ringtail.etw.schema.SchemaLibrary;
import io.ringtail.etw.schema.TraceLoggingSchema;
import io.ringtail.etw.schema.ValueMap;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.payload.ContextReader;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decodes ETW events: TraceLogging by the metadata in their type, manifest events by schemas in the trace, then imported
 * ones, then built-in tables, kernel events by built-in tables. It knows the schemas that the catalog held when it was
 * made, and all types, also those that are added later.
 *
 * <p><b>Threads:</b> any. <b>Failure:</b> whatever schema or payload says, no layout throws: events without a usable schema
 * are named by GUID and {@code EventID(n)} and say why in {@link PayloadLayout#problem}. Reading an event touches at most
 * {@link Walk#MAX_VALUES} values and allocates in proportion to its payload and its schema.
 */
public final class EtwDecoder implements PayloadDecoder {
    private record Key(int type, int source, int pid) {}

    private final Catalog catalog;
    private final SchemaLibrary library;
    private final Map<Key, PayloadLayout> layouts = new ConcurrentHashMap<>();
    private final ContextReader context = new TraceContextReader(this);
    private final DevicePaths paths;

    private EtwDecoder(Catalog catalog, SchemaLibrary library) {
        this.catalog = catalog;
        this.library = library;
        paths = new DevicePaths(catalog);
    }

    /**
     * A decoder for a recording.
     *
     * @param imported schemas from outside the recording, such as {@code --schemas} names; they come before those that
     *     were imported into it
     */
    public static EtwDecoder of(Catalog catalog, List<Schema> imported) {
        List<Schema> all = new ArrayList<>(catalog.schemas());
        all.addAll(imported);
        return new EtwDecoder(catalog, new SchemaLibrary(all));
    }

    /** What was wrong with schemas that are not used. */
    public List<String> problems() {
        return library.problems();
    }

    @Override
    public PayloadLayout layout(int type, int source, int pid) {
        Key key = key(type, source, pid);
        @Nullable PayloadLayout known = layouts.get(key);
        // Made outside the map's lock: two threads may both make it, and both get the one that was put first.
        return known != null ? known : put(key);
    }

    @Override
    public boolean dependsOnProcess(int type, int source) {
        EventType eventType = catalog.type(type);
        return eventType.kind() == HeaderKind.EVENT && library.dependsOnProcess(eventType.provider(), source);
    }

    @Override
    public List<PayloadLayout> layouts(int type, int source) {
        Set<PayloadLayout> all = new LinkedHashSet<>();
        all.add(layout(type, source, Schema.ANY));
        if (dependsOnProcess(type, source)) {
            library.processes(catalog.type(type).provider(), source).forEach(pid -> all.add(layout(type, source, pid)));
        }
        return List.copyOf(all);
    }

    @Override
    public ContextReader context() {
        return context;
    }

    /** Sources and processes without schemas of their own share a layout: a folder of traces needs one for each type. */
    private Key key(int type, int source, int pid) {
        UUID provider = catalog.type(type).provider();
        if (!library.dependsOnSource(provider, source)) {
            return new Key(type, Schema.ANY, Schema.ANY);
        }
        boolean ownLayout = dependsOnProcess(type, source)
                && library.processes(provider, source).contains(pid);
        return new Key(type, source, ownLayout ? pid : Schema.ANY);
    }

    private PayloadLayout put(Key key) {
        PayloadLayout made = make(catalog.type(key.type), key.source, key.pid);
        @Nullable PayloadLayout other = layouts.putIfAbsent(key, made);
        return other == null ? made : other;
    }

    private EtwLayout make(EventType type, int source, int pid) {
        Optional<EventTable.Entry> builtIn = BuiltInEvents.all().find(type);
        try {
            Optional<EventSchema> found = schema(type, source, pid, builtIn);
            return found.isPresent()
                    ? layout(type, source, pid, builtIn, found.get(), "")
                    : layout(type, source, pid, builtIn, named(type, builtIn), "no schema is known for this event");
        } catch (BrokenSchemaException e) {
            return layout(
                    type,
                    source,
                    pid,
                    builtIn,
                    named(type, builtIn),
                    "the event's schema is broken: " + e.getMessage());
        }
    }

    private Optional<EventSchema> schema(EventType type, int source, int pid, Optional<EventTable.Entry> builtIn)
            throws BrokenSchemaException {
        if (type.isTraceLogging()) {
            return Optional.of(TraceLoggingSchema.parse(type.traceLogging()));
        }
        Optional<EventSchema> found = library.find(type, source, pid);
        if (found.isPresent()) {
            return builtIn.isEmpty()
                    ? found
                    : found.map(own -> builtIn.get().corrected(own, type.id(), type.version()));
        }
        Optional<EventSchema> manifest = BuiltInEvents.manifestData(type);
        return manifest.isPresent() ? manifest : builtIn.flatMap(entry -> entry.find(type.id(), type.version()));
    }

    /** As much as is known without fields. */
    private static EventSchema named(EventType type, Optional<EventTable.Entry> builtIn) {
        return builtIn.map(entry -> entry.names(type.id()))
                .orElseGet(() -> new EventSchema("", "", "", "", "", List.of(), 0));
    }

    private EtwLayout layout(
            EventType type,
            int source,
            int pid,
            Optional<EventTable.Entry> builtIn,
            EventSchema schema,
            String broken) {
        return new EtwLayout(
                names(type, source, pid, builtIn, schema),
                schema.fields(),
                schema.slots(),
                new NodeCompiler(
                        NodeCompiler.pointerBytes(type.pointerBytes()),
                        paths(type, builtIn),
                        name -> map(type, name, source, pid)),
                schema.message(),
                broken,
                (fields, readers) -> computed(type, builtIn, fields, readers));
    }

    private List<ComputedField> computed(
            EventType type, Optional<EventTable.Entry> builtIn, List<Field> fields, FieldReaders readers) {
        if (isKernels(type, builtIn)) {
            return ComputedField.of(fields, readers, catalog);
        }
        return DotNet.isOrTellsOf(type.provider()) ? ComputedField.ofDotNet(fields, readers) : List.of();
    }

    private Optional<DevicePaths> paths(EventType type, Optional<EventTable.Entry> builtIn) {
        return isKernels(type, builtIn) ? Optional.of(paths) : Optional.empty();
    }

    private static boolean isKernels(EventType type, Optional<EventTable.Entry> builtIn) {
        return type.kind().isClassic() && builtIn.isPresent();
    }

    private Optional<ValueMap> map(EventType type, String name, int source, int pid) {
        Optional<ValueMap> found = library.map(type.provider(), name, source, pid);
        return found.isPresent() ? found : BuiltInEvents.all().map(name);
    }

    private EventNames names(
            EventType type, int source, int pid, Optional<EventTable.Entry> builtIn, EventSchema schema) {
        EventSchema known = builtIn.map(entry -> entry.names(type.id())).orElse(schema);
        return new EventNames(
                providerName(type, source, pid, known, schema),
                schema.eventName().isEmpty() ? eventName(type, builtIn.isPresent(), known, schema) : schema.eventName(),
                schema.task(),
                schema.opcode(),
                EventNames.level(type, schema),
                EventNames.keywords(type, schema));
    }

    /** What TraceEvent calls an event goes before what its manifest calls it, and holds whatever its opcode's number. */
    private static String eventName(EventType type, boolean isBuiltIn, EventSchema known, EventSchema schema) {
        if (isBuiltIn && !type.kind().isClassic() && !known.task().isEmpty()) {
            return known.opcode().isEmpty() ? known.task() : known.task() + "/" + known.opcode();
        }
        EventSchema named = type.kind().isClassic() ? known : schema;
        return EventNames.of(named.task(), named.opcode(), type.opcode(), type.id());
    }

    private String providerName(EventType type, int source, int pid, EventSchema known, EventSchema schema) {
        if (!known.provider().isEmpty()) {
            return known.provider();
        }
        if (!schema.provider().isEmpty()) {
            return schema.provider();
        }
        return library.providerName(type.provider(), source, pid)
                .orElseGet(() -> type.provider().toString());
    }
}
