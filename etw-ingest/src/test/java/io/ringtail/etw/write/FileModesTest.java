package io.ringtail.etw.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ringtail.etw.file.Problem;
import io.ringtail.etw.file.TraceInput;
import io.ringtail.etw.merge.MergedRecords;
import io.ringtail.etw.merge.TraceFiles;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Ticks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of every mode, clock and pointer width, as our writer makes them: all their events come back, at their times. */
class FileModesTest {
    private static final UUID PROVIDER = UUID.fromString("01020304-0506-0708-090a-0b0c0d0e0f10");
    private static final long START = Ticks.of(Instant.parse("2026-03-02T09:00:00Z"));
    private static final int EVENTS = 200;
    private static final int[] MODES = {
        0x1,
        0x2,
        0x4,
        0x8,
        0x21,
        0x81,
        0x101,
        0x400,
        0x801,
        0x1001,
        0x2001,
        0x4001,
        0x8001,
        0x10001,
        0x20801,
        0x1000001,
        0x2000001,
        0x8000001,
        0x10000001
    };

    @TempDir
    Path folder;

    static Stream<Arguments> everyMode() {
        List<Arguments> all = new ArrayList<>();
        for (int mode : MODES) {
            for (int pointerBytes : new int[] {4, 8}) {
                for (Clock.Kind kind : Clock.Kind.values()) {
                    all.add(arguments(Integer.toHexString(mode), pointerBytes, kind));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("everyMode")
    void readsEveryModeByEveryClock(String mode, int pointerBytes, Clock.Kind kind) throws IOException {
        EtlOptions options = options(kind, pointerBytes, Integer.parseInt(mode, 16));
        MemoryChannel file = new MemoryChannel();
        try (EtlWriter writer = EtlWriter.to(file, options)) {
            write(writer, options.clock(), pointerBytes);
        }

        assertThat(read(file.toBytes())).isEqualTo(times(EVENTS));
        assertThat(problems(file.toBytes())).isEmpty();
    }

    @Test
    void readsAFileThatIsStillBeingWrittenUpToItsLastFullBuffer() throws IOException {
        EtlOptions options = options(Clock.Kind.QPC, 8, 1);
        MemoryChannel file = new MemoryChannel();
        EtlWriter writer = EtlWriter.to(file, options);
        write(writer, options.clock(), 8);
        byte[] soFar = file.toBytes();
        byte[] withSpace = Arrays.copyOf(soFar, soFar.length + 12_345);
        writer.close();

        List<Long> events = read(soFar);

        assertThat(events).hasSizeBetween(EVENTS / 2, EVENTS - 1).isSubsetOf(times(EVENTS));
        assertThat(problems(soFar)).isEmpty();
        assertThat(read(withSpace)).isEqualTo(events);
        assertThat(problems(withSpace)).isEmpty();
    }

    @Test
    void readsASessionThatWasAppendedByTheSameClock() throws IOException {
        byte[] both = appended(Clock.Kind.QPC, options(Clock.Kind.QPC, 8, 1));

        assertThat(read(both)).hasSize(2 * EVENTS + 1); // and the second session's header
        assertThat(problems(both)).isEmpty();
    }

    @Test
    void saysThatTheTimesOfASessionByAnotherClockAreNotRight() throws IOException {
        byte[] both = appended(Clock.Kind.QPC, options(Clock.Kind.CPU_CYCLE, 8, 1));

        assertThat(read(both)).hasSize(2 * EVENTS + 1);
        assertThat(problems(both))
                .containsExactly(
                        "another session with another clock was appended here; the times of its events are not right");
    }

    private static byte[] appended(Clock.Kind first, EtlOptions second) throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        for (EtlOptions options : List.of(options(first, 8, 4), second)) {
            MemoryChannel file = new MemoryChannel();
            try (EtlWriter writer = EtlWriter.to(file, options)) {
                write(writer, options.clock(), 8);
            }
            both.writeBytes(file.toBytes());
        }
        return both.toByteArray();
    }

    private static EtlOptions options(Clock.Kind kind, int pointerBytes, int mode) {
        Clock clock = switch (kind) {
            case QPC -> EtlOptions.qpc(1_000_000, START);
            case SYSTEM_TIME -> EtlOptions.systemTime(START);
            case CPU_CYCLE -> new Clock(kind, 77, START, 2_000_000_000L);
        };
        HostFacts host =
                new HostFacts(pointerBytes, 10, 0, 20348, 2000, START - Ticks.PER_DAY, HostFacts.ZoneFacts.UTC);
        return EtlOptions.of(clock, 3)
                .withHost(host)
                .withBuffers(new BufferOptions(1024, 3, false, true))
                .withSession(SessionFacts.named("Modes", "modes.etl").withMode(mode));
    }

    /** An event each millisecond, on three CPUs. */
    private static void write(EtlWriter writer, Clock clock, int pointerBytes) throws IOException {
        EventType type = new EventType(
                HeaderKind.EVENT, pointerBytes, PROVIDER, 7, 0, 0, 4, 1, 1, 0, EventType.NO_TRACE_LOGGING);
        EventRecord record = new EventRecord().clear();
        for (int i = 0; i < EVENTS; i++) {
            record.cpu = i * 7 % 3;
            record.payload(new byte[i % 50], 0, i % 50);
            writer.write(type, clock.raw0() + i * (clock.frequency() / 1000), record);
        }
    }

    private static List<Long> times(int count) {
        return Stream.iterate(START, time -> time + Ticks.PER_MILLISECOND)
                .limit(count)
                .toList();
    }

    /** The events' times, without that of the trace's header. */
    private List<Long> read(byte[] trace) throws IOException {
        try (TraceFiles files = open(trace)) {
            List<Long> times = new ArrayList<>();
            MergedRecords records = files.records();
            while (records.next()) {
                times.add(records.event().timeTicks);
            }
            return times.subList(1, times.size());
        }
    }

    private List<String> problems(byte[] trace) throws IOException {
        try (TraceFiles files = open(trace)) {
            return files.problems().stream().map(Problem::what).toList();
        }
    }

    private TraceFiles open(byte[] trace) throws IOException {
        Path file = Files.write(Files.createTempFile(folder, "mode", ".etl"), trace);
        return TraceFiles.open(List.of(new TraceInput(file, "")), folder);
    }
}
