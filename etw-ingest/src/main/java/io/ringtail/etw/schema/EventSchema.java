package io.ringtail.etw.schema;

import java.util.List;
import java.util.Objects;

/**
 * How the events of one type are named and read, wherever that was learnt. Names that are unknown are empty strings.
 *
 * @param provider the provider's name
 * @param opcode without {@code win:}
 * @param eventName a name of its own, as TraceLogging events have; empty if the event is named by task and opcode
 * @param message text with {@code %1} for the first field and so on
 * @param slots how many fields have a {@link FieldSchema#slot}
 * @param level the level's name, as the provider calls it
 * @param keywords the names of the event's keywords
 */
public record EventSchema(
        String provider,
        String task,
        String opcode,
        String eventName,
        String message,
        List<FieldSchema> fields,
        int slots,
        String level,
        List<String> keywords) {
    /** More than any real event has; a schema with more is refused. */
    public static final int MAX_FIELDS = 2048;
    /** How deep structures may stand in structures. */
    public static final int MAX_DEPTH = 16;

    public EventSchema {
        Objects.requireNonNull(provider);
        Objects.requireNonNull(task);
        Objects.requireNonNull(opcode);
        Objects.requireNonNull(eventName);
        Objects.requireNonNull(message);
        fields = List.copyOf(fields);
        Objects.requireNonNull(level);
        keywords = List.copyOf(keywords);
    }

    /** A schema that names neither level nor keywords. */
    public EventSchema(
            String provider,
            String task,
            String opcode,
            String eventName,
            String message,
            List<FieldSchema> fields,
            int slots) {
        this(provider, task, opcode, eventName, message, fields, slots, "", List.of());
    }

    EventSchema withFields(List<FieldSchema> newFields, int newSlots) {
        return new EventSchema(provider, task, opcode, eventName, message, newFields, newSlots, level, keywords);
    }
}
