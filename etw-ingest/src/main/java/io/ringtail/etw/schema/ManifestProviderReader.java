package io.ringtail.etw.schema;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads one provider of a manifest. Declarations are gathered first, so that the work is linear in the manifest. */
final class ManifestProviderReader {
    private static final String WINDOWS = "win:";

    private record Template(List<FieldSchema> fields, int slots) {}

    private final XmlElement element;
    private final Map<String, String> strings;
    private final String name;
    private final Map<String, Template> templates = new HashMap<>();
    private final Map<String, String> tasks = new HashMap<>();
    /** Opcodes of one task by {@code task/opcode}, those of all tasks by {@code /opcode}. */
    private final Map<String, String> opcodes = new HashMap<>();

    private final Map<String, String> levels = new HashMap<>();
    private final Map<String, String> keywords = new HashMap<>();

    ManifestProviderReader(XmlElement element, Map<String, String> strings) {
        this.element = element;
        this.strings = strings;
        name = element.attribute("name");
        // Without a template an event has no fields.
        templates.put("", new Template(List.of(), 0));
    }

    Manifest.Provider provider() throws BrokenSchemaException {
        UUID guid = guid(element.attribute("guid"));
        gatherTemplates();
        gatherNames();
        Map<EventKey, EventSchema> events = new LinkedHashMap<>();
        for (XmlElement event : element.all("event")) {
            Template template = templates.get(event.attribute("template"));
            Optional<EventKey> key = key(guid, event);
            if (template != null && key.isPresent()) {
                events.put(key.get(), event(event, template));
            }
        }
        return new Manifest.Provider(guid, name, events, maps());
    }

    private void gatherTemplates() {
        for (XmlElement template : element.all("template")) {
            read(template).ifPresent(read -> templates.put(template.attribute("tid"), read));
        }
    }

    /** Empty if it cannot be read; its events are then left out. */
    private static Optional<Template> read(XmlElement template) {
        try {
            TemplateReader reader = new TemplateReader(template);
            return Optional.of(new Template(reader.fields(), reader.slots()));
        } catch (BrokenSchemaException e) {
            return Optional.empty();
        }
    }

    private void gatherNames() {
        element.all("level").forEach(level -> levels.put(level.attribute("name"), display(level)));
        element.all("keyword").forEach(keyword -> keywords.put(keyword.attribute("name"), display(keyword)));
        for (XmlElement opcode : element.all("opcode")) {
            opcodes.putIfAbsent("/" + opcode.attribute("name"), display(opcode));
        }
        for (XmlElement task : element.all("task")) {
            String taskName = task.attribute("name");
            tasks.putIfAbsent(taskName, display(task));
            for (XmlElement opcode : task.all("opcode")) {
                opcodes.put(taskName + "/" + opcode.attribute("name"), display(opcode));
            }
        }
    }

    private EventSchema event(XmlElement event, Template template) {
        String task = event.attribute("task");
        String taskName = task.isEmpty() ? event.attribute("symbol") : tasks.getOrDefault(task, task);
        return new EventSchema(
                name,
                TdhEvent.withoutPrefix(taskName),
                opcode(task, event.attribute("opcode")),
                "",
                text(event.attribute("message")),
                template.fields(),
                template.slots(),
                named(event.attribute("level"), levels),
                keywords(event.attribute("keywords")));
    }

    private List<String> keywords(String references) {
        return Arrays.stream(references.split("\\s+"))
                .filter(reference -> !reference.isEmpty())
                .map(reference -> named(reference, keywords))
                .toList();
    }

    private static String named(String reference, Map<String, String> declared) {
        return TdhEvent.withoutPrefix(declared.getOrDefault(reference, reference));
    }

    private String opcode(String task, String opcode) {
        String ofTask = opcodes.get(task + "/" + opcode);
        String found = ofTask == null ? opcodes.getOrDefault("/" + opcode, opcode) : ofTask;
        return found.startsWith(WINDOWS) ? found.substring(WINDOWS.length()) : found;
    }

    private Map<String, ValueMap> maps() {
        Map<String, ValueMap> maps = new HashMap<>();
        for (XmlElement map : element.all("valueMap")) {
            maps.put(map.attribute("name"), map(map, false));
        }
        for (XmlElement map : element.all("bitMap")) {
            maps.put(map.attribute("name"), map(map, true));
        }
        return maps;
    }

    private ValueMap map(XmlElement map, boolean ofBits) {
        Map<Long, String> names = new LinkedHashMap<>();
        for (XmlElement entry : map.children()) {
            Optional<Long> value = Numbers.parse(entry.attribute("value"));
            String text = text(entry.attribute("message")).strip();
            // What is no number, or has no text, names nothing: its value is shown as it is.
            if (value.isPresent() && !text.isEmpty()) {
                names.put(value.get(), text);
            }
        }
        return new ValueMap(map.attribute("name"), ofBits, names);
    }

    /** What Windows shows for a task or opcode: its message if it has one, else its name. */
    private String display(XmlElement declared) {
        String message = text(declared.attribute("message")).strip();
        return message.isEmpty() ? declared.attribute("name") : message;
    }

    /** {@code $(string.id)} resolved. */
    private String text(String reference) {
        String start = "$(string.";
        if (reference.startsWith(start) && reference.endsWith(")")) {
            return strings.getOrDefault(reference.substring(start.length(), reference.length() - 1), "");
        }
        return reference;
    }

    private static Optional<EventKey> key(UUID guid, XmlElement event) {
        Optional<Long> id = Numbers.parse(event.attribute("value"));
        String version = event.attribute("version");
        Optional<Long> versionNumber = version.isEmpty() ? Optional.of(0L) : Numbers.parse(version);
        return id.flatMap(
                value -> versionNumber.map(number -> new EventKey(guid, value.intValue(), number.intValue())));
    }

    private static UUID guid(String text) throws BrokenSchemaException {
        String plain = text.strip().replace("{", "").replace("}", "");
        try {
            return UUID.fromString(plain);
        } catch (IllegalArgumentException e) {
            throw new BrokenSchemaException("the provider's GUID is '" + text + "', wanted {xxxxxxxx-xxxx-xxxx-…}");
        }
    }
}
