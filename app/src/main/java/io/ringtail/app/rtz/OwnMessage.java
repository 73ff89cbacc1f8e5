package io.ringtail.app.rtz;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.bus.OwnMessages;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.EventType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One of Ringtail's own events, as far as sessions must know it.
 *
 * @param message null if this Ringtail does not know what it says
 */
record OwnMessage(@Nullable Message message) {
    private static final OwnMessages KNOWN = OwnMessages.ofBus();
    private static final String SOURCE = "source";

    static OwnMessage of(EventView event, Catalog catalog) {
        EventType type = catalog.type(event.type());
        Optional<Message> prototype = KNOWN.prototype(type.provider(), type.id());
        if (prototype.isEmpty()) {
            return new OwnMessage(null);
        }
        try {
            return new OwnMessage(prototype.get().getParserForType().parseFrom(event.payload()));
        } catch (InvalidProtocolBufferException e) {
            return new OwnMessage(null);
        }
    }

    /** The id of the source that it speaks of; -1 if it speaks of none. */
    int source() {
        FieldDescriptor field = field();
        return message == null || field == null ? -1 : (Integer) message.getField(field);
    }

    /** Whether it holds a text, or may. */
    boolean mayTell() {
        return message == null
                || message.getAllFields().keySet().stream()
                        .anyMatch(field -> field.getJavaType() == FieldDescriptor.JavaType.STRING
                                        && !field.getName().equals("reason")
                                || field.getJavaType() == FieldDescriptor.JavaType.BYTE_STRING);
    }

    /** The payload with another id for its source. */
    byte[] withSource(byte[] payload, int source) {
        FieldDescriptor field = field();
        return message == null || field == null
                ? payload
                : message.toBuilder().setField(field, source).build().toByteArray();
    }

    private @Nullable FieldDescriptor field() {
        FieldDescriptor field =
                message == null ? null : message.getDescriptorForType().findFieldByName(SOURCE);
        return field != null && field.getJavaType() == FieldDescriptor.JavaType.INT ? field : null;
    }
}
