package io.ringtail.etw.schema;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The bytes of a compiled manifest (CRIM), in which every reference is an offset from their start. References may overlap in
 * a hostile one: what they unfold to is bounded by what the same number of bytes could hold without that.
 */
final class WevtBytes {
    /** In a reference to a message: there is none. */
    static final long NO_MESSAGE = 0xFFFF_FFFFL;

    private static final int SIGNATURE_BYTES = 4;
    private static final int LEAST_ITEM_BYTES = 8;

    private final byte[] raw;
    private final SchemaBytes bytes;
    private final Map<Long, String> names = new HashMap<>();
    private long nameBytesLeft;
    private long itemsLeft;

    WevtBytes(byte[] raw) {
        this.raw = raw;
        bytes = new SchemaBytes(raw);
        nameBytesLeft = raw.length;
        itemsLeft = raw.length / LEAST_ITEM_BYTES;
    }

    /** The numbers at places where the caller has made sure that an {@code int} can say them. */
    SchemaBytes numbers() {
        return bytes;
    }

    /** Where a part starts, which must have this signature. */
    int part(long offset, String signature) throws BrokenSchemaException {
        if (!signature.equals(signature(offset))) {
            throw new BrokenSchemaException(
                    "no " + signature + " is at byte " + offset + " of " + raw.length + ", where one should be");
        }
        return (int) offset;
    }

    /** Four letters; empty if there are none. */
    String signature(long offset) {
        return offset < 0 || offset > raw.length - SIGNATURE_BYTES
                ? ""
                : new String(raw, (int) offset, SIGNATURE_BYTES, StandardCharsets.ISO_8859_1);
    }

    /** The number of items of a table, which may have as many as fit behind its header. */
    int count(int at, int itemsAt, int itemBytes, String what) throws BrokenSchemaException {
        long count = bytes.u32(at, "the number of " + what);
        if (count > (raw.length - itemsAt) / itemBytes || count > itemsLeft) {
            throw new BrokenSchemaException(count + " " + what + " do not fit the " + raw.length + " bytes");
        }
        itemsLeft -= count;
        return (int) count;
    }

    /** {@code size u32, UTF-16, 0}; the size counts itself. An offset of 0 says that there is none. */
    String name(long offset, String what) throws BrokenSchemaException {
        if (offset == 0) {
            return "";
        }
        String known = names.get(offset);
        if (known != null) {
            return known;
        }
        int at = place(offset, what);
        String read = text(at + Integer.BYTES, bytes.u32(at, what) - Integer.BYTES, what);
        names.put(offset, read);
        return read;
    }

    /** UTF-16 up to its zero, at most {@code most} bytes. */
    String text(int at, long most, String what) throws BrokenSchemaException {
        if (most < 0 || most > raw.length - at || most > nameBytesLeft) {
            throw new BrokenSchemaException(
                    what + " of " + most + " bytes at " + at + " does not fit the " + raw.length + " bytes");
        }
        int end = at;
        while (end + 1 < at + most && (raw[end] != 0 || raw[end + 1] != 0)) {
            end += Character.BYTES;
        }
        nameBytesLeft -= end - at;
        return new String(raw, at, end - at, StandardCharsets.UTF_16LE).strip();
    }

    /** An offset that lies in the bytes. */
    int place(long offset, String what) throws BrokenSchemaException {
        if (offset > raw.length - Integer.BYTES) {
            throw new BrokenSchemaException(what + " would start at byte " + offset + " of " + raw.length);
        }
        return (int) offset;
    }
}
