package io.ringtail.dsl.plan;

import io.ringtail.ring.block.Lane;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.payload.ContextPart;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import io.ringtail.ring.payload.ScalarType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** All layouts that events of a recording can have: what is known of names and fields before a row is read. */
final class KnownLayouts {
    private final Map<Lane, Set<PayloadLayout>> layouts = new EnumMap<>(Lane.class);

    KnownLayouts(Catalog catalog, PayloadDecoder decoder) {
        for (Lane lane : Lane.values()) {
            layouts.put(lane, Collections.newSetFromMap(new IdentityHashMap<>()));
        }
        of(Lane.CONTROL).addAll(decoder.ownLayouts());
        Map<Integer, Set<Integer>> pids = pidsBySource(catalog);
        Set<Integer> pidsOfAll = pids.getOrDefault(Schema.ANY, Set.of());
        int types = catalog.typeCount();
        int sources = catalog.sourceCount();
        for (int source = 0; source < sources; source++) {
            Set<Integer> pidsOfSource = pids.getOrDefault(source, Set.of());
            for (int type = 0; type < types; type++) {
                Set<PayloadLayout> known = of(catalog.type(type).kind() == HeaderKind.OWN ? Lane.CONTROL : Lane.TRACE);
                known.add(decoder.layout(type, source, Schema.ANY));
                if (decoder.dependsOnProcess(type, source)) {
                    addAll(known, decoder, type, source, pidsOfSource);
                    addAll(known, decoder, type, source, pidsOfAll);
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

    private static void addAll(
            Set<PayloadLayout> known, PayloadDecoder decoder, int type, int source, Set<Integer> pids) {
        for (int pid : pids) {
            known.add(decoder.layout(type, source, pid));
        }
    }

    /** The layouts that the events of a lane can have: own events are on the control lane, and they alone. */
    private Set<PayloadLayout> of(Lane lane) {
        return Objects.requireNonNull(layouts.get(lane));
    }

    Set<String> providers() {
        Set<String> names = new TreeSet<>();
        layouts.keySet().forEach(lane -> names.addAll(providers(lane)));
        return names;
    }

    /** Those with events on this lane. */
    Set<String> providers(Lane lane) {
        Set<String> names = new TreeSet<>();
        of(lane).forEach(layout -> names.add(layout.provider()));
        return names;
    }

    /** {@code Provider/EventName} of all. */
    Set<String> events() {
        Set<String> names = new TreeSet<>();
        layouts.values()
                .forEach(known -> known.forEach(layout -> names.add(layout.provider() + "/" + layout.eventName())));
        return names;
    }

    /** The fields of these layouts by name; of type dynamic where layouts do not agree. */
    Map<String, Field> fields(Lane lane, Predicate<PayloadLayout> wanted) {
        Map<String, Field> fields = new LinkedHashMap<>();
        of(lane).stream()
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
