package io.ringtail.etw.merge;

import static io.ringtail.etw.file.TraceBytes.PROVIDER;
import static io.ringtail.etw.file.TraceBytes.RAW0;
import static io.ringtail.etw.file.TraceBytes.classic;
import static io.ringtail.etw.file.TraceBytes.event;
import static io.ringtail.etw.file.TraceBytes.item;
import static io.ringtail.etw.file.TraceBytes.join;
import static io.ringtail.etw.file.TraceBytes.kernel;
import static io.ringtail.etw.file.TraceBytes.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.file.TraceBytes;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of header, and what of it an event keeps; above all those that no real trace at hand holds. */
class RecordKindsTest {
    private static final long START_TICKS = Ticks.ofFiletime(TraceBytes.START);
    private static final byte[] PAYLOAD = {1, 2, 3};

    @TempDir
    private Path folder;

    @Test
    void readsSystemRecordsWithTheirTimes() throws IOException {
        Traces.Read read = readOne(kernel(2, 3, 0x03, 0x0A, RAW0 + 10, PAYLOAD));

        assertThat(read.type()).isEqualTo(kernelType(HeaderKind.SYSTEM, 8, KernelClasses.IMAGE, 3, 0x0A, 3));
        assertThat(read.timeTicks()).isEqualTo(START_TICKS + 10);
        assertThat(read.pid()).isEqualTo(11);
        assertThat(read.tid()).isEqualTo(22);
        assertThat(read.payload()).isEqualTo(Traces.list(PAYLOAD));
        assertThat(read.items()).isEqualTo(items(i -> i.add(ExtendedItems.CPU_TIME, 7 | 8L << 32, 8)));
    }

    @Test
    void readsCompactRecordsOfBothWidths() throws IOException {
        UUID disk = UUID.fromString("3d6fa8d4-fe05-11d0-9dda-00c04fd7ba7c");

        List<Traces.Read> read =
                read(kernel(3, 2, 0x01, 0x0B, RAW0 + 1, PAYLOAD), kernel(4, 2, 0x01, 0x0B, RAW0 + 2, PAYLOAD));

        assertThat(read.get(0).type()).isEqualTo(kernelType(HeaderKind.COMPACT, 4, disk, 2, 0x0B, 1));
        assertThat(read.get(1).type()).isEqualTo(kernelType(HeaderKind.COMPACT, 8, disk, 2, 0x0B, 1));
        assertThat(read)
                .allMatch(event ->
                        event.pid() == 11 && event.tid() == 22 && event.items().isEmpty());
    }

    @Test
    void keepsCountersBetweenAPerfinfoHeaderAndItsPayload() throws IOException {
        byte[] counters = new byte[24];
        counters[3] = 9;

        Traces.Read read = readOne(kernel(16, 2 | 0x8000 | 0x0200, 0x0F, 0x2E, RAW0, join(counters, PAYLOAD)));

        UUID perfinfo = UUID.fromString("ce1dbfb4-137e-4da6-87b0-3f59aa102cbc");
        assertThat(read.type()).isEqualTo(kernelType(HeaderKind.PERFINFO, 4, perfinfo, 2, 0x2E, 0x0F));
        assertThat(read.pid()).isEqualTo(-1);
        assertThat(read.tid()).isEqualTo(-1);
        assertThat(read.payload()).startsWith((byte) 1, (byte) 2, (byte) 3);
        assertThat(read.items())
                .isEqualTo(items(i ->
                        i.add(ExtendedItems.VERSION_BITS, 0x8200, 2).add(ExtendedItems.COUNTERS, counters, 0, 24)));
    }

    @Test
    void givesAnUnknownKernelGroupAGuidOfItsOwn() throws IOException {
        Traces.Read read = readOne(kernel(17, 2, 0xEE, 5, RAW0));

        assertThat(read.type().provider()).isEqualTo(UUID.fromString("6b65726e-656c-0000-0000-0000000000ee"));
        assertThat(read.type().task()).isEqualTo(0xEE);
    }

    @Test
    void readsClassicRecordsAndErrors() throws IOException {
        List<Traces.Read> read = read(
                classic(10, 5, 300, RAW0 + 1, PAYLOAD),
                classic(20, 5, 300, RAW0 + 2, PAYLOAD),
                classic(13, 5, 300, RAW0 + 3, PAYLOAD));

        assertThat(read.get(0).type()).isEqualTo(classicType(HeaderKind.FULL, 4));
        assertThat(read.get(1).type()).isEqualTo(classicType(HeaderKind.FULL, 8));
        assertThat(read.get(2).type()).isEqualTo(classicType(HeaderKind.ERROR, 0));
        assertThat(read).allMatch(event -> event.payload().equals(Traces.list(PAYLOAD)));
    }

    @Test
    void keepsTheIdsOfInstanceRecords() throws IOException {
        byte[] record = classic(21, 5, 300, RAW0 + 1, PAYLOAD);

        Traces.Read read = readOne(record);

        assertThat(read.type()).isEqualTo(classicType(HeaderKind.INSTANCE, 8));
        assertThat(read.payload()).isEqualTo(Traces.list(PAYLOAD));
        assertThat(read.items()).isEqualTo(items(i -> i.add(ExtendedItems.INSTANCE, record, 48, 24)));
    }

