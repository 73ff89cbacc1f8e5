package io.ringtail.etw.schema;

import io.ringtail.ring.event.Schema;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The schemas that single processes bring, each different text read once: processes of one program bring the same. Tells
 * whether the processes of a source say the same of a provider, and which of them spoke first.
 */
final class ProcessSchemas {
    /** What a text says. */
    record Words(SchemaShelf shelf, Set<UUID> providers) {}

    private record Text(SchemaFormat format, ByteBuffer content) {}

    private record Subject(int source, UUID provider, SchemaFormat format) {}

    /** @param first that no process of its source spoke of the same before */
    private record Heard(Words words, List<Subject> subjects, boolean first) {}

    private final Map<Text, Optional<Words>> texts = new HashMap<>();
    private final IdentityHashMap<Schema, Heard> heard = new IdentityHashMap<>();
    /** The different texts about a subject: equal ones were read into the same words. */
    private final Map<Subject, Set<Words>> said = new HashMap<>();

    /** Those that cannot be read are not among them. */
    static ProcessSchemas of(Collection<Schema> schemas) {
        ProcessSchemas read = new ProcessSchemas();
        for (Schema schema : schemas) {
            Optional<SchemaFormat> format = SchemaFormat.ofLabel(schema.format());
            if (schema.pid() != Schema.ANY && format.isPresent()) {
                read.text(format.get(), schema).ifPresent(all -> read.hear(schema, format.get(), all));
            }
        }
        return read;
    }

    private Optional<Words> text(SchemaFormat format, Schema schema) {
        return texts.computeIfAbsent(
                new Text(format, ByteBuffer.wrap(schema.content())), text -> read(format, schema.content()));
    }

    private static Optional<Words> read(SchemaFormat format, byte[] content) {
        SchemaShelf shelf = new SchemaShelf();
        try {
            return Optional.of(new Words(shelf, shelf.add(format, content)));
        } catch (BrokenSchemaException e) {
            return Optional.empty(); // who adds it to a library is told why
        }
    }

    private void hear(Schema schema, SchemaFormat format, Words all) {
        List<Subject> of = all.providers.stream()
                .map(provider -> new Subject(schema.source(), provider, format))
                .toList();
        heard.put(schema, new Heard(all, of, of.stream().noneMatch(said::containsKey)));
        of.forEach(subject -> said.computeIfAbsent(subject, none -> Collections.newSetFromMap(new IdentityHashMap<>()))
                .add(all));
    }

    /** What the schema of a process says. */
    Optional<Words> words(Schema schema) {
        return Optional.ofNullable(heard.get(schema)).map(Heard::words);
    }

    /** Whether no process of its source spoke of the same before. */
    boolean isFirst(Schema schema) {
        return Optional.ofNullable(heard.get(schema)).filter(Heard::first).isPresent();
    }

    /** Whether all processes of its source that speak of the same say just this. */
    boolean isAgreed(Schema schema) {
        List<Subject> of =
                Optional.ofNullable(heard.get(schema)).map(Heard::subjects).orElse(List.of());
        return !of.isEmpty()
                && of.stream()
                        .allMatch(
                                subject -> said.getOrDefault(subject, Set.of()).size() == 1);
    }
}
