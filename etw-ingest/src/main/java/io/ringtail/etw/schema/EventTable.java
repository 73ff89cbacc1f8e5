package io.ringtail.etw.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads tables of built-in events, one line each:
 *
 * <pre>
 *   provider Windows Kernel                          the provider's name for the tasks that follow
 *   task Process 3d6fa8d0-fe05-11d0-9dda-…           classic events of this class, told apart by opcode
 *   manifest Microsoft-Windows-X e13c0d23-…          manifest events of this provider, told apart by id
 *   event 1 Start                                    an opcode's name in a task; Task/Opcode in a manifest
 *   fields 1-4,39 v3-4: ProcessID u32, …             fields of these events in these versions (v3, v3-4, v3+; none: all)
 *   instead 82: FrameCount u32, …                    likewise, and whatever the provider's own manifest says
 *   map Modes 0 Slow, 1 Fast                         names of values, for fields of any class below
 *   bits Options 0x1 Quiet, 0x2 Deep                 names of bits, likewise
 * </pre>
 *
 * <p>Several tasks may share one class; what stands behind the first {@code #} of a line is a comment. For fields see
 * {@link FieldListReader}. The first line of fields that fits an event counts.
 */
public final class EventTable {
    record Key(UUID guid, boolean classic) {}

    private record Named(String provider, String task, String opcode) {}

    private record Layout(int fromVersion, int toVersion, boolean isInstead, List<FieldSchema> fields, int slots) {
        boolean fits(int version) {
            return version >= fromVersion && version <= toVersion;
        }

        String versions() {
            if (toVersion == Integer.MAX_VALUE) {
                return fromVersion == 0 ? "any" : fromVersion + "+";
            }
            return fromVersion == toVersion ? Integer.toString(fromVersion) : fromVersion + "-" + toVersion;
        }
    }

    /** The events of one class or provider. */
    public static final class Entry {
        private final boolean classic;
        private final Named unknown;
        private final Map<Integer, Named> names = new HashMap<>();
        private final Map<Integer, List<Layout>> layouts = new HashMap<>();

        private Entry(boolean classic, Named unknown) {
            this.classic = classic;
            this.unknown = unknown;
        }

        /**
         * The names of an event, without fields. An opcode that is not in the table is {@code Opcode(n)} of its class; an
         * id that is not has neither task nor opcode.
         */
        public EventSchema names(int number) {
            Named named = names.get(number);
            if (named == null) {
                String opcode = classic ? "Opcode(" + number + ")" : "";
                return schema(new Named(unknown.provider, classic ? unknown.task : "", opcode), List.of(), 0);
            }
            return schema(named, List.of(), 0);
        }

        /** Names and fields; empty if the fields are not known. */
        public Optional<EventSchema> find(int number, int version) {
            return layout(number, version).map(layout -> {
                EventSchema named = names(number);
                return schema(new Named(named.provider(), named.task(), named.opcode()), layout.fields, layout.slots);
            });
        }

        /** A schema with the fields that the event really has, where its own are known to be others. */
        public EventSchema corrected(EventSchema own, int number, int version) {
            Optional<Layout> known = layout(number, version);
            if (known.isEmpty()) {
                return own;
            }
            return known.get().isInstead
                    ? own.withFields(known.get().fields, known.get().slots)
                    : own.withFields(named(own.fields(), known.get().fields), own.slots());
        }

        /** With the names that the table has for values: manifests that were written down anew often lost them. */
        private static List<FieldSchema> named(List<FieldSchema> own, List<FieldSchema> known) {
            Map<String, String> maps = new HashMap<>();
            known.stream()
                    .filter(field -> !field.mapName().isEmpty())
                    .forEach(field -> maps.put(field.name(), field.mapName()));
            return own.stream()
                    .map(field -> maps.containsKey(field.name()) ? field.withMap(maps.get(field.name())) : field)
                    .toList();
        }

        private Optional<Layout> layout(int number, int version) {
            return layouts.getOrDefault(number, List.of()).stream()
                    .filter(layout -> layout.fits(version))
                    .findFirst();
        }

        /** All that the table has, for people to look at. */
        ProviderSchema describe(UUID guid) {
            List<ProviderSchema.Event> events = new ArrayList<>();
            names.keySet().stream()
                    .filter(number -> !layouts.containsKey(number))
                    .forEach(number -> events.add(described(number, "any", names(number))));
            layouts.forEach((number, list) -> {
                Named named = names.getOrDefault(number, unknown);
                list.forEach(layout ->
                        events.add(described(number, layout.versions(), schema(named, layout.fields, layout.slots))));
            });
            events.sort(ProviderSchema.Event.ORDER);
            return new ProviderSchema(guid, unknown.provider, events);
        }

        private static ProviderSchema.Event described(int number, String versions, EventSchema schema) {
            return new ProviderSchema.Event(number, versions, ProviderSchema.eventName(number, schema), schema);
        }

        private static EventSchema schema(Named named, List<FieldSchema> fields, int slots) {
            return new EventSchema(named.provider, named.task, named.opcode, "", "", fields, slots);
        }
    }

    private final Map<Key, Entry> entries = new HashMap<>();
    private final Map<String, ValueMap> maps = new HashMap<>();
    private String provider = "";
    private String task = "";
    private Entry entry = new Entry(true, new Named("", "", ""));

    /** @throws IllegalArgumentException if a line is not as the class says; the message names table and line */
    void read(String name, String text) {
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            try {
                readLine(line.replaceFirst("#.*", "").strip());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + ":" + number + ": " + e.getMessage(), e);
            }
        }
    }

    Map<Key, Entry> entries() {
        return Map.copyOf(entries);
    }

    Map<String, ValueMap> maps() {
        return Map.copyOf(maps);
    }

    private void readLine(String line) {
        if (line.isEmpty()) {
            return;
        }
        String keyword = line.split(" ", 2)[0];
        String rest = line.substring(keyword.length()).strip();
        switch (keyword) {
            case "provider" -> provider = rest;
            case "task" -> open(rest, true);
            case "manifest" -> open(rest, false);
            case "event" -> event(rest);
            case "fields" -> fields(rest, false);
            case "instead" -> fields(rest, true);
            case "map" -> map(rest, false);
            case "bits" -> map(rest, true);
            default -> throw new IllegalArgumentException("no line starts with '" + keyword + "'");
        }
    }

    private void open(String rest, boolean classic) {
        int space = rest.lastIndexOf(' ');
        task = classic ? rest.substring(0, space) : "";
        Named unknown = new Named(classic ? provider : rest.substring(0, space), task, "");
        Key key = new Key(UUID.fromString(rest.substring(space + 1)), classic);
        entry = entries.computeIfAbsent(key, none -> new Entry(classic, unknown));
    }

    private void event(String rest) {
        String[] parts = rest.split(" ", 2);
        String name = parts[1].strip();
        if (entry.classic) {
            entry.names.put(Integer.decode(parts[0]), new Named(provider, task, name));
            return;
        }
        int slash = name.indexOf('/');
        Named named = slash < 0
                ? new Named(entry.unknown.provider, name, "")
                : new Named(entry.unknown.provider, name.substring(0, slash), name.substring(slash + 1));
        entry.names.put(Integer.decode(parts[0]), named);
    }

    private void map(String rest, boolean ofBits) {
        int space = rest.indexOf(' ');
        String name = rest.substring(0, space);
        Map<Long, String> names = new LinkedHashMap<>();
        for (String part : rest.substring(space + 1).split(",", -1)) {
            String[] valueAndName = part.strip().split(" ", 2);
            names.put(Long.decode(valueAndName[0]), valueAndName[1].strip());
        }
        maps.put(name, new ValueMap(name, ofBits, names));
    }

    private void fields(String rest, boolean isInstead) {
        int colon = rest.indexOf(':');
        String[] selector = rest.substring(0, colon).strip().split(" +", -1);
        int[] versions = selector.length > 1 ? range(selector[1].substring(1)) : new int[] {0, Integer.MAX_VALUE};
        FieldListReader reader = new FieldListReader(rest.substring(colon + 1));
        List<FieldSchema> list = reader.fields();
        checkMaps(list);
        Layout layout = new Layout(versions[0], versions[1], isInstead, list, reader.slots());
        for (String part : selector[0].split(",", -1)) {
            int[] numbers = range(part);
            for (int number = numbers[0]; number <= numbers[1]; number++) {
                entry.layouts.computeIfAbsent(number, none -> new ArrayList<>()).add(layout);
            }
        }
    }

    private void checkMaps(List<FieldSchema> fields) {
        for (FieldSchema field : fields) {
            if (!field.mapName().isEmpty() && !maps.containsKey(field.mapName())) {
                throw new IllegalArgumentException(
                        "field " + field.name() + " has the unknown map '" + field.mapName() + "'");
            }
        }
    }

    /** {@code 3}, {@code 3-5} or {@code 3+}. */
    private static int[] range(String text) {
        if (text.endsWith("+")) {
            return new int[] {Integer.parseInt(text.substring(0, text.length() - 1)), Integer.MAX_VALUE};
        }
        String[] ends = text.split("-", -1);
        return new int[] {Integer.decode(ends[0]), Integer.decode(ends[ends.length - 1])};
    }
}
