package io.ringtail.etw.schema;

import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Schema;
import java.nio.ByteBuffer;
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
        Agreement agreement = new Agreement();
        schemas.forEach(agreement::hear);
        for (Schema schema : schemas) {
            Optional<SchemaFormat> format = SchemaFormat.ofLabel(schema.format());
            if (format.isEmpty()) {
                continue;
            }
            add(format.get(), schema, agreement.isReached(schema) ? Schema.ANY : schema.pid());
            if (agreement.isFirst(schema)) {
                lend(format.get(), schema);
            }
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

    /** @param pid the only process for which it is to speak */
    private void add(SchemaFormat format, Schema schema, int pid) {
        Scope scope = new Scope(schema.source(), pid, schema.rank());
        SchemaShelf shelf = shelves.computeIfAbsent(scope, none -> new SchemaShelf());
        try {
            for (UUID provider : shelf.add(format, schema.content())) {
                Speaker speaker = new Speaker(schema.source(), provider);
                perSource.add(speaker);
                if (pid != Schema.ANY) {
                    processes.computeIfAbsent(speaker, none -> new HashSet<>()).add(pid);
                }
            }
        } catch (BrokenSchemaException e) {
            problems.add("a schema of format " + schema.format() + " is not used: " + e.getMessage());
        }
    }

    private void lend(SchemaFormat format, Schema schema) {
        try {
            lent.computeIfAbsent(schema.source(), none -> new SchemaShelf()).add(format, schema.content());
        } catch (BrokenSchemaException e) {
            throw new IllegalStateException("what was read once cannot be read again", e);
        }
    }

    /** Whether the processes of a source say the same of a provider, and what the first of them says. */
    private static final class Agreement {
        private record Subject(int source, UUID provider, SchemaFormat format) {}

        private final Map<Subject, Set<ByteBuffer>> said = new HashMap<>();
        private final Set<Schema> firsts = new HashSet<>();
        private final Map<ByteBuffer, Set<UUID>> providers = new HashMap<>();

        void hear(Schema schema) {
            List<Subject> subjects = subjects(schema);
            if (!subjects.isEmpty() && subjects.stream().noneMatch(said::containsKey)) {
                firsts.add(schema);
            }
            for (Subject subject : subjects) {
                said.computeIfAbsent(subject, none -> new HashSet<>()).add(ByteBuffer.wrap(schema.content()));
            }
        }

        /** Whether no process spoke of the same before. */
        boolean isFirst(Schema schema) {
            return firsts.contains(schema);
        }

        /** Whether all processes of its source that speak of the same say just this. */
        boolean isReached(Schema schema) {
            List<Subject> subjects = subjects(schema);
            return !subjects.isEmpty()
                    && subjects.stream()
                            .allMatch(subject ->
                                    said.getOrDefault(subject, Set.of()).size() == 1);
        }

        /** Of what a schema of a process speaks; nothing if it is one of a source or cannot be read. */
        private List<Subject> subjects(Schema schema) {
            Optional<SchemaFormat> format = SchemaFormat.ofLabel(schema.format());
            if (schema.pid() == Schema.ANY || format.isEmpty()) {
                return List.of();
            }
            return providers
                    .computeIfAbsent(ByteBuffer.wrap(schema.content()), content -> read(format.get(), schema.content()))
                    .stream()
                    .map(provider -> new Subject(schema.source(), provider, format.get()))
                    .toList();
        }

        private static Set<UUID> read(SchemaFormat format, byte[] content) {
            try {
                return new SchemaShelf().add(format, content);
            } catch (BrokenSchemaException e) {
                return Set.of();
            }
        }
    }
}
