package io.ringtail.etw.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A TRACE_EVENT_INFO block, as trace merge tools put it into a trace for every event that they could name. Everything in
 * it is an offset from the block's start and none of them is trusted: structures may not nest deeper than {@link
 * EventSchema#MAX_DEPTH}, nor unfold to more than {@link EventSchema#MAX_FIELDS} fields.
 */
final class TdhEvent {
    private static final int PROVIDER_AT = 0;
    private static final int EVENT_GUID_AT = 16;
    private static final int ID_AT = 32;
    private static final int VERSION_AT = 34;
    private static final int DECODING_SOURCE_AT = 48;
    private static final int PROVIDER_NAME_AT = 52;
    private static final int TASK_NAME_AT = 68;
    private static final int OPCODE_NAME_AT = 72;
    private static final int MESSAGE_AT = 76;
    private static final int PROPERTY_COUNT_AT = 100;
    private static final int TOP_LEVEL_COUNT_AT = 104;
    private static final int PROPERTIES_AT = 112;
    private static final int PROPERTY_BYTES = 24;
    private static final int MANIFEST = 0;

    private static final int IS_STRUCT = 1;
    private static final int LENGTH_IS_INDEX = 2;
    private static final int COUNT_IS_INDEX = 4;
    private static final int HAS_FIXED_COUNT = 0x20;

    private final SchemaBytes bytes;
    private final Map<Integer, Integer> slotOfProperty = new HashMap<>();
    private final int properties;
    private int fields;

    private TdhEvent(byte[] block) throws BrokenSchemaException {
        bytes = new SchemaBytes(block);
        long count = bytes.u32(PROPERTY_COUNT_AT, "the property count");
        if (count > EventSchema.MAX_FIELDS) {
            throw new BrokenSchemaException("there are " + count + " properties, more than " + EventSchema.MAX_FIELDS);
        }
        properties = (int) count;
    }

    /** Which events the block speaks for: those of a manifest; blocks for classic events are not read. */
    static EventKey key(byte[] block) throws BrokenSchemaException {
        SchemaBytes bytes = new SchemaBytes(block);
        long decoding = bytes.u32(DECODING_SOURCE_AT, "the decoding source");
        if (decoding != MANIFEST) {
            throw new BrokenSchemaException("the decoding source is " + decoding + ", not 0 (manifest)");
        }
        UUID provider = bytes.guid(PROVIDER_AT, "the provider");
        bytes.guid(EVENT_GUID_AT, "the event's class");
        return new EventKey(provider, bytes.u16(ID_AT, "the event's id"), bytes.u8(VERSION_AT, "the version"));
    }

    static String providerName(byte[] block) throws BrokenSchemaException {
        SchemaBytes bytes = new SchemaBytes(block);
        return bytes.utf16(bytes.u32(PROVIDER_NAME_AT, "the provider's name"), "the provider's name");
    }

    static EventSchema parse(byte[] block) throws BrokenSchemaException {
        return new TdhEvent(block).event();
    }

    private EventSchema event() throws BrokenSchemaException {
        findSlots();
        long topLevel = bytes.u32(TOP_LEVEL_COUNT_AT, "the top-level property count");
        if (topLevel > properties) {
            throw new BrokenSchemaException(topLevel + " of " + properties + " properties are top-level");
        }
        List<FieldSchema> top = fields(0, (int) topLevel, 0);
        return new EventSchema(
                text(PROVIDER_NAME_AT, "the provider's name"),
                text(TASK_NAME_AT, "the task's name"),
                withoutPrefix(text(OPCODE_NAME_AT, "the opcode's name")),
                "",
                text(MESSAGE_AT, "the message"),
                top,
                slotOfProperty.size());
    }

    static String withoutPrefix(String opcode) {
        return opcode.startsWith("win:") ? opcode.substring("win:".length()) : opcode;
    }

