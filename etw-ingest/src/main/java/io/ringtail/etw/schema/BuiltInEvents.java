package io.ringtail.etw.schema;

import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Events that Ringtail knows without a trace's help, under the names that TraceEvent prints: the kernel's, those of heaps,
 * thread pools and web servers, those of trace
 * merge tools, the .NET runtime's. They stand in the tables {@code *.events} beside this class; {@link EventTable} says
 * how to read and extend them. Immutable.
 */
public final class BuiltInEvents {
    private static final List<String> TABLES =
            List.of("kernel.events", "merge.events", "dotnet.events", "heap.events", "web.events");
    private static final BuiltInEvents ALL = read();

    /** The event under which every EventSource writes its manifest, whoever its provider is. */
    private static final EventSchema MANIFEST_DATA = new EventSchema(
            "",
            "ManifestData",
            "",
            "",
            "",
            List.of(
                    FieldSchema.of("Format", InType.UINT8, OutType.NONE),
                    FieldSchema.of("MajorVersion", InType.UINT8, OutType.NONE),
                    FieldSchema.of("MinorVersion", InType.UINT8, OutType.NONE),
                    FieldSchema.of("Magic", InType.UINT8, OutType.NONE),
                    FieldSchema.of("TotalChunks", InType.UINT16, OutType.NONE),
                    FieldSchema.of("ChunkNumber", InType.UINT16, OutType.NONE),
                    FieldSchema.of("Manifest", InType.UNTERMINATED_ANSI, OutType.UTF8)),
            0);

    private final Map<EventTable.Key, EventTable.Entry> entries;
    private final Map<String, ValueMap> maps;

    private BuiltInEvents(Map<EventTable.Key, EventTable.Entry> entries, Map<String, ValueMap> maps) {
        this.entries = entries;
        this.maps = maps;
    }

    public static BuiltInEvents all() {
        return ALL;
    }

    /** The entry for events of this type; empty if their provider or class is not in the tables. */
    public Optional<EventTable.Entry> find(EventType type) {
        return Optional.ofNullable(
                entries.get(new EventTable.Key(type.provider(), type.kind().isClassic())));
    }

    /** The map of this name in the tables; empty if there is none. */
    public Optional<ValueMap> map(String name) {
        return Optional.ofNullable(maps.get(name));
    }

    /** All that the tables have, by provider name, then class; for people to look at. */
    public List<ProviderSchema> describe() {
        return entries.entrySet().stream()
                .map(entry -> entry.getValue().describe(entry.getKey().guid()))
                .sorted(Comparator.comparing(ProviderSchema::name).thenComparing(ProviderSchema::id))
                .toList();
    }

    /** The schema of an EventSource's own manifest event; empty for all other events. */
    public static Optional<EventSchema> manifestData(EventType type) {
        boolean isManifest = type.kind() == HeaderKind.EVENT
                && !type.isTraceLogging()
                && type.id() == SchemaCollector.MANIFEST_EVENT_ID;
        return isManifest ? Optional.of(MANIFEST_DATA) : Optional.empty();
    }

    private static BuiltInEvents read() {
        EventTable table = new EventTable();
        for (String name : TABLES) {
            try (InputStream in = BuiltInEvents.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IllegalStateException("the table " + name + " is not in the jar");
                }
                table.read(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new BuiltInEvents(table.entries(), table.maps());
    }
}
