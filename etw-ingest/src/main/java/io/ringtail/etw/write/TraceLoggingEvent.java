package io.ringtail.etw.write;

import io.ringtail.etw.file.LittleEndian;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * A TraceLogging event as its provider declares it; {@link #metadata} is the data of extended item 11.
 *
 * @param tags up to 28 bits
 */
public record TraceLoggingEvent(String name, int tags, List<TraceLoggingField> fields) {
    private static final int MAX_METADATA_BYTES = 0xFFFF;

    public TraceLoggingEvent {
        TraceLoggingField.checkName(name);
        TraceLoggingField.checkTags(tags);
        fields = List.copyOf(fields);
    }

    public static TraceLoggingEvent of(String name, TraceLoggingField... fields) {
        return new TraceLoggingEvent(name, 0, List.of(fields));
    }

    /**
     * The size, the tags, the name, then each field with its members behind it.
     *
     * @throws IllegalArgumentException if that is more than an extended item holds
     */
    public byte[] metadata() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        out.write(0);
        TraceLoggingField.writeTags(out, tags);
        out.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        out.write(0);
        fields.forEach(field -> field.writeTo(out));
        byte[] bytes = out.toByteArray();
        if (bytes.length > MAX_METADATA_BYTES) {
            throw new IllegalArgumentException(
                    "the metadata of '" + name + "' has at most " + MAX_METADATA_BYTES + " bytes, not " + bytes.length);
        }
        LittleEndian.putShort(bytes, 0, bytes.length);
        return bytes;
    }

    /** The event's type on channel 11, which TraceLogging uses. */
    public EventType type(int pointerBytes, UUID provider, int level, int opcode, long keyword) {
        return new EventType(HeaderKind.EVENT, pointerBytes, provider, 0, 0, 11, level, opcode, 0, keyword, metadata());
    }
}
