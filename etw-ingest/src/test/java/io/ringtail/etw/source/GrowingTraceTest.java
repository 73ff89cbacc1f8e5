package io.ringtail.etw.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.file.EtlFile;
import io.ringtail.etw.file.Problem;
import io.ringtail.etw.write.BufferOptions;
import io.ringtail.etw.write.EtlOptions;
import io.ringtail.etw.write.EtlWriter;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Traces that somebody else writes, or cuts, while they are read. */
class GrowingTraceTest {
    private static final long START = Ticks.of(Instant.parse("2026-03-02T09:00:00Z"));
    private static final EventType TYPE = new EventType(
            HeaderKind.EVENT,
            8,
            UUID.fromString("01020304-0506-0708-090a-0b0c0d0e0f10"),
            1,
            0,
            0,
            4,
            0,
            1,
            0,
            EventType.NO_TRACE_LOGGING);
    private static final int EVENTS = 20_000;
    private static final int BUFFER_BYTES = 4096;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsThereIsReadWhileAnotherThreadWrites(boolean compressed) throws Exception {
        Path trace = folder.resolve("growing.etl");
        EtlWriter writer = EtlWriter.create(trace, options(compressed));
        write(writer, 0, 500);
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            try (writer) {
                write(writer, 500, EVENTS);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        List<Integer> counts = new ArrayList<>();
        do {
            counts.add(readPrefix(trace));
        } while (!writing.isDone());
        writing.get();

        assertThat(counts).isSorted();
        assertThat(counts.getFirst()).isPositive();
        assertThat(readPrefix(trace)).isEqualTo(EVENTS);
    }

    @Test
    void whatComesAfterTheOpeningIsNotReadAndTold() throws Exception {
        Path trace = folder.resolve("growing.etl");
        try (EtlWriter writer = EtlWriter.create(trace, options(false))) {
            write(writer, 0, 500);
            writer.flush();
            try (OpenTraces traces = open(trace)) {
                EtlFile file = traces.files().files().getFirst();
                assertThat(file.unfinished())
                        .hasValue(
                                "its session has not closed it: it is still being written, or was ended by force; read"
                                        + " is what was there when it was opened: " + file.sizeBytes() + " bytes");
                write(writer, 500, 1000);
                writer.flush();

                assertThat(numbers(traces)).hasSize(500);
                assertThat(file.problems().listed()).isEmpty();
                assertThat(file.unfinished())
                        .hasValueSatisfying(what -> assertThat(what)
                                .matches(
                                        "the file has grown to [0-9]+ bytes since it was opened; read is what was there"
                                                + " then: " + file.sizeBytes()));
            }
        }
        try (OpenTraces traces = open(trace)) {
            assertThat(traces.files().files().getFirst().unfinished()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTraceThatIsCutWhileItIsReadGivesWhatIsLeft(boolean compressed) throws Exception {
        Path trace = folder.resolve("cut.etl");
        try (EtlWriter writer = EtlWriter.create(trace, options(compressed))) {
            write(writer, 0, 5_000);
        }
        try (OpenTraces traces = open(trace)) {
            EtlFile file = traces.files().files().getFirst();
            assertThat(file.problems().listed()).isEmpty();
            try (FileChannel channel = FileChannel.open(trace, StandardOpenOption.WRITE)) {
                channel.truncate(file.sizeBytes() / 2 + 100);
            }
            List<Integer> left = numbers(traces);

            assertThat(left.size()).isBetween(1000, 5_000);
            for (int i = 0; i < left.size(); i++) {
                assertThat(left.get(i)).isEqualTo(i);
            }
            if (!compressed) { // what was decompressed before is kept
                assertThat(file.problems().listed())
                        .extracting(Problem::what)
                        .contains("the file was cut while it was read, from " + file.sizeBytes() + " to "
                                + (file.sizeBytes() / 2 + 100) + " bytes; what stood behind that is missing");
            }
        }
    }

    private static EtlOptions options(boolean compressed) {
        EtlOptions usual = EtlOptions.of(EtlOptions.systemTime(START), 1);
        BufferOptions buffers = new BufferOptions(BUFFER_BYTES, 1, compressed, true);
        return new EtlOptions(buffers, usual.clock(), usual.host(), usual.session());
    }

    private OpenTraces open(Path trace) throws IOException {
        return OpenTraces.open(List.of(trace), folder, List.of());
    }

    /** How many events there are, which are the first that were written. */
    private int readPrefix(Path trace) throws IOException {
        try (OpenTraces traces = open(trace)) {
            List<Integer> numbers = numbers(traces);
            for (int i = 0; i < numbers.size(); i++) {
                assertThat(numbers.get(i)).isEqualTo(i);
            }
            return numbers.size();
        }
    }

    private static List<Integer> numbers(OpenTraces traces) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        EventView event = new EventView();
        try (BlockCursor cursor = traces.files().scan(Scan.ALL_EVENTS)) {
            while (cursor.next()) {
                for (int row = 0; row < cursor.block().count(); row++) {
                    event.wrap(cursor.block(), row);
                    if (traces.files().catalog().type(event.type()).equals(TYPE)) {
                        numbers.add(event.getInt(0));
                    }
                }
            }
        }
        return numbers;
    }

    private static void write(EtlWriter writer, int from, int to) throws IOException {
        EventRecord record = new EventRecord();
        byte[] payload = new byte[32];
        for (int i = from; i < to; i++) {
            java.nio.ByteBuffer.wrap(payload)
                    .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                    .putInt(0, i);
            record.clear().payload(payload, 0, payload.length);
            record.timeTicks = START + i;
            record.pid = 1;
            record.tid = 2;
            writer.write(TYPE, record);
        }
    }
}
