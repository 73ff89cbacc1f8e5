package io.ringtail.etw.schema;

import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Finds the schemas that stand in a trace, in a pass before the events are read: EventMetadata records, EventSource
 * manifests, provider names. Ask {@link #interest} once for each type and hand over the records that it wants; call
 * {@link #finish} at the end of the source.
 *
 * <p><b>Threads:</b> one. <b>Failure:</b> a broken schema is a line in {@link #problems}, at most {@link #MAX_PROBLEMS},
 * and never an exception.
 */
public final class SchemaCollector {
    /** Which records of a type can hold a schema. */
    public enum Interest {
        NONE,
        /** One record of the type tells as much as all of them. */
        FIRST,
        ALL
    }

    /** Microsoft-Windows-EventMetadata, under which merge tools write TDH schemas. */
    public static final UUID EVENT_METADATA = UUID.fromString("bbccf6c1-6cd1-48c4-80ff-839482e37671");
    /** The id under which every EventSource writes its manifest. */
    public static final int MANIFEST_EVENT_ID = 0xFFFE;

    static final int MAX_PROBLEMS = 100;

    private static final int EVENT_INFO = 32;
    private static final int EVENT_MAP_INFO = 33;
    private static final int ITEM_HEADER_BYTES = 4;

    private final int source;
    private final Consumer<Schema> schemas;
    private final ManifestChunks chunks = new ManifestChunks();
    private final Set<UUID> named = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * @param source the id of the source whose records will come
     * @param schemas takes each schema when it is found; the same one may come again
     */
    public SchemaCollector(int source, Consumer<Schema> schemas) {
        this.source = source;
        this.schemas = schemas;
    }

    public static Interest interest(EventType type) {
        if (type.isTraceLogging()) {
            return Interest.FIRST;
        }
        if (type.kind() == HeaderKind.EVENT) {
            return type.id() == MANIFEST_EVENT_ID ? Interest.ALL : Interest.FIRST;
        }
        return isMetadata(type) ? Interest.ALL : Interest.NONE;
    }

    /** Looks at one record, and copies what it keeps. */
    public void accept(EventType type, EventRecord record) {
        try {
            if (type.kind() == HeaderKind.EVENT) {
                collectTraits(type, record);
                if (type.id() == MANIFEST_EVENT_ID && !type.isTraceLogging()) {
                    collectChunk(type, record);
                }
            } else if (isMetadata(type)) {
                collectMetadata(type, record);
            }
        } catch (BrokenSchemaException e) {
            problem("a schema in the trace is not used: " + e.getMessage());
        }
    }

    /** To be called after the last record. */
    public void finish() {
        chunks.incomplete().forEach(this::problem);
    }

    /** What could not be used, and why. */
    public List<String> problems() {
        return Collections.unmodifiableList(problems);
    }

    private static boolean isMetadata(EventType type) {
        return type.kind() == HeaderKind.FULL
                && type.provider().equals(EVENT_METADATA)
                && (type.opcode() == EVENT_INFO || type.opcode() == EVENT_MAP_INFO);
    }

    private void collectMetadata(EventType type, EventRecord record) throws BrokenSchemaException {
        byte[] block = payload(record);
        if (type.opcode() == EVENT_MAP_INFO) {
            TdhMap.parse(block);
            emit(SchemaFormat.TDH_MAP, Schema.ANY, block);
        } else {
            TdhEvent.key(block);
            TdhEvent.parse(block);
            emit(SchemaFormat.TDH_EVENT, Schema.ANY, block);
        }
    }

    private void collectChunk(EventType type, EventRecord record) throws BrokenSchemaException {
        Optional<byte[]> whole = chunks.add(type.provider(), record);
        if (whole.isPresent()) {
            ManifestReader.parse(whole.get());
            emit(SchemaFormat.EVENT_SOURCE_MANIFEST, record.pid, whole.get());
        }
    }

    private void collectTraits(EventType type, EventRecord record) throws BrokenSchemaException {
        if (named.contains(type.provider())) {
            return;
        }
        byte[] items = record.extended.bytes();
        int at = itemAt(items, record.extended.length(), ExtendedItems.PROVIDER_TRAITS);
        if (at >= 0) {
            byte[] content = ProviderTraits.content(type.provider(), items, at + ITEM_HEADER_BYTES, u16(items, at + 2));
            ProviderTraits.parse(content);
            named.add(type.provider());
            emit(SchemaFormat.PROVIDER_TRAITS, Schema.ANY, content);
        }
    }

    private void emit(SchemaFormat format, int pid, byte[] content) {
        schemas.accept(new Schema(format.label(), source, pid, Schema.Rank.IN_TRACE, content));
    }

    private void problem(String what) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(what);
        }
    }

    private static byte[] payload(EventRecord record) {
        return Arrays.copyOfRange(record.payload, record.payloadOffset, record.payloadOffset + record.payloadBytes);
    }

    private static int itemAt(byte[] items, int length, int type) {
        int at = 0;
        while (at + ITEM_HEADER_BYTES <= length) {
            if (u16(items, at) == type) {
                return at;
            }
            at += ITEM_HEADER_BYTES + u16(items, at + 2);
        }
        return -1;
    }

    private static int u16(byte[] bytes, int at) {
        return Byte.toUnsignedInt(bytes[at]) | Byte.toUnsignedInt(bytes[at + 1]) << 8;
    }
}
