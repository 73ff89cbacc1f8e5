package io.ringtail.ring.payload;

import io.ringtail.ring.block.EventView;
import java.util.List;
import java.util.Map;

/**
 * How the events of one type from one source and process are named and read. Immutable; any thread.
 *
 * <p>Names that are unknown are empty strings.
 */
public interface PayloadLayout {
    /** As TraceEvent prints it, else the provider's GUID in lower case. */
    String provider();

    /** {@code Task/Opcode}, without the opcode when it is Info; {@code EventID(n)} when unknown. */
    String eventName();

    default String taskName() {
        return "";
    }

    default String opcodeName() {
        return "";
    }

    /** Of the standard levels as {@link StandardNames} has it, of others as the provider calls it. */
    default String levelName() {
        return "";
    }

    /** The names of the keywords' bits with {@code |} between them, those that have one. */
    default String keywordNames() {
        return "";
    }

    /** Whether a schema was found, so that the fields below are all of the payload. */
    boolean decodable();

    /** The fields in payload order, then computed ones. Names can repeat; the first one wins. */
    List<Field> fields();

    /** The reader of a field of {@link #fields}. */
    FieldReader reader(int field);

    /** The same for a field that is computed of the events' context. */
    default FieldReader reader(int field, EventContext context) {
        return reader(field);
    }

    /** All fields of the payload by name, nested, in payload order: the {@code Payload} column. */
    Map<String, Object> payload(EventView event);

    /** The manifest's message with the event's fields filled in; empty if there is none. */
    default String message(EventView event) {
        return "";
    }

    /** Why the payload cannot be read to its end as the schema says; empty if it can. */
    default String problem(EventView event) {
        return "";
    }

    /**
     * Tells where in the payload texts and unknown bytes are, and returns how many bytes the schema accounts for; of what
     * is behind them nothing is known. Without a schema that is all of it.
     */
    default int locate(EventView event, PayloadParts parts) {
        return 0;
    }
}
