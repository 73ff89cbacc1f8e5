package io.ringtail.etw.schema;

import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Schema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Finds out which schemas a part of a recording needs beside its events: those that speak for them, and that no event of
 * the part itself is. Show it every event of the part for which {@link #isOfInterest} is true, then ask {@link #find}.
 *
 * <p><b>Threads:</b> one. <b>Failure:</b> a schema that cannot be read speaks for nothing and is left out.
 */
public final class SchemaGaps {
    /** A schema that is missing. */
    public sealed interface Gap {
        /** The payload of an EventMetadata record, as it was recorded. */
        record EventInfoBlock(byte[] payload) implements Gap {}

        /** The payload of the other EventMetadata record, as it was recorded. */
        record MapBlock(byte[] payload) implements Gap {}

        /** What an EventSource wrote in a process. */
        record SourceManifest(UUID provider, int pid, byte[] xml) implements Gap {}

        /** What an imported manifest says of a type. */
        record Event(EventType type, EventSchema schema) implements Gap {}

        /** The names of values, out of an imported manifest. */
        record Names(UUID provider, ValueMap map) implements Gap {}
    }

    private final List<Schema> schemas;
    private final Map<EventKey, EventType> used = new LinkedHashMap<>();
    private final Set<UUID> providers = new HashSet<>();
    private final Set<Integer> sources = new TreeSet<>();
    private final Set<ByteBuffer> held = new HashSet<>();
    private final ManifestChunks chunks = new ManifestChunks();

    /** @param schemas all that are known for the recording, in the order in which the later counts */
    public SchemaGaps(List<Schema> schemas) {
        this.schemas = List.copyOf(schemas);
    }

    /** Whether to {@link #accept} an event of this type, of one source: the first alone, or all of them. */
    public static boolean isOfInterest(EventType type, boolean isFirst) {
        return isFirst || SchemaCollector.interest(type) == SchemaCollector.Interest.ALL;
    }

    public void accept(EventType type, EventRecord event) {
        sources.add(event.source);
        if (SchemaCollector.interest(type) == SchemaCollector.Interest.ALL) {
            hold(type, event);
        } else if (type.kind() == HeaderKind.EVENT && !type.isTraceLogging()) {
            used.put(new EventKey(type.provider(), type.id(), type.version()), type);
            providers.add(type.provider());
        }
    }

    /** What is missing, what was recorded first. */
    public List<Gap> find() {
        List<Gap> gaps = new ArrayList<>();
        Set<EventKey> known = new HashSet<>();
        for (Schema schema : schemas) {
            if (schema.rank() == Schema.Rank.IN_TRACE && sources.contains(schema.source())) {
                SchemaFormat.ofLabel(schema.format()).ifPresent(format -> addRecorded(format, schema, known, gaps));
            }
        }
        addImported(known, gaps);
        return gaps;
    }

    private void hold(EventType type, EventRecord event) {
        if (type.kind() == HeaderKind.FULL) {
            ByteBuffer payload = ByteBuffer.allocate(event.payloadBytes)
                    .put(event.payload, event.payloadOffset, event.payloadBytes)
                    .flip();
            held.add(payload);
            return;
        }
        try {
            chunks.add(type.provider(), event).ifPresent(xml -> held.add(ByteBuffer.wrap(xml)));
        } catch (BrokenSchemaException e) {
            return; // whoever reads the part will be told
        }
    }

    private void addRecorded(SchemaFormat format, Schema schema, Set<EventKey> known, List<Gap> gaps) {
        try {
            Optional<Gap> gap = switch (format) {
                case TDH_EVENT -> block(schema, known);
                case TDH_MAP ->
                    providers.contains(TdhMap.provider(schema.content()))
                            ? Optional.of(new Gap.MapBlock(schema.content()))
                            : Optional.empty();
                case EVENT_SOURCE_MANIFEST -> manifest(schema);
                // Traits stand in the events that they were taken from, and manifests are in no trace.
                case PROVIDER_TRAITS, MANIFEST, COMPILED_MANIFEST -> Optional.empty();
            };
            boolean isHeld = held.contains(ByteBuffer.wrap(schema.content()));
            gap.filter(found -> !isHeld).ifPresent(gaps::add);
        } catch (BrokenSchemaException e) {
            return; // the decoder does not use it either
        }
    }

    private Optional<Gap> block(Schema schema, Set<EventKey> known) throws BrokenSchemaException {
        EventKey key = TdhEvent.key(schema.content());
        if (!used.containsKey(key)) {
            return Optional.empty();
        }
        known.add(key);
        return Optional.of(new Gap.EventInfoBlock(schema.content()));
    }

    private Optional<Gap> manifest(Schema schema) throws BrokenSchemaException {
        for (Manifest.Provider provider : ManifestReader.parse(schema.content()).providers()) {
            if (providers.contains(provider.guid())) {
                return Optional.of(new Gap.SourceManifest(provider.guid(), schema.pid(), schema.content()));
            }
        }
        return Optional.empty();
    }

    private void addImported(Set<EventKey> known, List<Gap> gaps) {
        Map<EventKey, Manifest.Provider> speakers = new HashMap<>();
        for (Schema schema : schemas) {
            SchemaFormat.ofLabel(schema.format()).ifPresent(format -> addSpeakers(format, schema, speakers));
        }
        Map<UUID, Set<ValueMap>> maps = new LinkedHashMap<>();
        used.forEach((key, type) -> {
            Manifest.Provider speaker = speakers.get(key);
            EventSchema schema = speaker == null ? null : speaker.events().get(key);
            if (speaker != null && schema != null && !known.contains(key)) {
                gaps.add(new Gap.Event(type, schema));
                maps.computeIfAbsent(key.provider(), none -> new HashSet<>())
                        .addAll(speaker.maps().values());
            }
        });
        maps.forEach((provider, found) -> found.forEach(map -> gaps.add(new Gap.Names(provider, map))));
    }

    private static void addSpeakers(SchemaFormat format, Schema schema, Map<EventKey, Manifest.Provider> speakers) {
        try {
            Optional<Manifest> manifest = switch (format) {
                case MANIFEST -> Optional.of(ManifestReader.parse(schema.content()));
                case COMPILED_MANIFEST ->
                    Optional.of(CompiledManifest.read(schema.content()).manifest());
                case TDH_EVENT, TDH_MAP, EVENT_SOURCE_MANIFEST, PROVIDER_TRAITS -> Optional.empty();
            };
            for (Manifest.Provider provider : manifest.map(Manifest::providers).orElse(List.of())) {
                provider.events().keySet().forEach(key -> speakers.put(key, provider));
            }
        } catch (BrokenSchemaException e) {
            return; // the decoder does not use it either
        }
    }
}
