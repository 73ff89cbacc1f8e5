package io.ringtail.etw.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ringtail.etw.file.BufferPlan;
import io.ringtail.etw.file.TraceUnreadableException;
import io.ringtail.etw.fuzz.InputLimits;
import io.ringtail.etw.write.TraceSamples;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.PayloadLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole traces, from their first byte to the last field of the last event: whatever the bytes, a trace is read or refused
 * as none, within the limits here. Replays its seeds in the short run; {@code tools/fuzz.sh} lets Jazzer search for others.
 */
class TraceFuzzTest {
    /** For each byte of the file and of its buffers unpacked: a record of 16 bytes may become an event with a schema. */
    private static final InputLimits LIMITS = new InputLimits(Duration.ofSeconds(20), 8 << 20, 2_000);

    @TempDir
    Path folder;

    private long unpackedBytes;

    @MethodSource("traces")
    @FuzzTest(maxDuration = "10m")
    void trace(byte[] data) throws Exception {
        Path file = Files.write(folder.resolve("trace.etl"), data);
        LIMITS.hold(() -> data.length + unpackedBytes, () -> read(file));
    }

    static Stream<byte[]> traces() throws IOException {
        return TraceSamples.all();
    }

    private void read(Path file) throws IOException {
        try (OpenTraces traces = OpenTraces.open(List.of(file), folder, List.of())) {
            unpackedBytes = unpackedBytes(traces);
            long events = 0;
            try (BlockCursor cursor = traces.files().scan(Scan.ALL_EVENTS)) {
                EventView event = new EventView();
                while (cursor.next()) {
                    assertThat(cursor.block().checkAll()).isEmpty();
                    for (int row = 0; row < cursor.block().count(); row++) {
                        event.wrap(cursor.block(), row);
                        decode(traces, event);
                        events++;
                    }
                }
            }
            assertThat(events).isEqualTo(traces.eventCount());
        } catch (TraceUnreadableException e) {
            assertThat(e).hasMessageStartingWith(file.toString());
        }
    }

    private static long unpackedBytes(OpenTraces traces) {
        BufferPlan plan = traces.files().files().get(0).plan();
        return IntStream.range(0, plan.count())
                .filter(plan::isCompressed)
                .mapToLong(plan::dataBytes)
                .sum();
    }

    private static void decode(OpenTraces traces, EventView event) {
        PayloadLayout layout = traces.decoder().layout(event.type(), event.source(), event.pid());
        assertThat(layout.payload(event)).isNotNull();
        assertThat(layout.problem(event)).isNotNull();
        assertThat(layout.message(event)).isNotNull();
        Cell cell = new Cell();
        for (int i = 0; i < layout.fields().size(); i++) {
            layout.reader(i).read(event, cell);
        }
    }
}
