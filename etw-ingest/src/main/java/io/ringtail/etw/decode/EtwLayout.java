package io.ringtail.etw.decode;

import io.ringtail.etw.schema.FieldSchema;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.payload.EventContext;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.PayloadLayout;
import io.ringtail.ring.payload.PayloadParts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The layout of one type of ETW event. Of a payload that is shorter than its schema, what fits is read; bytes behind the
 * schema's end are no field, and {@link #problem} counts them. Immutable.
 */
public final class EtwLayout implements PayloadLayout {
    private final EventNames names;
    private final StructNode payload;
    private final List<Field> fields = new ArrayList<>();
    private final int payloadFields;
    private final FieldReaders readers;
    private final List<ComputedField> computed;
    private final MessageFormat message;
    private final int slots;
    private final String broken;

    /**
     * @param broken why there are no fields; empty if the schema is whole
     * @param computes makes what is computed of the fields
     */
    EtwLayout(
            EventNames names,
            List<FieldSchema> schema,
            int slots,
            NodeCompiler compiler,
            String message,
            String broken,
            BiFunction<List<Field>, FieldReaders, List<ComputedField>> computes) {
        this.names = names;
        this.slots = slots;
        this.broken = broken;
        payload = StructNode.of("payload", compiler.compile(schema));
        for (Node node : payload.members()) {
            fields.add(new Field(node.name(), node.type(), node.hexadecimal()));
        }
        payloadFields = fields.size();
        readers = new FieldReaders(payload.members(), slots);
        computed = List.copyOf(computes.apply(List.copyOf(fields), readers));
        computed.forEach(field -> fields.add(field.field()));
        this.message = new MessageFormat(message);
    }

    @Override
    public String provider() {
        return names.provider();
    }

    @Override
    public String eventName() {
        return names.event();
    }

    @Override
    public String taskName() {
        return names.task();
    }

    @Override
    public String opcodeName() {
        return names.opcode();
    }

    @Override
    public String levelName() {
        return names.level();
    }

    @Override
    public String keywordNames() {
        return names.keywords();
    }

    @Override
    public boolean decodable() {
        return broken.isEmpty();
    }

    @Override
    public List<Field> fields() {
        return Collections.unmodifiableList(fields);
    }

    @Override
    public FieldReader reader(int field) {
        return reader(field, EventContext.NONE);
    }

    @Override
    public FieldReader reader(int field, EventContext context) {
        return field < payloadFields
                ? readers.get(field)
                : computed.get(field - payloadFields).reader(context);
    }

    /** How many of the fields stand in the payload; computed ones are behind them. */
    public int payloadFields() {
        return payloadFields;
    }

    @Override
    public Map<String, Object> payload(EventView event) {
        return payload.value(new Walk(event, slots));
    }

    @Override
    public String message(EventView event) {
        return message.isEmpty() ? "" : message.fill(this, event);
    }

    @Override
    public String problem(EventView event) {
        if (!broken.isEmpty()) {
            return broken;
        }
        if (payload.width() == event.payloadBytes()) {
            return "";
        }
        Walk walk = new Walk(event, slots);
        for (Node member : payload.members()) {
            member.skip(walk);
        }
        return walk.failed() || walk.remaining() == 0
                ? walk.problem()
                : "payload has " + walk.remaining() + " bytes beyond its schema";
    }

    @Override
    public int locate(EventView event, PayloadParts parts) {
        if (!broken.isEmpty()) {
            return 0;
        }
        Walk walk = new Walk(event, slots, parts);
        for (int i = 0; i < payload.members().size() && !walk.failed(); i++) {
            payload.members().get(i).value(walk);
        }
        return walk.at;
    }
}
