package io.ringtail.etw.schema;

import io.ringtail.ring.event.Guids;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Reads numbers and names out of a schema's bytes and refuses, by name of what was wanted, to read past their end. */
final class SchemaBytes {
    private final byte[] bytes;
    private final ByteBuffer numbers;

    SchemaBytes(byte[] bytes) {
        this.bytes = bytes;
        numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    int length() {
        return bytes.length;
    }

    int u8(int at, String what) throws BrokenSchemaException {
        check(at, Byte.BYTES, what);
        return Byte.toUnsignedInt(bytes[at]);
    }

    int u16(int at, String what) throws BrokenSchemaException {
        check(at, Short.BYTES, what);
        return Short.toUnsignedInt(numbers.getShort(at));
    }

    long u32(int at, String what) throws BrokenSchemaException {
        check(at, Integer.BYTES, what);
        return Integer.toUnsignedLong(numbers.getInt(at));
    }

    UUID guid(int at, String what) throws BrokenSchemaException {
        check(at, Guids.BYTES, what);
        return Guids.of(numbers.getLong(at), numbers.getLong(at + Long.BYTES));
    }

    /** Where the zero byte is that ends the text. */
    int zeroByte(int at, String what) throws BrokenSchemaException {
        for (int i = at; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return i;
            }
        }
        throw new BrokenSchemaException(what + " at byte " + at + " of " + bytes.length + " has no end");
    }

    String utf8(int at, int end) {
        return new String(bytes, at, end - at, StandardCharsets.UTF_8);
    }

    /**
     * A zero-terminated UTF-16 text without spaces at its ends. An offset of 0 says that there is none; a text that the
     * bytes' end cuts is taken as far as it goes.
     */
    String utf16(long at, String what) throws BrokenSchemaException {
        if (at == 0) {
            return "";
        }
        int end = utf16End(at, what);
        return new String(bytes, (int) at, end - (int) at, StandardCharsets.UTF_16LE).strip();
    }

    /** Where the zero character is that ends a text, or the bytes are. */
    int utf16End(long at, String what) throws BrokenSchemaException {
        if (at >= bytes.length) {
            throw new BrokenSchemaException(what + " would start at byte " + at + " of " + bytes.length);
        }
        int end = (int) at;
        while (end + 1 < bytes.length && (bytes[end] != 0 || bytes[end + 1] != 0)) {
            end += 2;
        }
        return end;
    }

    private void check(int at, int length, String what) throws BrokenSchemaException {
        if (at < 0 || at > bytes.length - length) {
            throw new BrokenSchemaException(
                    what + " wants " + length + " bytes at " + at + ", the schema has " + bytes.length);
        }
    }
}