    @Test
    void readsMessagesWithAllFieldsAndWithFew() throws IOException {
        List<Traces.Read> read = read(
                message(0x01 | 0x02 | 0x08 | 0x20 | 0x80, 10, RAW0 + 5, PAYLOAD),
                message(0x04 | 0x10 | 0x40, 11, RAW0 + 6, PAYLOAD),
                message(0x00, 12, 0, PAYLOAD));

        assertThat(read).extracting(Traces.Read::id).containsExactly(10, 11, 12);
        assertThat(read).extracting(event -> event.timeTicks() - START_TICKS).containsExactly(5L, 6L, 6L);
        assertThat(read).extracting(Traces.Read::pid).containsExactly(11, -1, -1);
        assertThat(read).extracting(event -> event.type().pointerBytes()).containsExactly(8, 4, 0);
        assertThat(read.get(0).type().provider()).isEqualTo(PROVIDER);
        assertThat(read.get(1).type().provider()).isEqualTo(UUID.fromString("0000abcd-0000-0000-0000-000000000000"));
        assertThat(read).allMatch(event -> event.payload().equals(Traces.list(PAYLOAD)));
        assertThat(read.get(0).items()).isEqualTo(items(i -> i.add(ExtendedItems.MESSAGE, 0xAB | 77L << 16, 6)));
    }

    @Test
    void keepsEveryExtendedItemButPutsTraceLoggingMetadataIntoTheType() throws IOException {
        byte[] metadata = {9, 0, 0, 'n', 'a', 'm', 'e', 0};
        byte[] sid = {1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0};
        byte[] related = new byte[16];
        related[0] = 42;

        Traces.Read read = readOne(event(
                RAW0,
                0,
                join(
                        item(1, true, related),
                        item(2, true, sid),
                        item(11, true, metadata),
                        item(200, true, (byte) 5),
                        item(5, false, new byte[12])),
                PAYLOAD));

        assertThat(read.type().traceLogging()).isEqualTo(metadata);
        assertThat(read.payload()).isEqualTo(Traces.list(PAYLOAD));
        assertThat(read.flags())
                .isEqualTo(ExtendedItems.HAS_RELATED_ACTIVITY_ID | ExtendedItems.HAS_SID | ExtendedItems.HAS_STACK);
        assertThat(read.items())
                .isEqualTo(items(i -> i.add(1, related, 0, 16)
                        .add(2, sid, 0, 12)
                        .add(200, 5, 1)
                        .add(5, new byte[12], 0, 12)
                        .add(ExtendedItems.HEADER_FLAGS, 1, 4)));
    }

    @Test
    void keepsTheRawClockWhereTicksCannotGiveItBack() throws IOException {
        byte[] trace = new TraceBytes(1024, 1, 14_318_180, 5)
                .buffer(0, event(RAW0 + 14_318_183, 1))
                .bytes();

        try (TraceFiles traces = Traces.open(folder, trace)) {
            Traces.Read read = Traces.readAll(traces).get(1);

            assertThat(read.timeTicks()).isEqualTo(START_TICKS + Ticks.PER_SECOND + 2);
            assertThat(read.items()).isEqualTo(items(i -> i.add(ExtendedItems.RAW_CLOCK, RAW0 + 14_318_183, 8)));
        }
    }

    @Test
    void readsSystemTimeAndCpuCycleClocks() throws IOException {
        byte[] systemTime = new TraceBytes(1024, 2, 0, 5)
                .buffer(0, event(TraceBytes.START + 33, 1))
                .bytes();
        byte[] cycles =
                new TraceBytes(1024, 3, 0, 5).buffer(0, event(RAW0 + 2_000, 1)).bytes();

        try (TraceFiles traces = Traces.open(folder, systemTime, cycles)) {
            assertThat(Traces.readAll(traces))
                    .filteredOn(event -> event.id() == 1)
                    .extracting(event -> event.timeTicks() - START_TICKS)
                    .containsExactly(10L, 33L);
            assertThat(traces.sources())
                    .extracting(source -> source.facts().get("clock"))
                    .containsExactly("systemTime", "cpuCycle");
        }
    }

    private Traces.Read readOne(byte[] record) throws IOException {
        return read(record).get(0);
    }

    private List<Traces.Read> read(byte[]... records) throws IOException {
        byte[] trace = new TraceBytes(1024).buffer(3, records).bytes();
        try (TraceFiles traces = Traces.open(folder, trace)) {
            List<Traces.Read> events = Traces.readAll(traces);
            assertThat(traces.problems()).isEmpty();
            assertThat(events).hasSize(records.length + 1);
            return events.stream().filter(event -> event.cpu() == 3).toList();
        }
    }

    private static EventType kernelType(
            HeaderKind kind, int pointerBytes, UUID provider, int version, int opcode, int group) {
        return new EventType(
                kind, pointerBytes, provider, opcode, version, 0, 0, opcode, group, 0, EventType.NO_TRACE_LOGGING);
    }

    private static EventType classicType(HeaderKind kind, int pointerBytes) {
        return new EventType(kind, pointerBytes, PROVIDER, 5, 300, 0, 3, 5, 0, 0, EventType.NO_TRACE_LOGGING);
    }

    private static List<Byte> items(java.util.function.Consumer<ExtendedItems> adding) {
        ExtendedItems items = new ExtendedItems();
        adding.accept(items);
        return Traces.list(java.util.Arrays.copyOf(items.bytes(), items.length()));
    }
}
