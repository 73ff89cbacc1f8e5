package io.ringtail.etw.schema;

import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Schema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * All schemas known for a recording, looked up most specific first: those for a source's process, for the source, for
 * all; within each what stood in the trace before what was imported; within that the later before the earlier. A
 * process that says nothing of a provider is read with what the first process of its source said: its own words were most
 * likely the same, and were lost or came before the trace began. Where all processes say the same, it holds for the source.
 *
 * <p><b>Threads:</b> any, after construction. <b>Failure:</b> a schema that cannot be read is left out and named in
 * {@link #problems}.
 */
public final class SchemaLibrary {
    private record Scope(int source, int pid, Schema.Rank rank) {}

    private record Speaker(int source, UUID provider) {}

    private final Map<Scope, SchemaShelf> shelves = new HashMap<>();
    /** What processes of a source said first, for those that say nothing. */
    private final Map<Integer, SchemaShelf> lent = new HashMap<>();

    private final Set<Speaker> perSource = new HashSet<>();
    private final Map<Speaker, Set<Integer>> processes = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    /** Takes the schemas in the order in which they were registered; those of other formats than ETW's are skipped. */
    public SchemaLibrary(Collection<Schema> schemas) {
        ProcessSchemas ofProcesses = ProcessSchemas.of(schemas);
        for (Schema schema : schemas) {
            SchemaFormat.ofLabel(schema.format()).ifPresent(format -> add(format, schema, ofProcesses));
        }
    }

    /** The schema of an event of a manifest; empty if there is none. */
    public Optional<EventSchema> find(EventType type, int source, int pid) throws BrokenSchemaException {
        if (type.kind() != HeaderKind.EVENT) {
            return Optional.empty();
        }
        EventKey key = new EventKey(type.provider(), type.id(), type.version());
        for (SchemaShelf shelf : shelves(source, pid)) {
            Optional<EventSchema> found = shelf.event(key);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The provider's name; empty if nothing says it. */
    public Optional<String> providerName(UUID provider, int source, int pid) {
        for (SchemaShelf shelf : shelves(source, pid)) {
            Optional<String> name = shelf.providerName(provider);
            if (name.isPresent()) {
                return name;
            }
        }
        return Optional.empty();
    }

    /** The map of this name; empty if there is none. */
    public Optional<ValueMap> map(UUID provider, String name, int source, int pid) {
        for (SchemaShelf shelf : shelves(source, pid)) {
            Optional<ValueMap> map = shelf.map(provider, name);
            if (map.isPresent()) {
                return map;
            }
        }
        return Optional.empty();
    }

    /** Whether some process of the source has schemas of its own for the provider. */
    public boolean dependsOnProcess(UUID provider, int source) {
        return processes.containsKey(new Speaker(source, provider));
    }

    /** The processes of the source that have schemas of their own for the provider. */
    public Set<Integer> processes(UUID provider, int source) {
        return processes.getOrDefault(new Speaker(source, provider), Set.of());
    }

    /** Whether the source has schemas of its own for the provider, or some process of it. */
    public boolean dependsOnSource(UUID provider, int source) {
        return perSource.contains(new Speaker(source, provider));
    }

    public List<String> problems() {
        return List.copyOf(problems);
    }

    private List<SchemaShelf> shelves(int source, int pid) {
        List<SchemaShelf> found = new ArrayList<>();
        addShelves(source, pid, found);
        addShelves(source, Schema.ANY, found);
        addShelves(Schema.ANY, Schema.ANY, found);
        SchemaShelf last = lent.get(source);
        if (last != null) {
            found.add(last);
        }
        return found;
    }

    private void addShelves(int source, int pid, List<SchemaShelf> into) {
        for (Schema.Rank rank : Schema.Rank.values()) {
            SchemaShelf shelf = shelves.get(new Scope(source, pid, rank));
            if (shelf != null && !into.contains(shelf)) {
                into.add(shelf);
            }
        }
    }

    private void add(SchemaFormat format, Schema schema, ProcessSchemas ofProcesses) {
        int pid = ofProcesses.isAgreed(schema) ? Schema.ANY : schema.pid();
        Scope scope = new Scope(schema.source(), pid, schema.rank());
        SchemaShelf shelf = shelves.computeIfAbsent(scope, none -> new SchemaShelf());
        Optional<ProcessSchemas.Words> read = ofProcesses.words(schema);
        if (read.isPresent()) {
            shelf.addAll(read.get().shelf());
            speaks(schema.source(), pid, read.get().providers());
        } else {
            try {
                speaks(schema.source(), pid, shelf.add(format, schema.content()));
            } catch (BrokenSchemaException e) {
                problems.add("a schema of format " + schema.format() + " is not used: " + e.getMessage());
            }
        }
        if (read.isPresent() && ofProcesses.isFirst(schema)) {
            lent.computeIfAbsent(schema.source(), none -> new SchemaShelf())
                    .addAll(read.get().shelf());
        }
    }

    private void speaks(int source, int pid, Set<UUID> providers) {
        for (UUID provider : providers) {
            Speaker speaker = new Speaker(source, provider);
            perSource.add(speaker);
            if (pid != Schema.ANY) {
                processes.computeIfAbsent(speaker, none -> new HashSet<>()).add(pid);
            }
        }
    }
}
