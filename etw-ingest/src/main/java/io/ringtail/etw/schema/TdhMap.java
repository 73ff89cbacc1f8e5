package io.ringtail.etw.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** An EventMapInfo record: a provider's GUID, then an EVENT_MAP_INFO whose offsets count from its own start. */
final class TdhMap {
    private static final int START = 16;
    private static final int FLAGS_AT = 4;
    private static final int COUNT_AT = 8;
    private static final int ENTRIES_AT = 16;
    private static final int ENTRY_BYTES = 8;
    private static final int BITMAP = 2;

    private TdhMap() {}

    static UUID provider(byte[] block) throws BrokenSchemaException {
        return new SchemaBytes(block).guid(0, "the provider");
    }

    static ValueMap parse(byte[] block) throws BrokenSchemaException {
        SchemaBytes bytes = new SchemaBytes(block);
        String name = text(bytes, bytes.u32(START, "the map's name"), "the map's name");
        long flags = bytes.u32(START + FLAGS_AT, "the map's flags");
        long count = bytes.u32(START + COUNT_AT, "the map's size");
        if (count > bytes.length() / ENTRY_BYTES) {
            throw new BrokenSchemaException(count + " entries do not fit the map's " + bytes.length() + " bytes");
        }
        Map<Long, String> names = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            int at = START + ENTRIES_AT + i * ENTRY_BYTES;
            String text = text(bytes, bytes.u32(at, "an entry's text"), "the text of entry " + i);
            names.put(bytes.u32(at + 4, "an entry's value"), text);
        }
        return new ValueMap(name, (flags & BITMAP) != 0, names);
    }

    private static String text(SchemaBytes bytes, long offset, String what) throws BrokenSchemaException {
        return offset == 0 ? "" : bytes.utf16(offset + START, what);
    }
}
