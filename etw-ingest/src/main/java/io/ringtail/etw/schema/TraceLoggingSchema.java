package io.ringtail.etw.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the metadata that a TraceLogging event carries: {@code size u16, tags, name, fields}. Bounded by {@link
 * EventSchema#MAX_FIELDS} and {@link EventSchema#MAX_DEPTH}.
 */
public final class TraceLoggingSchema {
    private static final int TYPE_MASK = 0x1F;
    private static final int CONSTANT_COUNT = 0x20;
    private static final int VARIABLE_COUNT = 0x40;
    private static final int CUSTOM = 0x60;
    private static final int MORE = 0x80;

    private final SchemaBytes bytes;
    private int at;
    private int fields;

    private TraceLoggingSchema(byte[] metadata) {
        bytes = new SchemaBytes(metadata);
    }

    /** The event's schema; its provider's name is not in the metadata and stays empty. */
    public static EventSchema parse(byte[] metadata) throws BrokenSchemaException {
        return new TraceLoggingSchema(metadata).event();
    }

    private EventSchema event() throws BrokenSchemaException {
        int size = bytes.u16(0, "the size");
        if (size > bytes.length()) {
            throw new BrokenSchemaException("the size is " + size + " bytes, here are " + bytes.length());
        }
        at = Short.BYTES;
        skipTags();
        String name = name("the event's name");
        List<FieldSchema> all = new ArrayList<>();
        while (at < size) {
            all.add(field(0));
        }
        return new EventSchema("", "", "", name, "", all, 0);
    }

    private FieldSchema field(int depth) throws BrokenSchemaException {
        if (++fields > EventSchema.MAX_FIELDS) {
            throw new BrokenSchemaException("there are more than " + EventSchema.MAX_FIELDS + " fields");
        }
        String name = name("the name of field " + fields);
        int in = bytes.u8(at++, "the type of field '" + name + "'");
        int out = 0;
        if ((in & MORE) != 0) {
            int outByte = bytes.u8(at++, "the out-type of field '" + name + "'");
            out = outByte & ~MORE;
            if ((outByte & MORE) != 0) {
                skipTags();
            }
        }
        Extent count = count(in & CUSTOM, name);
        return typed(name, in, out, count, depth);
    }

    private Extent count(int kind, String name) throws BrokenSchemaException {
        if (kind == CONSTANT_COUNT) {
            int number = bytes.u16(at, "the count of field '" + name + "'");
            at += Short.BYTES;
            return new Extent.Fixed(number);
        }
        if (kind == CUSTOM) {
            // The type's own description stands here as length and bytes; only its owner can read it.
            at += Short.BYTES + bytes.u16(at, "the custom type of field '" + name + "'");
        }
        return kind == VARIABLE_COUNT ? Extent.PREFIXED : Extent.OWN;
    }

    private FieldSchema typed(String name, int in, int out, Extent count, int depth) throws BrokenSchemaException {
        if ((in & CUSTOM) == CUSTOM) {
            return FieldSchema.of(name, InType.COUNTED_BINARY, OutType.ofTraceLogging(out));
        }
        int number = in & TYPE_MASK;
        InType type = InType.ofNumber(number)
                .orElseThrow(() -> new BrokenSchemaException("field '" + name + "' has the unknown type " + number));
        if (type == InType.STRUCT) {
            return FieldSchema.struct(name, count, members(name, out, depth));
        }
        InType stored = type == InType.BINARY ? InType.COUNTED_BINARY : type;
        return FieldSchema.of(name, stored, OutType.ofTraceLogging(out)).withCount(count);
    }

    private List<FieldSchema> members(String name, int number, int depth) throws BrokenSchemaException {
        if (depth >= EventSchema.MAX_DEPTH) {
            throw new BrokenSchemaException(
                    "structure '" + name + "' stands deeper than " + EventSchema.MAX_DEPTH + " structures");
        }
        List<FieldSchema> members = new ArrayList<>(number);
        for (int i = 0; i < number; i++) {
            members.add(field(depth + 1));
        }
        return members;
    }

    private String name(String what) throws BrokenSchemaException {
        int end = bytes.zeroByte(at, what);
        String name = bytes.utf8(at, end);
        at = end + 1;
        return name;
    }

    private void skipTags() throws BrokenSchemaException {
        while ((bytes.u8(at++, "the tags") & MORE) != 0) {
            // Seven bits each; nobody outside the program that wrote them knows their meaning.
        }
    }
}
