package io.ringtail.etw.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;

/** Reads a compiled manifest: the WEVT_TEMPLATE resource of a program, laid out as docs/formats/compiled-manifest.md says. */
final class WevtReader {
    private static final int PROVIDER_COUNT_AT = 12;
    private static final int PROVIDERS_AT = 16;
    private static final int PROVIDER_BYTES = 20;
    private static final int OFFSET_AT = 16;

    private WevtReader() {}

    static boolean isLikely(byte[] start) {
        return start.length >= 4 && start[0] == 'C' && start[1] == 'R' && start[2] == 'I' && start[3] == 'M';
    }

    /**
     * Reads all providers.
     *
     * @param messages the program's messages; an empty text for one that is not there
     */
    static Manifest parse(byte[] resource, IntFunction<String> messages) throws BrokenSchemaException {
        WevtBytes bytes = new WevtBytes(resource);
        bytes.part(0, "CRIM");
        SchemaBytes numbers = bytes.numbers();
        int count = bytes.count(PROVIDER_COUNT_AT, PROVIDERS_AT, PROVIDER_BYTES, "providers");
        List<Manifest.Provider> providers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = PROVIDERS_AT + i * PROVIDER_BYTES;
            UUID guid = numbers.guid(at, "a provider's GUID");
            long offset = numbers.u32(at + OFFSET_AT, "a provider's place");
            providers.add(new WevtProviderReader(bytes, bytes.part(offset, "WEVT"), messages).provider(guid));
        }
        if (providers.isEmpty()) {
            throw new BrokenSchemaException("the compiled manifest has no provider");
        }
        return new Manifest(providers);
    }
}
