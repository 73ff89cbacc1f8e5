package io.ringtail.etw.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** Manifests of providers, events, nested structures, arrays and maps at random. */
final class RandomManifest {
    private final SplittableRandom random;
    private int names;
    private int slots;

    private RandomManifest(SplittableRandom random) {
        this.random = random;
    }

    static Manifest of(SplittableRandom random) {
        RandomManifest made = new RandomManifest(random);
        List<Manifest.Provider> providers = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            providers.add(made.provider());
        }
        return new Manifest(providers);
    }

    private Manifest.Provider provider() {
        UUID guid = new UUID(random.nextLong(), random.nextLong());
        String name = name();
        Map<String, ValueMap> maps = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            ValueMap map = map();
            maps.put(map.name(), map);
        }
        Map<EventKey, EventSchema> events = new LinkedHashMap<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            events.put(new EventKey(guid, random.nextInt(0x10000), random.nextInt(256)), event(name, maps));
        }
        return new Manifest.Provider(guid, name, events, maps);
    }

    private ValueMap map() {
        Map<Long, String> texts = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            texts.put(random.nextLong(1L << 32), name());
        }
        return new ValueMap(name(), random.nextBoolean(), texts);
    }

    private EventSchema event(String provider, Map<String, ValueMap> maps) {
        slots = 0;
        List<FieldSchema> fields = fields(0, maps);
        return new EventSchema(
                provider,
                random.nextInt(4) == 0 ? "" : "Task" + random.nextInt(9),
                random.nextInt(4) == 0 ? "" : "Opcode" + random.nextInt(9),
                "",
                random.nextBoolean() ? "" : "message " + random.nextInt(9) + " of %1%n\u20AC",
                fields,
                slots,
                random.nextInt(4) == 0 ? "" : "Level" + random.nextInt(9),
                random.ints(random.nextInt(4), 0, 9)
                        .distinct()
                        .sorted()
                        .mapToObj(i -> "Keyword" + i)
                        .toList());
    }

    private List<FieldSchema> fields(int depth, Map<String, ValueMap> maps) {
        List<FieldSchema> fields = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            if (depth < 4 && random.nextInt(4) == 0) {
                fields.add(FieldSchema.struct(name(), extent(fields), fields(depth + 1, maps)));
            } else {
                fields.add(field(fields, maps));
            }
        }
        return fields;
    }

    private FieldSchema field(List<FieldSchema> before, Map<String, ValueMap> maps) {
        InType in = InType.ofNumber(random.nextInt(26))
                .filter(type -> type != InType.STRUCT)
                .orElse(InType.UINT32);
        OutType out = OutType.ofTdh(random.nextInt(39));
        FieldSchema field =
                FieldSchema.of(name(), in, out).withCount(extent(before)).withLength(extent(before));
        List<String> mapNames = new ArrayList<>(maps.keySet());
        return mapNames.isEmpty() || random.nextBoolean()
                ? field
                : field.withMap(mapNames.get(random.nextInt(mapNames.size())));
    }

    /** Where it is another field's value, that field gets a slot. */
    private Extent extent(List<FieldSchema> before) {
        int kind = random.nextInt(6);
        if (kind == 0) {
            return new Extent.Fixed(random.nextInt(0x10000));
        }
        if (kind > 1 || before.isEmpty()) {
            return Extent.OWN;
        }
        int index = random.nextInt(before.size());
        FieldSchema field = before.get(index);
        if (field.in() == InType.STRUCT) {
            return Extent.OWN;
        }
        if (field.slot() == FieldSchema.NO_SLOT) {
            before.set(index, field.withSlot(slots++));
        }
        return new Extent.OfField(before.get(index).slot());
    }

    private String name() {
        return "n" + names++;
    }
}
