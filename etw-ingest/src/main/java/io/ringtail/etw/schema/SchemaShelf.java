package io.ringtail.etw.schema;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The schemas of one scope and rank. Of two for the same event the one that was added later is found. */
final class SchemaShelf {
    private record MapKey(UUID provider, String name) {}

    private final Map<EventKey, byte[]> blocks = new HashMap<>();
    private final Map<EventKey, EventSchema> manifestEvents = new HashMap<>();
    private final Map<MapKey, ValueMap> maps = new HashMap<>();
    private final Map<UUID, String> names = new HashMap<>();

    /** Returns the providers for which it speaks. */
    Set<UUID> add(SchemaFormat format, byte[] content) throws BrokenSchemaException {
        return switch (format) {
            case TDH_EVENT -> addBlock(content);
            case TDH_MAP -> addMap(TdhMap.provider(content), TdhMap.parse(content));
            case EVENT_SOURCE_MANIFEST, MANIFEST -> addManifest(ManifestReader.parse(content));
            case COMPILED_MANIFEST -> addManifest(CompiledManifest.read(content).manifest());
            case PROVIDER_TRAITS -> addTraits(ProviderTraits.parse(content));
        };
    }

    /** Takes over all of another shelf, as if it were added to this one now. */
    void addAll(SchemaShelf other) {
        blocks.putAll(other.blocks);
        manifestEvents.putAll(other.manifestEvents);
        maps.putAll(other.maps);
        names.putAll(other.names);
    }

    /** A block is parsed when it is first needed: a merged trace holds hundreds of which a query needs a few. */
    Optional<EventSchema> event(EventKey key) throws BrokenSchemaException {
        byte @Nullable [] block = blocks.get(key);
        if (block != null) {
            return Optional.of(TdhEvent.parse(block));
        }
        return Optional.ofNullable(manifestEvents.get(key));
    }

    Optional<String> providerName(UUID provider) {
        return Optional.ofNullable(names.get(provider));
    }

    Optional<ValueMap> map(UUID provider, String name) {
        return Optional.ofNullable(maps.get(new MapKey(provider, name)));
    }

    private Set<UUID> addBlock(byte[] block) throws BrokenSchemaException {
        EventKey key = TdhEvent.key(block);
        String provider = TdhEvent.providerName(block);
        if (!provider.isEmpty()) {
            names.put(key.provider(), provider);
        }
        blocks.put(key, block);
        return Set.of(key.provider());
    }

    private Set<UUID> addMap(UUID provider, ValueMap map) {
        maps.put(new MapKey(provider, map.name()), map);
        return Set.of(provider);
    }

    private Set<UUID> addManifest(Manifest manifest) {
        Set<UUID> providers = new HashSet<>();
        for (Manifest.Provider provider : manifest.providers()) {
            names.put(provider.guid(), provider.name());
            manifestEvents.putAll(provider.events());
            provider.maps().forEach((name, map) -> maps.put(new MapKey(provider.guid(), name), map));
            providers.add(provider.guid());
        }
        return providers;
    }

    private Set<UUID> addTraits(ProviderTraits traits) {
        names.put(traits.provider(), traits.name());
        return Set.of(traits.provider());
    }
}
