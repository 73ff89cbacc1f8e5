package io.ringtail.dsl.plan;

import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.payload.ContextPart;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import io.ringtail.ring.payload.ScalarType;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** All layouts that events of a recording can have: what is known of names and fields before a row is read. */
final class KnownLayouts {
    private final Set<PayloadLayout> layouts = Collections.newSetFromMap(new IdentityHashMap<>());

    KnownLayouts(Catalog catalog, PayloadDecoder decoder) {
        Map<Integer, Set<Integer>> pids = pidsBySource(catalog);
        Set<Integer> pidsOfAll = pids.getOrDefault(Schema.ANY, Set.of());
        int types = catalog.typeCount();
        int sources = catalog.sourceCount();
        for (int source = 0; source < sources; source++) {
            Set<Integer> pidsOfSource = pids.getOrDefault(source, Set.of());
            for (int type = 0; type < types; type++) {
                layouts.add(decoder.layout(type, source, Schema.ANY));
                if (decoder.dependsOnProcess(type, source)) {
                    addAll(decoder, type, source, pidsOfSource);
                    addAll(decoder, type, source, pidsOfAll);
                }
            }
        }
    }

    /** The processes that have schemas of their own; a process id means nothing in another source. */
    private static Map<Integer, Set<Integer>> pidsBySource(Catalog catalog) {
        Map<Integer, Set<Integer>> pids = new HashMap<>();
        for (Schema schema : catalog.schemas()) {
            if (schema.pid() != Schema.ANY) {
                pids.computeIfAbsent(schema.source(), source -> new TreeSet<>()).add(schema.pid());
            }
        }
        return pids;
    }

    private void addAll(PayloadDecoder decoder, int type, int source, Set<Integer> pids) {
        for (int pid : pids) {
            layouts.add(decoder.layout(type, source, pid));
        }
    }

    Set<String> providers() {
        Set<String> names = new TreeSet<>();
        layouts.forEach(layout -> names.add(layout.provider()));
        return names;
    }

    /** {@code Provider/EventName} of all. */
    Set<String> events() {
        Set<String> names = new TreeSet<>();
        layouts.forEach(layout -> names.add(layout.provider() + "/" + layout.eventName()));
        return names;
    }

    /** The fields of these layouts by name; of type dynamic where layouts do not agree. */
    Map<String, Field> fields(Predicate<PayloadLayout> wanted) {
        Map<String, Field> fields = new LinkedHashMap<>();
        layouts.stream()
                .filter(wanted)
                .flatMap(layout -> layout.fields().stream())
                .forEach(field -> {
                    Field known = fields.get(field.name());
                    fields.put(field.name(), known == null ? field : merged(known, field));
                });
        return fields;
    }

    private static Field merged(Field one, Field other) {
        ScalarType type = one.type() == other.type() ? one.type() : ScalarType.DYNAMIC;
        Set<ContextPart> parts = new HashSet<>(one.contextParts());
        parts.addAll(other.contextParts());
        return new Field(one.name(), type, one.hexadecimal() && other.hexadecimal(), parts);
    }
}
