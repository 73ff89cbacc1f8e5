package io.ringtail.etw.schema;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;

/**
 * Reads one provider of a compiled manifest. Its events have no names of their own there: they are called by their task and
 * opcode, whose texts are shown as Windows shows them, the message before the name. The provider's own name stands in the
 * resources of newer compilers; else the channels tell it, or its message.
 */
final class WevtProviderReader {
    private static final int MESSAGE_AT = 8;
    private static final int PART_COUNT_AT = 12;
    private static final int PARTS_AT = 16;
    private static final int PART_BYTES = 8;

    /** Of every part: how many it has, and where they start. */
    private static final int COUNT_AT = 8;

    private static final int ITEMS_AT = 12;

    private static final int EVENTS_AT = 16;
    private static final int EVENT_BYTES = 48;
    private static final int TASK_NAME_AT = 24;
    private static final int OPCODE_NAME_AT = 8;
    private static final int LEVEL_NAME_AT = 8;
    private static final int KEYWORD_BYTES = 16;
    private static final int CHANNEL_BYTES = 16;
    private static final int CHANNEL_IS_IMPORTED = 1;
    private static final int ATTRIBUTE_BYTES = 8;
    private static final long ATTRIBUTE_NAME = 0x1000_0001L;
    private static final int MAP_ENTRIES_AT = 20;
    private static final int MAP_COUNT_AT = 16;
    private static final int MAP_ENTRY_BYTES = 8;
    private static final int MAX_PROVIDER_NAME_BYTES = 2048;

    private final WevtBytes bytes;
    private final SchemaBytes numbers;
    private final int start;
    private final IntFunction<String> messages;
    private final WevtTemplates templates;
    private final Map<String, Integer> parts = new HashMap<>();
    private final Map<Long, String> keywords = new LinkedHashMap<>();

    WevtProviderReader(WevtBytes bytes, int start, IntFunction<String> messages) {
        this.bytes = bytes;
        this.numbers = bytes.numbers();
        this.start = start;
        this.messages = messages;
        templates = new WevtTemplates(bytes);
    }

    Manifest.Provider provider(UUID guid) throws BrokenSchemaException {
        findParts();
        String name = name();
        findKeywords();
        return new Manifest.Provider(guid, name, events(guid, name), maps());
    }

    private void findParts() throws BrokenSchemaException {
        int count = bytes.count(start + PART_COUNT_AT, start + PARTS_AT, PART_BYTES, "parts");
        for (int i = 0; i < count; i++) {
            long offset = numbers.u32(start + PARTS_AT + i * PART_BYTES + Integer.BYTES, "a part's place");
            parts.putIfAbsent(bytes.signature(offset), (int) offset);
        }
    }

    private String name() throws BrokenSchemaException {
        String attribute = nameAttribute();
        if (!attribute.isEmpty()) {
            return attribute;
        }
        String ofChannels = nameInChannels();
        return ofChannels.isEmpty() ? message(numbers.u32(start + MESSAGE_AT, "the provider's message")) : ofChannels;
    }

    private String nameAttribute() throws BrokenSchemaException {
        Integer at = parts.get("PRVA");
        int count = at == null ? 0 : bytes.count(at + COUNT_AT, at + ITEMS_AT, ATTRIBUTE_BYTES, "attributes");
        for (int i = 0; i < count && at != null; i++) {
            int item = at + ITEMS_AT + i * ATTRIBUTE_BYTES;
            if (numbers.u32(item, "an attribute") == ATTRIBUTE_NAME) {
                int text = bytes.place(numbers.u32(item + 4, "the name's place"), "the provider's name");
                return bytes.text(text, Math.min(MAX_PROVIDER_NAME_BYTES, numbers.length() - text), "the name");
            }
        }
        return "";
    }

    /** Channels are called {@code Provider/Operational}; those of other providers are marked. */
    private String nameInChannels() throws BrokenSchemaException {
        Integer at = parts.get("CHAN");
        int count = at == null ? 0 : bytes.count(at + COUNT_AT, at + ITEMS_AT, CHANNEL_BYTES, "channels");
        for (int i = 0; i < count && at != null; i++) {
            int item = at + ITEMS_AT + i * CHANNEL_BYTES;
            boolean isImported = (numbers.u32(item + 8, "a channel's flags") & CHANNEL_IS_IMPORTED) != 0;
            String channel = bytes.name(numbers.u32(item + 4, "a channel's name"), "a channel's name");
            if (!isImported && channel.indexOf('/') > 0) {
                return channel.substring(0, channel.lastIndexOf('/'));
            }
        }
        return "";
    }