    private void findSlots() throws BrokenSchemaException {
        for (int i = 0; i < properties; i++) {
            int at = at(i);
            long flags = flags(at);
            if ((flags & COUNT_IS_INDEX) != 0) {
                addSlot(count(at));
            }
            if ((flags & LENGTH_IS_INDEX) != 0) {
                addSlot(length(at));
            }
        }
    }

    private void addSlot(int property) throws BrokenSchemaException {
        if (property >= properties) {
            throw new BrokenSchemaException("an extent is property " + property + " of " + properties);
        }
        slotOfProperty.putIfAbsent(property, slotOfProperty.size());
    }

    private List<FieldSchema> fields(int first, int number, int depth) throws BrokenSchemaException {
        if (first + number > properties) {
            throw new BrokenSchemaException(
                    "a structure has the properties " + first + " to " + (first + number) + " of " + properties);
        }
        List<FieldSchema> all = new ArrayList<>(number);
        for (int i = first; i < first + number; i++) {
            all.add(field(i, depth));
        }
        return all;
    }

    private FieldSchema field(int index, int depth) throws BrokenSchemaException {
        if (++fields > EventSchema.MAX_FIELDS || depth > EventSchema.MAX_DEPTH) {
            throw new BrokenSchemaException("structures nest deeper than " + EventSchema.MAX_DEPTH
                    + " or unfold to more than " + EventSchema.MAX_FIELDS + " fields");
        }
        int at = at(index);
        String name = bytes.utf16(bytes.u32(at + 4, "a name"), "the name of property " + index);
        long flags = flags(at);
        if ((flags & IS_STRUCT) != 0) {
            int first = bytes.u16(at + 8, "a structure's start");
            int number = bytes.u16(at + 10, "a structure's size");
            return FieldSchema.struct(name, countExtent(at, flags), fields(first, number, depth + 1));
        }
        return plain(index, at, name, flags);
    }

    private FieldSchema plain(int index, int at, String name, long flags) throws BrokenSchemaException {
        int number = bytes.u16(at + 8, "an in-type");
        InType in = InType.ofNumber(number)
                .filter(type -> type != InType.STRUCT)
                .orElseThrow(() -> new BrokenSchemaException("field '" + name + "' has the unknown type " + number));
        OutType out = OutType.ofTdh(bytes.u16(at + 10, "an out-type"));
        String map = bytes.utf16(bytes.u32(at + 12, "a map"), "the map of field '" + name + "'");
        return FieldSchema.of(name, in, out)
                .withLength(lengthExtent(at, flags))
                .withCount(countExtent(at, flags))
                .withMap(map)
                .withSlot(slotOfProperty.getOrDefault(index, FieldSchema.NO_SLOT));
    }

    private Extent countExtent(int at, long flags) throws BrokenSchemaException {
        int count = count(at);
        if ((flags & COUNT_IS_INDEX) != 0) {
            return new Extent.OfField(slot(count));
        }
        return (flags & HAS_FIXED_COUNT) != 0 || count > 1 ? new Extent.Fixed(count) : Extent.OWN;
    }

    private Extent lengthExtent(int at, long flags) throws BrokenSchemaException {
        int length = length(at);
        if ((flags & LENGTH_IS_INDEX) != 0) {
            return new Extent.OfField(slot(length));
        }
        return length == 0 ? Extent.OWN : new Extent.Fixed(length);
    }

    private int slot(int property) {
        return slotOfProperty.getOrDefault(property, FieldSchema.NO_SLOT);
    }

    private int at(int index) {
        return PROPERTIES_AT + index * PROPERTY_BYTES;
    }

    private long flags(int at) throws BrokenSchemaException {
        return bytes.u32(at, "a property's flags");
    }

    private int count(int at) throws BrokenSchemaException {
        return bytes.u16(at + 16, "a property's count");
    }

    private int length(int at) throws BrokenSchemaException {
        return bytes.u16(at + 18, "a property's length");
    }

    private String text(int at, String what) throws BrokenSchemaException {
        return bytes.utf16(bytes.u32(at, what), what);
    }
}
