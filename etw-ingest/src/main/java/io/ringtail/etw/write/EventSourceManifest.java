package io.ringtail.etw.write;

import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** The instrumentation manifest that an EventSource writes into the trace, in as many records as it takes. */
public final class EventSourceManifest {
    /** The id of the records that carry it. */
    public static final int EVENT_ID = 0xFFFE;
    /** What EventSource itself puts into one record. */
    public static final int USUAL_CHUNK_BYTES = 0xFF00;

    private static final int FORMAT = 1;
    private static final int MAJOR = 1;
    private static final int MINOR = 0;
    private static final int MAGIC = 0x5B;
    private static final int MAX_CHUNKS = 0xFFFF;

    private EventSourceManifest() {}

    /** The type of the records that carry a manifest. */
    public static EventType type(int pointerBytes, UUID provider) {
        return new EventType(
                HeaderKind.EVENT,
                pointerBytes,
                provider,
                EVENT_ID,
                1,
                0,
                0,
                0xFE,
                EVENT_ID,
                -1,
                EventType.NO_TRACE_LOGGING);
    }

    /** The payloads of these records, in order. */
    public static List<byte[]> payloads(String manifestXml, int chunkBytes) {
        return payloads(manifestXml.getBytes(StandardCharsets.UTF_8), chunkBytes);
    }

    /** As above, of the manifest's bytes. */
    public static List<byte[]> payloads(byte[] xml, int chunkBytes) {
        if (chunkBytes < 1) {
            throw new IllegalArgumentException("a chunk has at least 1 byte, not " + chunkBytes);
        }
        int total = Math.max(1, Math.ceilDiv(xml.length, chunkBytes));
        if (total > MAX_CHUNKS) {
            throw new IllegalArgumentException("a manifest has at most " + MAX_CHUNKS + " chunks, not " + total
                    + ": make chunks larger than " + chunkBytes + " bytes");
        }
        List<byte[]> payloads = new ArrayList<>();
        for (int chunk = 0; chunk < total; chunk++) {
            int from = chunk * chunkBytes;
            byte[] part = Arrays.copyOfRange(xml, from, Math.min(xml.length, from + chunkBytes));
            payloads.add(payload(total, chunk, part));
        }
        return payloads;
    }

    private static byte[] payload(int total, int chunk, byte[] part) {
        PayloadBuilder payload = new PayloadBuilder(8);
        payload.int8(FORMAT).int8(MAJOR).int8(MINOR).int8(MAGIC);
        return payload.int16(total).int16(chunk).raw(part).toBytes();
    }
}
