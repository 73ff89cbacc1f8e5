package io.ringtail.etw.merge;

import static io.ringtail.etw.file.TraceBytes.RAW0;
import static io.ringtail.etw.file.TraceBytes.classic;
import static io.ringtail.etw.file.TraceBytes.event;
import static io.ringtail.etw.file.TraceBytes.item;
import static io.ringtail.etw.file.TraceBytes.kernel;
import static io.ringtail.etw.file.TraceBytes.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.ringtail.etw.file.TraceBytes;
import io.ringtail.etw.file.TraceInput;
import io.ringtail.etw.file.TraceUnreadableException;
import io.ringtail.etw.fuzz.InputLimits;
import io.ringtail.etw.schema.ProviderSchema;
import io.ringtail.etw.schema.SchemaFiles;
import io.ringtail.etw.schema.WevtSamples;
import io.ringtail.etw.write.TraceSamples;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Scan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Traces cut, flipped, zeroed and spliced at random: each is read to its end, or refused as no trace, and soon. */
class MutatedTracesTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** Read twice; a compressed buffer that grew is given up to 8,192 times its stored bytes. */
    private static final InputLimits TRACE = new InputLimits(LIMIT, 2 << 20, 18_000);
    /** At most 420 kB was measured, of a program of 6 kB. */
    private static final InputLimits PROGRAM = new InputLimits(LIMIT, 1 << 18, 64);

    @TempDir
    private Path folder;

    @Test
    void survivesMutationsOfATraceOfEveryKindOfRecord() {
        mutate(everyKind(), 1500, 20260601);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smallEtlFile.etl",
                "SelfDescribingSingleEvent.etl",
                "SIH.etl",
                "primitive-types.etl",
                "ms-rpc-capture-arrays.etl",
                "lxcore_kernel.etl",
                "image_data_32_v1.etl"
            })
    void survivesMutationsOfRealTraces(String name) throws IOException {
        Assumptions.assumeTrue(RealTraces.areThere(), "no real traces in " + RealTraces.FOLDER);

        mutate(Files.readAllBytes(RealTraces.FOLDER.resolve(name)), 300, 20260602);
    }

    /** Of all clocks, compressed and not, with schemas of every format in them. */
    @Test
    void survivesMutationsOfTracesOfOurOwn() throws IOException {
        List<byte[]> samples = TraceSamples.all().toList();
        for (int i = 0; i < samples.size(); i++) {
            mutate(samples.get(i), 60, 20260603 + i);
        }
    }

    @Test
    void survivesMutationsOfPrograms() {
        SplittableRandom random = new SplittableRandom(20260604);
        for (int round = 0; round < 400; round++) {
            byte[] program = mutated(WevtSamples.program(round % 20), random);
            Assertions.assertTimeoutPreemptively(
                    LIMIT, () -> PROGRAM.hold(program.length, () -> readSchemas(program)), "round " + round);
        }
    }

    private void readSchemas(byte[] program) throws IOException {
        Path file = Files.write(Files.createTempFile(folder, "mutated", ".dll"), program);
        SchemaFiles read = SchemaFiles.read(List.of(file));
        assertThat(read.schemas().size() + read.problems().size()).isPositive();
        read.schemas().forEach(ProviderSchema::readable);
        Files.delete(file);
    }

    @Test
    void readsATraceCutAtAnyByteUpToTheCut() throws IOException {
        byte[] trace = everyKind();
        long last = 0;
        for (int length = 0; length <= trace.length; length++) {
            long events = surveyed(Arrays.copyOf(trace, length));

            assertThat(events).as("cut at %d", length).isGreaterThanOrEqualTo(last);
            last = events;
        }
        assertThat(last).isEqualTo(surveyed(trace)).isEqualTo(read(trace));
    }

    private void mutate(byte[] original, int rounds, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < rounds; round++) {
            byte[] trace = mutated(original, random);
            String name = "seed " + seed + " round " + round;
            Assertions.assertTimeoutPreemptively(LIMIT, () -> TRACE.hold(trace.length, () -> read(trace)), name);
        }
    }

    private static byte[] mutated(byte[] original, SplittableRandom random) {
        byte[] trace = original.clone();
        int changes = 1 << random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(trace.length);
            int length = Math.min(trace.length - at, 1 << random.nextInt(11));
            switch (random.nextInt(6)) {
                case 0 -> trace[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> trace[at] = (byte) random.nextInt();
                case 2 -> Arrays.fill(trace, at, at + length, (byte) 0);
                case 3 -> Arrays.fill(trace, at, at + length, (byte) 0xFF);
                case 4 -> System.arraycopy(trace, at, trace, random.nextInt(trace.length - length + 1), length);
                default -> trace = Arrays.copyOf(trace, 1 + at);
            }
        }
        return trace;
    }

    /** How many records a survey finds. */
    private long surveyed(byte[] trace) throws IOException {
        Path file = Files.write(Files.createTempFile(folder, "cut", ".etl"), trace);
        try (TraceFiles traces = TraceFiles.open(List.of(new TraceInput(file, "")), folder)) {
            traces.survey(RecordObserver.NONE);
            return traces.files().get(0).plan().totalRecords();
        } catch (TraceUnreadableException e) {
            return 0;
        } finally {
            Files.delete(file);
        }
    }

    /** Reads everything, in both ways, and returns how many events there were. */
    private long read(byte[] trace) throws IOException {
        Path file = Files.write(Files.createTempFile(folder, "mutated", ".etl"), trace); // overwriting one is slow
        try (TraceFiles traces = TraceFiles.open(List.of(new TraceInput(file, "")), folder)) {
            long unsurveyed = Traces.readAll(traces).size();
            traces.survey(RecordObserver.NONE);
            long events = 0;
            try (BlockCursor cursor = traces.scan(Scan.ALL_EVENTS)) {
                while (cursor.next()) {
                    assertThat(cursor.block().checkAll()).isEmpty();
                    events += cursor.block().count();
                }
            }
            assertThat(events).isEqualTo(unsurveyed);
            traces.sources();
            return events;
        } catch (TraceUnreadableException e) {
            assertThat(e).hasMessageStartingWith(file.toString());
            return 0;
        } catch (RuntimeException e) {
            return fail("cannot read a damaged trace of " + trace.length + " bytes", e);
        } finally {
            Files.delete(file);
        }
    }

    private static byte[] everyKind() {
        return new TraceBytes(512)
                .buffer(0, kernel(1, 2, 3, 1, RAW0 + 1, new byte[40]), kernel(4, 3, 5, 36, RAW0 + 2, new byte[24]))
                .buffer(1, kernel(17, 0x8302, 15, 46, RAW0 + 3, new byte[48]), classic(20, 5, 1, RAW0 + 4, (byte) 7))
                .buffer(2, classic(11, 5, 1, RAW0 + 5, (byte) 7), classic(13, 5, 1, RAW0 + 6))
                .buffer(1, message(0xFF, 9, RAW0 + 7, new byte[9]), message(0, 8, 0), message(0x2C, 8, RAW0 + 8))
                .compressed(0, event(RAW0 + 9, 10, new byte[300]))
                .compressed(
                        3,
                        event(RAW0 + 10, 11, item(11, false, (byte) 4, (byte) 0, (byte) 0, (byte) 0), new byte[5]),
                        event(RAW0 + 11, 11, item(5, false, new byte[24]), new byte[5]))
                .buffer(0, kernel(3, 2, 5, 36, RAW0 + 2, new byte[24]))
                .bytes();
    }
}
