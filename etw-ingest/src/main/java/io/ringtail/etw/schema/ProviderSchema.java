package io.ringtail.etw.schema;

import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What a schema says of one provider, for people to look at.
 *
 * @param name empty if the schema has none
 * @param events by id, then version; none if the schema names the provider alone
 */
public record ProviderSchema(UUID id, String name, List<Event> events) {
    /**
     * An event of the provider.
     *
     * @param id the opcode, for classic events
     * @param versions the versions it speaks for: {@code 2}, or {@code 2-4} or {@code 3+} in built-in tables
     * @param name as {@code EventName} shows it
     */
    public record Event(int id, String versions, String name, EventSchema schema) {
        static final Comparator<Event> ORDER =
                Comparator.comparingInt(Event::id).thenComparing(Event::versions);

        /** The fields as a person would write them down: {@code Status u32, Url string}. */
        public String fields() {
            return String.join(
                    ", ", schema.fields().stream().map(ProviderSchema::text).toList());
        }
    }

    public ProviderSchema {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        events = List.copyOf(events);
    }

    /** One for each provider; none if it is not of ETW. @throws BrokenSchemaException if it cannot be read */
    public static List<ProviderSchema> of(Schema schema) throws BrokenSchemaException {
        Optional<SchemaFormat> format = SchemaFormat.ofLabel(schema.format());
        return format.isPresent() ? of(format.get(), schema.content()) : List.of();
    }

    /** As {@link #of(Schema)}; none if it cannot be read. */
    public static List<ProviderSchema> readable(Schema schema) {
        try {
            return of(schema);
        } catch (BrokenSchemaException e) {
            return List.of();
        }
    }

    /** What the type itself says, which is much if it is TraceLogging's and nothing otherwise. */
    public static Optional<ProviderSchema> ofTraceLogging(EventType type, Supplier<String> providerName) {
        if (!type.isTraceLogging()) {
            return Optional.empty();
        }
        try {
            EventSchema schema = TraceLoggingSchema.parse(type.traceLogging());
            Event event = event(type.id(), type.version(), schema);
            return Optional.of(new ProviderSchema(type.provider(), providerName.get(), List.of(event)));
        } catch (BrokenSchemaException e) {
            return Optional.empty();
        }
    }

    private static List<ProviderSchema> of(SchemaFormat format, byte[] content) throws BrokenSchemaException {
        return switch (format) {
            case TDH_EVENT -> List.of(ofBlock(content));
            case TDH_MAP -> List.of(new ProviderSchema(TdhMap.provider(content), "", List.of()));
            case PROVIDER_TRAITS -> {
                ProviderTraits traits = ProviderTraits.parse(content);
                yield List.of(new ProviderSchema(traits.provider(), traits.name(), List.of()));
            }
            case EVENT_SOURCE_MANIFEST, MANIFEST -> ofManifest(ManifestReader.parse(content));
            case COMPILED_MANIFEST -> ofManifest(CompiledManifest.read(content).manifest());
        };
    }

    private static List<ProviderSchema> ofManifest(Manifest manifest) {
        return manifest.providers().stream().map(ProviderSchema::ofProvider).toList();
    }

    private static ProviderSchema ofBlock(byte[] block) throws BrokenSchemaException {
        EventKey key = TdhEvent.key(block);
        EventSchema schema = TdhEvent.parse(block);
        return new ProviderSchema(key.provider(), schema.provider(), List.of(event(key.id(), key.version(), schema)));
    }

    private static ProviderSchema ofProvider(Manifest.Provider provider) {
        List<Event> events = new ArrayList<>();
        provider.events().forEach((key, schema) -> events.add(event(key.id(), key.version(), schema)));
        events.sort(Event.ORDER);
        return new ProviderSchema(provider.guid(), provider.name(), events);
    }

    private static Event event(int id, int version, EventSchema schema) {
        return new Event(id, Integer.toString(version), eventName(id, schema), schema);
    }

    static String eventName(int id, EventSchema schema) {
        if (!schema.eventName().isEmpty()) {
            return schema.eventName();
        }
        if (schema.task().isEmpty()) {
            return "EventID(" + id + ")";
        }
        boolean isInfo = schema.opcode().isEmpty() || schema.opcode().equals("Info");
        return isInfo ? schema.task() : schema.task() + "/" + schema.opcode();
    }

    private static String text(FieldSchema field) {
        boolean isArray = !field.count().equals(Extent.OWN);
        String type = field.in() == InType.STRUCT
                ? "{"
                        + String.join(
                                ", ",
                                field.members().stream()
                                        .map(ProviderSchema::text)
                                        .toList()) + "}"
                : field.in().label();
        String map = field.mapName().isEmpty() ? "" : " (" + field.mapName() + ")";
        return field.name() + " " + type + (isArray ? "[]" : "") + map;
    }
}
