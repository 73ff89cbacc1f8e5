package io.ringtail.etw.merge;

import io.ringtail.etw.file.LittleEndian;
import io.ringtail.etw.file.RecordView;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Guids;
import io.ringtail.ring.event.Registry;
import java.util.Arrays;
import java.util.UUID;

/**
 * From a record's identity to its type's id in a registry, without allocation once the type is known: a hash table with
 * open addressing over five words and the TraceLogging metadata. <b>Threads:</b> one.
 *
 * <p>A file of random bytes could hold a new type in every record. From {@value #MAX_TYPES} types or
 * {@value #MAX_METADATA_BYTES} bytes of metadata on, a new identity is registered without id, descriptor and metadata: its
 * events are kept, under a type that tells header kind and provider class only.
 */
final class TypeCache {
    static final int MAX_TYPES = 1 << 16;
    static final int MAX_METADATA_BYTES = 64 << 20;

    private static final int WORDS = 5;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final byte[] NO_METADATA = EventType.NO_TRACE_LOGGING;

    private final Registry registry;
    private long[] words = new long[WORDS * 1024];
    private byte[][] metadata = new byte[1024][];
    private int[] ids = filled(1024);
    private int size;
    private int metadataBytes;
    private boolean isFull;

    TypeCache(Registry registry) {
        this.registry = registry;
    }

    /** Whether a type was met for which there was no place. */
    boolean isFull() {
        return isFull;
    }

    int idOf(RecordView record) {
        long descriptor = record.id
                | (long) record.version << 16
                | (long) record.channel << 32
                | (long) record.level << 40
                | (long) record.opcode << 48;
        long shape = record.kind.number()
                | (long) record.pointerBytes << 8
                | (long) record.task << 16
                | (long) record.traceLoggingBytes << 32;
        int slot = slot(hash(record, descriptor, shape));
        while (ids[slot] >= 0) {
            if (isAt(slot, record, descriptor, shape)) {
                return ids[slot];
            }
            slot = slot(slot + 1);
        }
        return add(record, descriptor, shape, slot);
    }

    private boolean isAt(int slot, RecordView record, long descriptor, long shape) {
        int at = slot * WORDS;
        return words[at] == record.guidLow
                && words[at + 1] == record.guidHigh
                && words[at + 2] == descriptor
                && words[at + 3] == record.keyword
                && words[at + 4] == shape
                && (record.traceLoggingBytes == 0 || isMetadataAt(slot, record));
    }

    private boolean isMetadataAt(int slot, RecordView record) {
        byte[] known = metadata[slot];
        int from = record.traceLoggingAt;
        return Arrays.equals(known, 0, known.length, record.data, from, from + record.traceLoggingBytes);
    }

    private int add(RecordView record, long descriptor, long shape, int freeSlot) {
        if (size >= MAX_TYPES || metadataBytes + record.traceLoggingBytes > MAX_METADATA_BYTES) {
            isFull = true;
            return registry.register(coarseType(record));
        }
        byte[] schema = record.traceLoggingBytes == 0
                ? NO_METADATA
                : Arrays.copyOfRange(
                        record.data, record.traceLoggingAt, record.traceLoggingAt + record.traceLoggingBytes);
        int id = registry.register(type(record, schema));
        put(freeSlot, record.guidLow, record.guidHigh, descriptor, record.keyword, shape, schema, id);
        metadataBytes += schema.length;
        if (++size > ids.length / 2) {
            grow();
        }
        return id;
    }

    private static EventType type(RecordView record, byte[] schema) {
        UUID provider = record.kind.isKernel()
                ? KernelClasses.of(record.task, record.opcode)
                : Guids.of(record.guidLow, record.guidHigh);
        return new EventType(
                record.kind,
                record.pointerBytes,
                provider,
                record.id,
                record.version,
                record.channel,
                record.level,
                record.opcode,
                record.task,
                record.keyword,
                schema);
    }

    private static EventType coarseType(RecordView record) {
        return new EventType(record.kind, record.pointerBytes, Guids.ZERO, 0, 0, 0, 0, 0, 0, 0, NO_METADATA);
    }

    private void put(
            int slot, long guidLow, long guidHigh, long descriptor, long keyword, long shape, byte[] schema, int id) {
        int at = slot * WORDS;
        words[at] = guidLow;
        words[at + 1] = guidHigh;
        words[at + 2] = descriptor;
        words[at + 3] = keyword;
        words[at + 4] = shape;
        metadata[slot] = schema;
        ids[slot] = id;
    }

    private void grow() {
        long[] oldWords = words;
        byte[][] oldMetadata = metadata;
        int[] oldIds = ids;
        int capacity = 2 * oldIds.length;
        words = new long[WORDS * capacity];
        metadata = new byte[capacity][];
        ids = filled(capacity);
        for (int old = 0; old < oldIds.length; old++) {
            if (oldIds[old] >= 0) {
                int at = old * WORDS;
                byte[] schema = oldMetadata[old];
                long hash = hash(
                        oldWords[at],
                        oldWords[at + 1],
                        oldWords[at + 2],
                        oldWords[at + 3],
                        oldWords[at + 4],
                        schema,
                        0,
                        schema.length);
                int slot = slot(hash);
                while (ids[slot] >= 0) {
                    slot = slot(slot + 1);
                }
                System.arraycopy(oldWords, at, words, slot * WORDS, WORDS);
                metadata[slot] = schema;
                ids[slot] = oldIds[old];
            }
        }
    }

    private static long hash(RecordView record, long descriptor, long shape) {
        return hash(
                record.guidLow,
                record.guidHigh,
                descriptor,
                record.keyword,
                shape,
                record.data,
                record.traceLoggingAt,
                record.traceLoggingBytes);
    }

    private static long hash(
            long low, long high, long descriptor, long keyword, long shape, byte[] schema, int from, int length) {
        long hash = mixed(mixed(low) ^ high);
        hash = mixed(hash ^ descriptor);
        hash = mixed(hash ^ keyword);
        hash = mixed(hash ^ shape);
        int i = from;
        for (; i + Long.BYTES <= from + length; i += Long.BYTES) {
            hash = mixed(hash ^ LittleEndian.getLong(schema, i));
        }
        for (; i < from + length; i++) {
            hash = mixed(hash ^ schema[i]);
        }
        return hash;
    }

    private static long mixed(long value) {
        long product = value * MULTIPLIER;
        return product ^ product >>> 32;
    }

    private int slot(long hash) {
        return (int) hash & ids.length - 1;
    }

    private static int[] filled(int capacity) {
        int[] array = new int[capacity];
        Arrays.fill(array, -1);
        return array;
    }
}
