package io.ringtail.etw.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A TRACE_EVENT_INFO block, as trace merge tools put it into a trace for every event that they could name. Everything in
 * it is an offset from the block's start, and none of them is trusted.
 */
final class TdhEvent {
    private static final int PROVIDER_AT = 0;
    private static final int EVENT_GUID_AT = 16;
    private static final int ID_AT = 32;
    private static final int VERSION_AT = 34;
    private static final int DECODING_SOURCE_AT = 48;
    private static final int PROVIDER_NAME_AT = 52;
    private static final int LEVEL_NAME_AT = 56;
    private static final int KEYWORD_NAMES_AT = 64;
    private static final int TASK_NAME_AT = 68;
    private static final int OPCODE_NAME_AT = 72;
    private static final int MESSAGE_AT = 76;
    private static final int PROPERTY_COUNT_AT = 100;
    private static final int TOP_LEVEL_COUNT_AT = 104;
    private static final int PROPERTIES_AT = 112;
    private static final int PROPERTY_BYTES = 24;
    private static final int MANIFEST = 0;
    private static final int MAX_KEYWORDS = Long.SIZE;

    private static final int IS_STRUCT = 1;
    private static final int LENGTH_IS_INDEX = 2;
    private static final int COUNT_IS_INDEX = 4;
    private static final int HAS_FIXED_COUNT = 0x20;

    private final SchemaBytes bytes;
    private final int properties;

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
        List<PropertyTree.Property> all = new ArrayList<>(properties);
        for (int i = 0; i < properties; i++) {
            all.add(property(i));
        }
        PropertyTree tree = new PropertyTree(all);
        long topLevel = bytes.u32(TOP_LEVEL_COUNT_AT, "the top-level property count");
        if (topLevel > properties) {
            throw new BrokenSchemaException(topLevel + " of " + properties + " properties are top-level");
        }
        List<FieldSchema> top = tree.fields((int) topLevel);
        return new EventSchema(
                text(PROVIDER_NAME_AT, "the provider's name"),
                text(TASK_NAME_AT, "the task's name"),
                withoutPrefix(text(OPCODE_NAME_AT, "the opcode's name")),
                "",
                text(MESSAGE_AT, "the message"),
                top,
                tree.slots(),
                withoutPrefix(text(LEVEL_NAME_AT, "the level's name")),
                keywords());
    }

    /** Texts one behind the other; an empty one ends them. */
    private List<String> keywords() throws BrokenSchemaException {
        List<String> names = new ArrayList<>();
        long at = bytes.u32(KEYWORD_NAMES_AT, "the keywords' names");
        while (at != 0 && names.size() < MAX_KEYWORDS) {
            int end = bytes.utf16End(at, "a keyword's name");
            if (end == at) {
                break;
            }
            names.add(withoutPrefix(bytes.utf16(at, "a keyword's name")));
            at = (long) end + Character.BYTES;
        }
        return names;
    }

    /** Of a level, opcode, task or keyword that all manifests know. */
    static String withoutPrefix(String name) {
        return name.startsWith("win:") ? name.substring("win:".length()) : name;
    }

    private PropertyTree.Property property(int index) throws BrokenSchemaException {
        int at = PROPERTIES_AT + index * PROPERTY_BYTES;
        long flags = bytes.u32(at, "a property's flags");
        String name = bytes.utf16(bytes.u32(at + 4, "a name"), "the name of property " + index);
        PropertyTree.Size count = count(flags, bytes.u16(at + 16, "a property's count"));
        PropertyTree.Size length = length(flags, bytes.u16(at + 18, "a property's length"));
        if ((flags & IS_STRUCT) != 0) {
            int first = bytes.u16(at + 8, "a structure's start");
            int members = bytes.u16(at + 10, "a structure's size");
            return new PropertyTree.Property(name, 0, OutType.NONE, "", length, count, first, members);
        }
        int in = bytes.u16(at + 8, "an in-type");
        OutType out = OutType.ofTdh(bytes.u16(at + 10, "an out-type"));
        String map = bytes.utf16(bytes.u32(at + 12, "a map"), "the map of field '" + name + "'");
        return new PropertyTree.Property(name, in, out, map, length, count, 0, PropertyTree.Property.NO_STRUCT);
    }

    private static PropertyTree.Size count(long flags, int count) {
        if ((flags & COUNT_IS_INDEX) != 0) {
            return new PropertyTree.Size.OfProperty(count);
        }
        return (flags & HAS_FIXED_COUNT) != 0 || count > 1 ? new PropertyTree.Size.Fixed(count) : PropertyTree.Size.OWN;
    }

    private static PropertyTree.Size length(long flags, int length) {
        if ((flags & LENGTH_IS_INDEX) != 0) {
            return new PropertyTree.Size.OfProperty(length);
        }
        return length == 0 ? PropertyTree.Size.OWN : new PropertyTree.Size.Fixed(length);
    }

    private String text(int at, String what) throws BrokenSchemaException {
        return bytes.utf16(bytes.u32(at, what), what);
    }
}
