package io.ringtail.etw.write;

import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Guids;
import io.ringtail.ring.event.HeaderKind;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * The schema of a manifest event as merge tools put it into a trace: TDH's TRACE_EVENT_INFO, the payload of an
 * EventMetadata record. Texts may be empty, which stands for none.
 *
 * @param event of which only provider and descriptor count
 * @param message with {@code %1} for the first property, and so on
 * @param properties the top level ones first, then the structs' members
 * @param topLevelCount how many properties are no struct's member
 */
public record EventInfo(
        EventType event,
        String providerName,
        String levelName,
        String channelName,
        List<String> keywordNames,
        String taskName,
        String opcodeName,
        String message,
        List<EventProperty> properties,
        int topLevelCount) {

    /** The provider of all EventMetadata records. */
    public static final UUID EVENT_METADATA = UUID.fromString("bbccf6c1-6cd1-48c4-80ff-839482e37671");

    static final int EVENT_INFO_OPCODE = 32;
    static final int EVENT_MAP_OPCODE = 33;

    private static final int DECODING_SOURCE_MANIFEST = 0;
    private static final int PROPERTIES_AT = 112;
    private static final int PROPERTY_BYTES = 24;

    public EventInfo {
        Objects.requireNonNull(event);
        keywordNames = List.copyOf(keywordNames);
        properties = List.copyOf(properties);
        if (topLevelCount < 0 || topLevelCount > properties.size()) {
            throw new IllegalArgumentException(
                    "of " + properties.size() + " properties " + topLevelCount + " cannot be at the top level");
        }
    }

    /** A schema without structs, level, channel and keyword names. */
    public static EventInfo of(
            EventType event,
            String providerName,
            String taskName,
            String opcodeName,
            String message,
            EventProperty... properties) {
        return new EventInfo(
                event,
                providerName,
                "",
                "",
                List.of(),
                taskName,
                opcodeName,
                message,
                List.of(properties),
                properties.length);
    }

    /** The type of the record that carries a schema. */
    public static EventType recordType(int pointerBytes) {
        return metadataType(pointerBytes, EVENT_INFO_OPCODE);
    }

    static EventType metadataType(int pointerBytes, int opcode) {
        return new EventType(
                HeaderKind.FULL,
                pointerBytes,
                EVENT_METADATA,
                opcode,
                0,
                0,
                0,
                opcode,
                0,
                0,
                EventType.NO_TRACE_LOGGING);
    }

    /** The record's payload. */
    public byte[] payload() {
        Texts texts = new Texts(PROPERTIES_AT + PROPERTY_BYTES * properties.size());
        PayloadBuilder out = new PayloadBuilder(8);
        out.guid(event.provider()).guid(Guids.ZERO);
        out.int16(event.id()).int8(event.version()).int8(event.channel());
        out.int8(event.level()).int8(event.opcode()).int16(event.task()).int64(event.keyword());
        out.int32(DECODING_SOURCE_MANIFEST);
        out.int32(texts.add(providerName)).int32(texts.add(levelName)).int32(texts.add(channelName));
        out.int32(texts.addList(keywordNames)).int32(texts.add(taskName)).int32(texts.add(opcodeName));
        out.int32(texts.add(message)).zeros(3 * Integer.BYTES).zeros(2 * Integer.BYTES);
        out.int32(properties.size()).int32(topLevelCount).int32(0);
        properties.forEach(property -> property.writeTo(out, texts));
        return out.raw(texts.bytes()).toBytes();
    }

    /** The texts behind the fixed part; offsets count from the start of the whole. */
    static final class Texts {
        private final PayloadBuilder texts = new PayloadBuilder(8);
        private final int start;

        Texts(int start) {
            this.start = start;
        }

        int add(String text) {
            if (text.isEmpty()) {
                return 0;
            }
            int offset = start + texts.length();
            texts.utf16(text);
            return offset;
        }

        int addList(List<String> list) {
            if (list.isEmpty()) {
                return 0;
            }
            int offset = start + texts.length();
            list.forEach(texts::utf16);
            texts.int16(0);
            return offset;
        }

        byte[] bytes() {
            return texts.toBytes();
        }
    }
}
