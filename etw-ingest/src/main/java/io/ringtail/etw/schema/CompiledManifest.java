package io.ringtail.etw.schema;

import io.ringtail.etw.pe.MessageTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * A manifest that was compiled into a program, and those of the program's messages that it uses: all that is kept of the
 * program. As bytes, little-endian: {@code "RTWEVT" 0 1, size u32, the resource as it was, number of messages u32, {number
 * u32, size u32, UTF-16}}.
 *
 * @param resource the WEVT_TEMPLATE resource; owned by this record, not to be written to
 */
record CompiledManifest(byte[] resource, Map<Integer, String> messages) {
    static final int MAX_BYTES = 32 << 20;

    private static final byte[] MAGIC = {'R', 'T', 'W', 'E', 'V', 'T', 0, 1};
    private static final int HEADER_BYTES = MAGIC.length + Integer.BYTES;
    private static final int ENTRY_BYTES = 2 * Integer.BYTES;

    static boolean isLikely(byte[] start) {
        return start.length >= MAGIC.length && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** Takes the messages that the manifest asks for when it is read. */
    static CompiledManifest of(byte[] resource, MessageTable table) throws BrokenSchemaException {
        Map<Integer, String> used = new TreeMap<>();
        WevtReader.parse(resource, number -> {
            String text = table.text(number).orElse("");
            if (!text.isEmpty()) {
                used.put(number, text);
            }
            return text;
        });
        return new CompiledManifest(resource, used);
    }

    static CompiledManifest read(byte[] content) throws BrokenSchemaException {
        SchemaBytes numbers = new SchemaBytes(content);
        if (!isLikely(content)) {
            throw new BrokenSchemaException("it does not start as a compiled manifest does");
        }
        int at = HEADER_BYTES;
        int end = end(numbers, MAGIC.length, at, "the resource");
        byte[] resource = Arrays.copyOfRange(content, at, end);
        long count = numbers.u32(end, "the number of messages");
        if (count > (content.length - end) / ENTRY_BYTES) {
            throw new BrokenSchemaException(count + " messages do not fit the " + content.length + " bytes");
        }
        Map<Integer, String> messages = new TreeMap<>();
        at = end + Integer.BYTES;
        for (int i = 0; i < count; i++) {
            int textAt = at + ENTRY_BYTES;
            end = end(numbers, at + Integer.BYTES, textAt, "a message");
            messages.put(
                    (int) numbers.u32(at, "a message's number"),
                    new String(content, textAt, end - textAt, StandardCharsets.UTF_16LE));
            at = end;
        }
        return new CompiledManifest(resource, messages);
    }

    Manifest manifest() throws BrokenSchemaException {
        return WevtReader.parse(resource, number -> messages.getOrDefault(number, ""));
    }

    byte[] content() throws BrokenSchemaException {
        long size = (long) HEADER_BYTES + resource.length + Integer.BYTES;
        for (String text : messages.values()) {
            size += ENTRY_BYTES + (long) text.length() * Character.BYTES;
        }
        if (size > MAX_BYTES) {
            throw new BrokenSchemaException(
                    "with its messages it has " + size + " bytes, more than " + MAX_BYTES + " are not kept");
        }
        ByteBuffer content = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        content.put(MAGIC).putInt(resource.length).put(resource).putInt(messages.size());
        messages.forEach((number, text) -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_16LE);
            content.putInt(number).putInt(bytes.length).put(bytes);
        });
        return content.array();
    }

    /** The end of what starts at a place and whose size stands at another. */
    private static int end(SchemaBytes numbers, int sizeAt, int at, String what) throws BrokenSchemaException {
        long size = numbers.u32(sizeAt, "the size of " + what);
        if (size > numbers.length() - at) {
            throw new BrokenSchemaException(what + " has " + size + " bytes at " + at + " of " + numbers.length());
        }
        return at + (int) size;
    }
}
