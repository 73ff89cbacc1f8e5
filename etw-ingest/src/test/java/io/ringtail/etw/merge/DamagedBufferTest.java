package io.ringtail.etw.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.file.BufferPlan;
import io.ringtail.etw.file.EtlFile;
import io.ringtail.etw.file.Problem;
import io.ringtail.etw.file.TraceInputs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One buffer of a real trace is damaged: every event of the others is still there, and the damage is told at its place. */
class DamagedBufferTest {
    private static final int BUFFERS_TRIED = 5;

    enum Damage {
        ZERO_BUFFER,
        ZERO_HEADER,
        ZERO_DATA,
        RANDOM_BUFFER,
        SIZE_ZERO,
        SIZE_HUGE,
        SIZE_OFF_BY_A_LITTLE,
        SIZE_HALVED,
        DATA_END_HUGE,
        DATA_END_ZERO,
        TYPE_AND_FLAGS;

        private void apply(ByteBuffer trace, int at, int length, SplittableRandom random) {
            switch (this) {
                case ZERO_BUFFER -> trace.put(at, new byte[length]);
                case ZERO_HEADER -> trace.put(at, new byte[72]);
                case ZERO_DATA -> trace.put(at + 72, new byte[length - 72]);
                case RANDOM_BUFFER -> {
                    byte[] noise = new byte[length];
                    random.nextBytes(noise);
                    trace.put(at, noise);
                }
                case SIZE_ZERO -> trace.putInt(at, 0);
                case SIZE_HUGE -> trace.putInt(at, 0x7FFF0000);
                case SIZE_OFF_BY_A_LITTLE -> trace.putInt(at, length + 24);
                case SIZE_HALVED -> trace.putInt(at, length / 2);
                case DATA_END_HUGE -> trace.putInt(at + 0x30, 0x7FFF0000);
                case DATA_END_ZERO -> trace.putInt(at + 0x30, 0);
                case TYPE_AND_FLAGS -> trace.putInt(at + 0x34, 0xFFFFFFFF);
            }
        }
    }

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Damage.class)
    void costsNoEventOfAnotherBuffer(Damage damage) throws IOException {
        Assumptions.assumeTrue(RealTraces.areThere(), "no real traces in " + RealTraces.FOLDER);
        for (String name : List.of("CrossMachineHTTP.etl", "ms-rpc-capture-arrays.etl", "gcevents.etl")) {
            byte[] original = Files.readAllBytes(RealTraces.FOLDER.resolve(name));
            try (TraceFiles traces = RealTraces.open(name)) {
                traces.survey(RecordObserver.NONE);
                EtlFile file = traces.files().get(0);
                int step = Math.max(1, file.plan().count() / BUFFERS_TRIED);
                for (int buffer = 1; buffer < file.plan().count(); buffer += step) {
                    check(name + " buffer " + buffer, original, file.plan(), buffer, damage);
                }
            }
        }
    }

    private void check(String where, byte[] original, BufferPlan plan, int buffer, Damage damage) throws IOException {
        byte[] bytes = original.clone();
        int at = (int) plan.offset(buffer);
        damage.apply(
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN),
                at,
                plan.bufferBytes(buffer),
                new SplittableRandom(buffer));
        Path file = Files.write(Files.createTempFile(folder, "damaged", ".etl"), bytes);

        try (TraceFiles damaged = TraceFiles.open(TraceInputs.expand(List.of(file)), folder)) {
            damaged.survey(RecordObserver.NONE);

            BufferPlan found = damaged.files().get(0).plan();
            for (int other = 0; other < plan.count(); other++) {
                if (other != buffer) {
                    assertThat(recordsAt(found, plan.offset(other)))
                            .as("%s: records of buffer %d", where, other)
                            .isEqualTo(plan.records(other));
                }
            }
            assertThat(damaged.problems())
                    .as(where)
                    .extracting(Problem::offset)
                    .anyMatch(offset -> offset >= at && offset < at + plan.bufferBytes(buffer));
            assertThat(damaged.problems()).as(where).hasSizeLessThan(4);
        }
    }

    private static int recordsAt(BufferPlan plan, long offset) {
        int buffer = 0;
        while (buffer < plan.count() && plan.offset(buffer) != offset) {
            buffer++;
        }
        return buffer < plan.count() ? plan.records(buffer) : BufferPlan.UNKNOWN;
    }
}