    private void findKeywords() throws BrokenSchemaException {
        Integer at = parts.get("KEYW");
        int count = at == null ? 0 : bytes.count(at + COUNT_AT, at + ITEMS_AT, KEYWORD_BYTES, "keywords");
        for (int i = 0; i < Math.min(count, Long.SIZE) && at != null; i++) {
            int item = at + ITEMS_AT + i * KEYWORD_BYTES;
            long mask = numbers.u32(item, "a keyword") | numbers.u32(item + Integer.BYTES, "a keyword") << Integer.SIZE;
            String message = message(numbers.u32(item + 8, "a keyword's message"));
            String keyword = message.isEmpty()
                    ? bytes.name(numbers.u32(item + 12, "a keyword's name"), "a keyword's name")
                    : message;
            keywords.put(mask, TdhEvent.withoutPrefix(keyword));
        }
    }

    private List<String> keywords(long mask) {
        return keywords.entrySet().stream()
                .filter(keyword -> (keyword.getKey() & mask) != 0)
                .map(Map.Entry::getValue)
                .toList();
    }

    private Map<EventKey, EventSchema> events(UUID guid, String provider) throws BrokenSchemaException {
        Map<EventKey, EventSchema> events = new LinkedHashMap<>();
        Integer at = parts.get("EVNT");
        int count = at == null ? 0 : bytes.count(at + COUNT_AT, at + EVENTS_AT, EVENT_BYTES, "events");
        for (int i = 0; i < count && at != null; i++) {
            int event = at + EVENTS_AT + i * EVENT_BYTES;
            EventKey key = new EventKey(guid, numbers.u16(event, "an id"), numbers.u8(event + 2, "a version"));
            event(event, provider).ifPresent(schema -> events.put(key, schema));
        }
        return events;
    }

    /** Empty if its template cannot be read. */
    private Optional<EventSchema> event(int at, String provider) throws BrokenSchemaException {
        Optional<WevtTemplates.Template> template = templates.at(numbers.u32(at + 20, "an event's template"));
        if (template.isEmpty()) {
            return Optional.empty();
        }
        String task = display(numbers.u32(at + 32, "an event's task"), TASK_NAME_AT, "a task");
        String opcode = display(numbers.u32(at + 24, "an event's opcode"), OPCODE_NAME_AT, "an opcode");
        String level = display(numbers.u32(at + 28, "an event's level"), LEVEL_NAME_AT, "a level");
        long mask = numbers.u32(at + 8, "keywords") | numbers.u32(at + 12, "keywords") << Integer.SIZE;
        return Optional.of(new EventSchema(
                provider,
                TdhEvent.withoutPrefix(task),
                TdhEvent.withoutPrefix(opcode),
                "",
                message(numbers.u32(at + 16, "an event's message")),
                template.get().fields(),
                template.get().slots(),
                TdhEvent.withoutPrefix(level),
                keywords(mask)));
    }

    /** What Windows shows for a task or opcode: its message if it has one, else its name. */
    private String display(long offset, int nameAt, String what) throws BrokenSchemaException {
        if (offset == 0) {
            return "";
        }
        int at = bytes.place(offset, what);
        String message = message(numbers.u32(at + 4, what));
        return message.isEmpty() ? bytes.name(numbers.u32(at + nameAt, what), what) : message;
    }

    private Map<String, ValueMap> maps() throws BrokenSchemaException {
        Map<String, ValueMap> maps = new HashMap<>();
        Integer at = parts.get("MAPS");
        int count = at == null ? 0 : bytes.count(at + COUNT_AT, at + ITEMS_AT, Integer.BYTES, "maps");
        for (int i = 0; i < count && at != null; i++) {
            long offset = numbers.u32(at + ITEMS_AT + i * Integer.BYTES, "a map's place");
            ValueMap map = map(offset);
            maps.put(map.name(), map);
        }
        return maps;
    }

    private ValueMap map(long offset) throws BrokenSchemaException {
        boolean ofBits = bytes.signature(offset).equals("BMAP");
        int at = bytes.part(offset, ofBits ? "BMAP" : "VMAP");
        String name = bytes.name(numbers.u32(at + 8, "a map's name"), "a map's name");
        int count = bytes.count(at + MAP_COUNT_AT, at + MAP_ENTRIES_AT, MAP_ENTRY_BYTES, "entries of map " + name);
        Map<Long, String> names = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            int entry = at + MAP_ENTRIES_AT + i * MAP_ENTRY_BYTES;
            String text = message(numbers.u32(entry + 4, "an entry's message"));
            if (!text.isEmpty()) {
                names.put(numbers.u32(entry, "an entry's value"), text);
            }
        }
        return new ValueMap(name, ofBits, names);
    }

    private String message(long number) {
        return number == WevtBytes.NO_MESSAGE ? "" : messages.apply((int) number);
    }
}
