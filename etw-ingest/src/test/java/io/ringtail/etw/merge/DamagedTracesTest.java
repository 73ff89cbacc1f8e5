package io.ringtail.etw.merge;

import static io.ringtail.etw.file.TraceBytes.RAW0;
import static io.ringtail.etw.file.TraceBytes.event;
import static io.ringtail.etw.file.TraceBytes.item;
import static io.ringtail.etw.file.TraceBytes.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.etw.file.Problem;
import io.ringtail.etw.file.TraceBytes;
import io.ringtail.etw.file.TraceInput;
import io.ringtail.etw.file.TraceInputs;
import io.ringtail.etw.file.TraceUnreadableException;
import io.ringtail.ring.event.Ticks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Events 1 to 6 lie two by two in three buffers of 1 KiB behind the header's; each test damages the second of them. */
class DamagedTracesTest {
    private static final int BUFFER_BYTES = 1024;
    private static final int DAMAGED_AT = 2 * BUFFER_BYTES;
    private static final int DATA_AT = DAMAGED_AT + 72;
    private static final int EVENT_BYTES = 88;

    @TempDir
    private Path folder;

    static Stream<Arguments> damages() {
        return Stream.of(
                damage(
                        "zeroed buffer",
                        trace -> fill(trace, DAMAGED_AT, BUFFER_BYTES, 0),
                        "1,2,5,6",
                        "2048/2/- no buffer starts here; 1024 bytes were left out up to the next one, at 3072"),
                damage(
                        "buffer size 0",
                        trace -> trace.putInt(DAMAGED_AT, 0),
                        "1,2,3,4,5,6",
                        "2048/2/- the buffer says it takes 0 bytes, but the next one starts after 1024"),
                damage(
                        "buffer size over 16 MiB",
                        trace -> trace.putInt(DAMAGED_AT, 0x7FFFFFFF),
                        "1,2,3,4,5,6",
                        "2048/2/- the buffer says it takes 2147483647 bytes, but the next one starts after 1024"),
                damage(
                        "buffer size twice as large",
                        trace -> trace.putInt(DAMAGED_AT, 2 * BUFFER_BYTES),
                        "1,2,3,4,5,6",
                        "2048/2/- the buffer says it takes 2048 bytes, but the next one starts after 1024"),
                damage(
                        "buffer size too small",
                        trace -> trace.putInt(DAMAGED_AT, 512),
                        "1,2,3,4,5,6",
                        "2560/3/- no buffer starts here; 512 bytes were left out up to the next one, at 3072"),
                damage(
                        "data end behind the buffer",
                        trace -> trace.putInt(DAMAGED_AT + 0x30, 5000),
                        "1,2,3,4,5,6",
                        "2048/2/- the buffer says its data ends at 5000, which is outside its 72 to 1024 bytes"),
                damage(
                        "data end before the data",
                        trace -> trace.putInt(DAMAGED_AT + 0x30, 3),
                        "1,2,3,4,5,6",
                        "2048/2/- the buffer says its data ends at 3, which is outside its 72 to 1024 bytes"),
                damage(
                        "record size 0",
                        trace -> trace.putShort(DATA_AT, (short) 0),
                        "1,2,4,5,6",
                        "2048/2/0 the record (EVENT64) says it has 0 bytes, but its header alone has 80; 88 bytes were left out up to the next record"),
                damage(
                        "record size past the end",
                        trace -> trace.putShort(DATA_AT + EVENT_BYTES, (short) 400),
                        "1,2,3,5,6",
                        "2048/2/88 the record (EVENT64) says it has 400 bytes, but only 88 are left; the last 88 bytes of the buffer were left out"),
                damage(
                        "no record header",
                        trace -> trace.putInt(DATA_AT, 0x12345678),
                        "1,2,4,5,6",
                        "2048/2/0 0x12345678 is not the start of a record; 88 bytes were left out up to the next record"),
                damage(
                        "zeroed record",
                        trace -> fill(trace, DATA_AT, EVENT_BYTES, 0),
                        "1,2,4,5,6",
                        "2048/2/0 zeros stand where a record should; 88 bytes were left out up to the next record"),
                damage(
                        "cut file",
                        trace -> trace.limit(DATA_AT + EVENT_BYTES + 50),
                        "1,2,3",
                        "2048/2/- the file ends inside this buffer: 210 of its 1024 bytes are there",
                        "2048/2/88 the record (EVENT64) says it has 88 bytes, but only 50 are left; the last 50 bytes of the buffer were left out"),
                damage(
                        "file cut in a buffer's header",
                        trace -> trace.limit(DAMAGED_AT + 60),
                        "1,2",
                        "2048/2/- the last 60 bytes of the file are too few for a buffer"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void readsAround(String name, Consumer<ByteBuffer> damage, String ids, List<String> problems) throws IOException {
        ByteBuffer trace = ByteBuffer.wrap(threeBuffers()).order(ByteOrder.LITTLE_ENDIAN);
        damage.accept(trace);
        byte[] bytes = new byte[trace.limit()];
        trace.get(0, bytes);

        try (TraceFiles traces = Traces.open(folder, bytes)) {
            traces.survey(RecordObserver.NONE);

            assertThat(Traces.ids(traces)).map(String::valueOf).containsExactly(ids.split(","));
            assertThat(traces.problems()).map(DamagedTracesTest::text).isEqualTo(problems);
        }
    }

    @Test
    void readsAroundRandomBytesInPlaceOfABuffer() throws IOException {
        byte[] trace = threeBuffers();
        byte[] noise = new byte[BUFFER_BYTES];
        new SplittableRandom(1).nextBytes(noise);
        System.arraycopy(noise, 0, trace, DAMAGED_AT, BUFFER_BYTES);

        try (TraceFiles traces = Traces.open(folder, trace)) {
            assertThat(Traces.ids(traces)).containsExactly(1, 2, 5, 6);
            assertThat(traces.problems()).hasSize(1);
        }
    }

    @Test
    void readsACompressedBufferUpToItsDamageAndGoesOnBehindIt() throws IOException {
        TraceBytes head = new TraceBytes(BUFFER_BYTES).compressed(0, at(1), at(2));
        int bufferAt = head.bytes().length;
        byte[] trace = head.compressed(0, at(3), at(4)).compressed(0, at(5)).bytes();
        ByteBuffer.wrap(trace).order(ByteOrder.LITTLE_ENDIAN).putInt(bufferAt + 72 + 3 * 36, 0xFFFFFFFF);
        Arrays.fill(trace, bufferAt + 72 + 3 * 36 + 4, bufferAt + 72 + 3 * 36 + 6, (byte) 0xFF);

        try (TraceFiles traces = Traces.open(folder, trace)) {
            assertThat(Traces.ids(traces)).containsExactly(1, 2, 3, 5);
            assertThat(traces.problems().get(0).what())
                    .isEqualTo("the compressed data is damaged or cut: 96 of 176 bytes came out of 200");
            assertThat(traces.problems().get(0).at()).hasValue(96);
        }
    }

    @Test
    void readsExtendedItemsThatDoNotFitAsPayload() throws IOException {
        byte[] items = join(item(4, true, new byte[24]), item(1, false, new byte[16]));
        items[32] = 80;
        byte[] trace = new TraceBytes(BUFFER_BYTES)
                .buffer(0, event(RAW0, 1, items, new byte[3]))
                .bytes();

        try (TraceFiles traces = Traces.open(folder, trace)) {
            assertThat(Traces.readAll(traces).get(1).payload()).hasSize(24 + 3);
            assertThat(traces.problems())
                    .map(DamagedTracesTest::text)
                    .containsExactly(
                            "1024/1/0 an event's extended items do not fit its 139 bytes; what follows the last"
                                    + " whole one was read as payload");
        }
    }

    @Test
    void readsTheEventsOfATraceWhoseHeaderIsLost() throws IOException {
        byte[] trace = threeBuffers();
        Arrays.fill(trace, 0, BUFFER_BYTES, (byte) 0);

        try (TraceFiles traces = Traces.open(folder, trace)) {
            assertThat(Traces.ids(traces)).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(traces.problems())
                    .map(DamagedTracesTest::text)
                    .containsExactly(
                            "0/0/- the trace header cannot be read; times count from 1601 by an assumed clock of 10 MHz",
                            "0/0/- no buffer starts here; 1024 bytes were left out up to the next one, at 1024");
        }
    }

    /** So a cut-out of a trace without a header reads as the trace did. */
    @Test
    void countsTimesFrom1601WhereTheHeaderHasNone() throws IOException {
        byte[] trace = threeBuffers();
        ByteBuffer.wrap(trace).order(ByteOrder.LITTLE_ENDIAN).putLong(72 + 32 + 264, 0);

        try (TraceFiles traces = Traces.open(folder, trace)) {
            MergedRecords records = traces.records();
            assertThat(records.next()).isTrue();
            assertThat(Ticks.iso(records.event().timeTicks)).startsWith("1601-01-01T00:");
        }
    }

    @Test
    void saysThatATraceWasPackedTwice() throws IOException {
        byte[] once = packed(threeBuffers());
        Path twice = Files.write(folder.resolve("twice.etl.gz"), packed(once));

        assertThatThrownBy(() -> TraceFiles.open(TraceInputs.expand(List.of(twice)), folder))
                .isInstanceOf(TraceUnreadableException.class)
                .hasMessage(
                        twice + ": not a trace: " + once.length + " bytes hold no log file header and no buffer with"
                                + " a record in it; it was packed twice, unpack it once more");
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    @Test
    void takesZerosBehindACompletePreallocatedTraceForUnusedSpace() throws IOException {
        byte[] trace = new TraceBytes(BUFFER_BYTES)
                .buffer(0, at(1))
                .buffer(0, at(2))
                .raw(new byte[3 * BUFFER_BYTES])
                .bytes();

        try (TraceFiles traces = Traces.open(folder, trace)) {
            assertThat(Traces.ids(traces)).containsExactly(1, 2);
            assertThat(traces.problems()).isEmpty();
        }
    }

    @Test
    void missesTheBuffersOfAClosedTraceThatIsCutBetweenTwo() throws IOException {
        byte[] trace = Arrays.copyOf(threeBuffers(), DAMAGED_AT);
        ByteBuffer.wrap(trace).order(ByteOrder.LITTLE_ENDIAN).putLong(72 + 32 + 16, TraceBytes.START + 100);

        try (TraceFiles traces = Traces.open(folder, trace)) {
            assertThat(Traces.ids(traces)).containsExactly(1, 2);
            assertThat(traces.problems())
                    .map(DamagedTracesTest::text)
                    .containsExactly(
                            "2048/2/- the trace header says that 3 buffers were written, but the file ends after 2");
        }
    }

    @Test
    void refusesWhatIsNoTrace() throws IOException {
        Path text = Files.writeString(folder.resolve("text.etl"), "this is not a trace ".repeat(100));
        Path empty = Files.write(folder.resolve("empty.etl"), new byte[0]);
        Path zeros = Files.write(folder.resolve("zeros.etl"), new byte[100_000]);

        assertRefused(
                text, text + ": not a trace: 2000 bytes hold no log file header and no buffer with a record in it");
        assertRefused(
                empty, empty + ": not a trace: 0 bytes hold no log file header and no buffer with a record in it");
        assertRefused(
                zeros, zeros + ": not a trace: 100000 bytes hold no log file header and no buffer with a record in it");
    }

    @Test
    void refusesASchemaAndSaysWhereItBelongs() throws IOException {
        String manifest = "<instrumentationManifest>" + " ".repeat(100);
        for (byte[] schema : List.of(
                manifest.getBytes(StandardCharsets.US_ASCII),
                ('\uFEFF' + manifest).getBytes(StandardCharsets.UTF_16LE),
                ('\uFEFF' + manifest).getBytes(StandardCharsets.UTF_8),
                "MZ".repeat(100).getBytes(StandardCharsets.US_ASCII))) {
            Path file = Files.write(folder.resolve("schema"), schema);

            assertRefused(
                    file,
                    file + ": not a trace: " + schema.length
                            + " bytes hold no log file header and no buffer with a record in it; a manifest, or a program that"
                            + " has one in it, is given with --schemas or imported: ringtail schema import");
        }
    }

    @Test
    void readsTheOthersWhenOneInputIsNoTrace() throws IOException {
        Path text = Files.writeString(folder.resolve("text.etl"), "this is not a trace");
        Path good = Files.write(folder.resolve("good.etl"), threeBuffers());

        try (TraceFiles traces = TraceFiles.open(TraceInputs.expand(List.of(text, good)), folder)) {
            assertThat(Traces.ids(traces)).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(traces.unreadable()).hasSize(1);
        }
    }

    @Test
    void listsTheFirstThousandProblemsAndCountsTheRest() throws IOException {
        TraceBytes trace = new TraceBytes(BUFFER_BYTES);
        for (int i = 0; i < 1500; i++) {
            byte[] bad = at(1);
            bad[0] = 1;
            trace.buffer(0, bad, at(2));
        }

        try (TraceFiles traces = Traces.open(folder, trace.bytes())) {
            assertThat(Traces.ids(traces)).hasSize(1500);
            assertThat(traces.problems()).hasSize(1000);
            assertThat(traces.files().get(0).problems().count()).isEqualTo(1500);
        }
    }

    private void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> TraceFiles.open(List.of(new TraceInput(file, "")), folder))
                .isInstanceOf(TraceUnreadableException.class)
                .hasMessage(message);
    }

    private static byte[] threeBuffers() {
        return new TraceBytes(BUFFER_BYTES)
                .buffer(0, at(1), at(2))
                .buffer(0, at(3), at(4))
                .buffer(0, at(5), at(6))
                .bytes();
    }

    private static byte[] at(int id) {
        return event(RAW0 + id, id, new byte[8]);
    }

    private static void fill(ByteBuffer trace, int from, int length, int value) {
        for (int i = 0; i < length; i++) {
            trace.put(from + i, (byte) value);
        }
    }

    private static Arguments damage(String name, Consumer<ByteBuffer> damage, String ids, String... problems) {
        return Arguments.of(name, damage, ids, List.of(problems));
    }

    private static String text(Problem problem) {
        String at = problem.at().isPresent() ? Integer.toString(problem.at().getAsInt()) : "-";
        return problem.offset() + "/" + problem.buffer() + "/" + at + " " + problem.what();
    }
}
