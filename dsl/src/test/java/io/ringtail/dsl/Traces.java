package io.ringtail.dsl;

import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.ScalarType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** A recording of three types of events from one source, as small as a test wants it. */
final class Traces {
    static final long START = Ticks.of(Instant.parse("2026-01-01T00:00:00Z"));

    final MemoryRecording recording = new MemoryRecording();
    final FakeDecoder decoder = new FakeDecoder(recording.catalog());
    final int source;
    final int request;
    final int disk;
    final int classic;
    private final EventRecord event = new EventRecord();

    Traces() {
        source = recording
                .catalog()
                .register(new Source("a.etl", "lab", "HOST", "etl", Clock.TICKS, 0, 0, Map.of("lost", "0")));
        request = recording.catalog().register(type(HeaderKind.EVENT, 1, 10, 7, 0x8000000000000001L));
        disk = recording.catalog().register(type(HeaderKind.EVENT, 2, 20, 3, 0));
        classic = recording.catalog().register(type(HeaderKind.SYSTEM, 3, 12, 9, 0));
        decoder.with(
                        request,
                        new Field("Status", ScalarType.LONG, false),
                        new Field("ProcessId", ScalarType.LONG, false),
                        new Field("Url", ScalarType.STRING, false))
                .with(
                        disk,
                        new Field("Status", ScalarType.DECIMAL, false),
                        new Field("Offset", ScalarType.LONG, true),
                        new Field("File", ScalarType.STRING, false));
    }

    private static EventType type(HeaderKind kind, int provider, int id, int task, long keyword) {
        int opcode = kind.isKernel() ? id : 0;
        return new EventType(
                kind, 8, new UUID(0, provider), id, 1, 16, 4, opcode, task, keyword, EventType.NO_TRACE_LOGGING);
    }

    Traces request(long millis, int pid, long status, String url) {
        begin(millis, request, pid).payload(payload(status, 4711, url));
        return end();
    }

    Traces disk(long millis, int pid, long status, long offset, String file) {
        begin(millis, disk, pid).payload(payload(status, offset, file));
        return end();
    }

    Traces classic(long millis, int pid) {
        begin(millis, classic, pid);
        event.extended.add(ExtendedItems.ACTIVITY_ID, 0, 8);
        return end();
    }

    Traces endBlock() {
        recording.endBlock();
        return this;
    }

    private Traces begin(long millis, int type, int pid) {
        event.clear();
        event.timeTicks = START + millis * Ticks.PER_MILLISECOND;
        event.type = type;
        event.source = source;
        event.pid = pid;
        event.tid = pid + 1;
        event.cpu = pid % 4;
        return this;
    }

    private Traces payload(byte[] bytes) {
        event.payload(bytes, 0, bytes.length);
        return this;
    }

    private Traces end() {
        recording.add(event);
        return this;
    }

    private static byte[] payload(long first, long second, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(16 + bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(first)
                .putLong(second)
                .put(bytes)
                .array();
    }

    String ask(String query) throws java.io.IOException {
        recording.endBlock();
        return Queries.compact(query, recording, decoder);
    }

    String problems(String query) throws java.io.IOException {
        recording.endBlock();
        return Queries.problems(query, recording, decoder);
    }

    /** Six events in two blocks. */
    static Traces small() {
        return new Traces()
                .request(0, 100, 200, "/cart")
                .request(500, 100, 503, "/pay")
                .disk(1000, 4, 0, 0x1000, "C:\\log.txt")
                .endBlock()
                .classic(1500, -1)
                .request(2000, 200, 200, "/cart/add")
                .disk(2500, 100, 5, -1, "D:\\db");
    }
}
