package io.ringtail.etw.schema;

import io.ringtail.ring.event.EventRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Joins the chunks in which EventSources write their manifests: {@code format u8 = 1, major u8, minor u8, magic u8 =
 * 0x5B, chunks u16, chunk u16, XML}. What is not complete yet is held, at most {@link #MAX_HELD_BYTES} in all. One
 * thread.
 */
final class ManifestChunks {
    static final int MAX_HELD_BYTES = 32 << 20;

    private static final int HEADER_BYTES = 8;
    private static final int FORMAT = 1;
    private static final int MAGIC = 0x5B;

    private record Key(UUID provider, int pid) {}

    private static final class Pieces {
        final int total;
        final Map<Integer, byte[]> byNumber = new TreeMap<>();

        Pieces(int total) {
            this.total = total;
        }
    }

    private final Map<Key, Pieces> pending = new HashMap<>();
    private int heldBytes;

    /** The whole manifest, if this was the last chunk that it wanted. */
    Optional<byte[]> add(UUID provider, EventRecord chunk) throws BrokenSchemaException {
        int total = checkedTotal(chunk);
        int number = u16(chunk, 6);
        int length = chunk.payloadBytes - HEADER_BYTES;
        byte[] text = new byte[length];
        System.arraycopy(chunk.payload, chunk.payloadOffset + HEADER_BYTES, text, 0, length);
        if (total == 1) {
            return Optional.of(text);
        }
        Key key = new Key(provider, chunk.pid);
        Pieces pieces = pending.get(key);
        if (number == 0 || pieces == null || pieces.total != total) {
            // It begins anew: an EventSource repeats its manifest for every session that enables it.
            drop(key);
            pieces = new Pieces(total);
            pending.put(key, pieces);
        }
        hold(pieces, number, text);
        return pieces.byNumber.size() == total ? Optional.of(join(key, pieces)) : Optional.empty();
    }

    /** What is missing of the manifests that were begun. */
    List<String> incomplete() {
        return pending.entrySet().stream()
                .map(entry -> "the manifest of provider " + entry.getKey().provider() + " in process "
                        + entry.getKey().pid() + " is not complete: "
                        + entry.getValue().byNumber.size() + " of " + entry.getValue().total
                        + " chunks are in the trace")
                .sorted()
                .toList();
    }

    private void hold(Pieces pieces, int number, byte[] text) throws BrokenSchemaException {
        if (heldBytes + text.length > MAX_HELD_BYTES) {
            throw new BrokenSchemaException(
                    "more than " + MAX_HELD_BYTES + " bytes of incomplete manifests are held; this chunk is left out");
        }
        byte[] before = pieces.byNumber.put(number, text);
        heldBytes += text.length - (before == null ? 0 : before.length);
    }

    private byte[] join(Key key, Pieces pieces) {
        int length = pieces.byNumber.values().stream()
                .mapToInt(piece -> piece.length)
                .sum();
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] piece : pieces.byNumber.values()) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        drop(key);
        return whole;
    }

    private void drop(Key key) {
        Pieces dropped = pending.remove(key);
        if (dropped != null) {
            dropped.byNumber.values().forEach(piece -> heldBytes -= piece.length);
        }
    }

    private static int checkedTotal(EventRecord chunk) throws BrokenSchemaException {
        if (chunk.payloadBytes < HEADER_BYTES) {
            throw new BrokenSchemaException(
                    "a manifest chunk has at least " + HEADER_BYTES + " bytes, here are " + chunk.payloadBytes);
        }
        int format = u8(chunk, 0);
        int magic = u8(chunk, 3);
        if (format != FORMAT || magic != MAGIC) {
            throw new BrokenSchemaException("a manifest chunk starts with format 1 and magic 0x5b, here are " + format
                    + " and 0x" + Integer.toHexString(magic));
        }
        int total = u16(chunk, 4);
        if (total == 0 || u16(chunk, 6) >= total) {
            throw new BrokenSchemaException("a manifest chunk is number " + u16(chunk, 6) + " of " + total);
        }
        return total;
    }

    private static int u8(EventRecord chunk, int at) {
        return Byte.toUnsignedInt(chunk.payload[chunk.payloadOffset + at]);
    }

    private static int u16(EventRecord chunk, int at) {
        return u8(chunk, at) | u8(chunk, at + 1) << 8;
    }
}
