package io.ringtail.etw.schema;

import io.ringtail.ring.event.Guids;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.UUID;

/**
 * A provider's name as its events carry it (extended item 12), kept as a schema: GUID, then the item's data
 * {@code size u16, name UTF-8, 0, traits}.
 */
record ProviderTraits(UUID provider, String name) {
    static byte[] content(UUID provider, byte[] item, int offset, int length) {
        byte[] content = Arrays.copyOf(
                ByteBuffer.allocate(Guids.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(Guids.low(provider))
                        .putLong(Guids.high(provider))
                        .array(),
                Guids.BYTES + length);
        System.arraycopy(item, offset, content, Guids.BYTES, length);
        return content;
    }

    static ProviderTraits parse(byte[] content) throws BrokenSchemaException {
        SchemaBytes bytes = new SchemaBytes(content);
        UUID provider = bytes.guid(0, "the provider");
        int nameAt = Guids.BYTES + Short.BYTES;
        int end = bytes.zeroByte(nameAt, "the provider's name");
        return new ProviderTraits(provider, bytes.utf8(nameAt, end));
    }
}
