package io.ringtail.ring.journal;

import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Guids;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.event.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The catalog as the journal holds it. An id whose entry was lost to damage stands for a type of the zero GUID, or for a
 * source without a name, so that its events can still be counted.
 *
 * <p><b>Threads:</b> any may apply and read.
 */
final class JournalCatalog implements Catalog {
    private final List<CatalogEntry.@Nullable OfType> types = new ArrayList<>();
    private final List<CatalogEntry.@Nullable OfSource> sources = new ArrayList<>();
    private final TreeMap<Long, Schema> schemas = new TreeMap<>();
    private volatile EventType[] typesById = {};
    private volatile Source[] sourcesById = {};
    private long revision;

    /** Takes entries in; those known already change nothing. */
    synchronized void apply(List<CatalogEntry> entries) {
        for (CatalogEntry entry : entries) {
            switch (entry) {
                case CatalogEntry.OfType type -> put(types, type.id(), type);
                case CatalogEntry.OfSource source -> put(sources, source.id(), source);
                case CatalogEntry.OfSchema schema -> schemas.put(schema.revision(), schema.schema());
            }
            revision = Math.max(revision, entry.revision());
        }
        publish();
    }

    /** Makes ids up to these resolve, if need be to nothing known. */
    synchronized void pad(int typeCount, int sourceCount) {
        extend(types, typeCount);
        extend(sources, sourceCount);
        publish();
    }

    /** Of the last entry known. */
    synchronized long revision() {
        return revision;
    }

    /** All entries: types by id, sources by id, schemas by revision. */
    synchronized List<CatalogEntry> entries() {
        List<CatalogEntry> entries = new ArrayList<>();
        types.stream().filter(type -> type != null).forEach(entries::add);
        sources.stream().filter(source -> source != null).forEach(entries::add);
        schemas.forEach((number, schema) -> entries.add(new CatalogEntry.OfSchema(number, schema)));
        return entries;
    }

    /** Whether the type's entry is there. */
    synchronized boolean knowsType(int id) {
        return id >= 0 && id < types.size() && types.get(id) != null;
    }

    synchronized boolean knowsSource(int id) {
        return id >= 0 && id < sources.size() && sources.get(id) != null;
    }

    @Override
    public EventType type(int id) {
        return typesById[id];
    }

    @Override
    public int typeCount() {
        return typesById.length;
    }

    @Override
    public Source source(int id) {
        return sourcesById[id];
    }

    @Override
    public int sourceCount() {
        return sourcesById.length;
    }

    @Override
    public synchronized List<Schema> schemas() {
        return List.copyOf(schemas.values());
    }

    private static <E extends CatalogEntry> void put(List<@Nullable E> list, int id, E entry) {
        extend(list, id + 1);
        E known = list.get(id);
        if (known == null || known.revision() < entry.revision()) {
            list.set(id, entry);
        }
    }

    private static <E> void extend(List<@Nullable E> list, int size) {
        while (list.size() < size) {
            list.add(null);
        }
    }

    private void publish() {
        EventType[] newTypes = new EventType[types.size()];
        for (int id = 0; id < newTypes.length; id++) {
            CatalogEntry.OfType entry = types.get(id);
            newTypes[id] = entry == null ? unknownType(id) : entry.type();
        }
        Source[] newSources = new Source[sources.size()];
        for (int id = 0; id < newSources.length; id++) {
            CatalogEntry.OfSource entry = sources.get(id);
            newSources[id] = entry == null ? unknownSource() : entry.source();
        }
        typesById = newTypes;
        sourcesById = newSources;
    }

    private static EventType unknownType(int id) {
        return new EventType(HeaderKind.ERROR, 0, Guids.ZERO, id, 0, 0, 0, 0, 0, 0, EventType.NO_TRACE_LOGGING);
    }

    private static Source unknownSource() {
        return new Source("", "", "", "", Clock.TICKS, 0, 0, Map.of());
    }
}
