package io.ringtail.ring.event;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The catalog in the making: gives ids, each thing once. A listener hears of every new entry before anyone can use its
 * id, which is how a journal holds the entry before the first event that needs it.
 *
 * <p><b>Threads:</b> any. Sources keep the ids they were given: registering is not for the per-event path.
 */
public final class Registry implements Catalog {
    /** Hears of entries in the order in which they are made; called under the registry's lock, so it must be quick. */
    public interface Listener {
        void onType(int id, EventType type);

        /** Also called when a known source gets new facts. */
        void onSource(int id, Source source);

        void onSchema(Schema schema);
    }

    private final Listener listener;
    private final Map<EventType, Integer> typeIds = new HashMap<>();
    private final IdTable<EventType> types = new IdTable<>();
    private final IdTable<Source> sources = new IdTable<>();
    private final Set<Schema> schemas = new LinkedHashSet<>();

    /** A registry that nobody listens to. */
    public Registry() {
        this(new Listener() {
            @Override
            public void onType(int id, EventType type) {}

            @Override
            public void onSource(int id, Source source) {}

            @Override
            public void onSchema(Schema schema) {}
        });
    }

    public Registry(Listener listener) {
        this.listener = listener;
    }

    /** The type's id, a new one if it has none yet. */
    public synchronized int register(EventType type) {
        Integer known = typeIds.get(type);
        if (known != null) {
            return known;
        }
        int id = types.size();
        listener.onType(id, type);
        typeIds.put(type, id);
        types.add(type);
        return id;
    }

    /** A new id: two sources are two even if all that is known of them is the same. */
    public synchronized int register(Source source) {
        int id = sources.size();
        listener.onSource(id, source);
        sources.add(source);
        return id;
    }

    /** Replaces what is known of a source. */
    public synchronized void update(int id, Source source) {
        listener.onSource(id, source);
        sources.set(id, source);
    }

    /** False if the very same schema is known already. */
    public synchronized boolean register(Schema schema) {
        if (schemas.contains(schema)) {
            return false;
        }
        listener.onSchema(schema);
        return schemas.add(schema);
    }

    @Override
    public EventType type(int id) {
        return types.get(id);
    }

    @Override
    public int typeCount() {
        return types.size();
    }

    @Override
    public Source source(int id) {
        return sources.get(id);
    }

    @Override
    public int sourceCount() {
        return sources.size();
    }

    @Override
    public synchronized List<Schema> schemas() {
        return List.copyOf(schemas);
    }
}
