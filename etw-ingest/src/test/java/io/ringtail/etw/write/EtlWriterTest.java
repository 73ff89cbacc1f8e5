package io.ringtail.etw.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.etw.schema.InType;
import io.ringtail.etw.write.ParsedTrace.ParsedBuffer;
import io.ringtail.etw.write.ParsedTrace.ParsedRecord;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtlWriterTest {
    private static final UUID PROVIDER = UUID.fromString("01020304-0506-0708-090a-0b0c0d0e0f10");
    private static final long START = Ticks.of(Instant.parse("2026-03-02T09:00:00Z"));
    private static final Clock CLOCK = EtlOptions.qpc(1_000_000, START);
    private static final EtlOptions OPTIONS = EtlOptions.of(CLOCK, 4);

    private final MemoryChannel file = new MemoryChannel();
    private final EventRecord record = new EventRecord().clear();

    @Test
    void writesAHeaderThatTellsTheSessionsFacts() throws IOException {
        try (EtlWriter writer = EtlWriter.to(file, OPTIONS)) {
            writer.lost(41, 2);
            writer.write(event(8), 31_000_000, record);
        }

        ParsedTrace trace = ParsedTrace.of(file.toBytes());
        ByteBuffer header = trace.records().getFirst().in();
        assertThat(trace.records().getFirst().kindByte()).isEqualTo(2);
        assertThat(header.getLong(16)).isEqualTo(1_000_000);
        assertThat(header.getInt(32)).isEqualTo(1 << 16);
        assertThat(header.getInt(36)).isEqualTo(0x05_01_00_0A);
        assertThat(header.getInt(40)).isEqualTo(20348);
        assertThat(header.getInt(44)).isEqualTo(4);
        assertThat(Ticks.ofFiletime(header.getLong(48))).isEqualTo(START + 30_000_000);
        assertThat(header.getInt(64)).as("mode").isEqualTo(1);
        assertThat(header.getInt(68)).as("buffers written").isEqualTo(2);
        assertThat(header.getInt(76)).as("pointer size").isEqualTo(8);
        assertThat(header.getInt(80)).as("events lost").isEqualTo(41);
        assertThat(header.getLong(32 + 256)).as("frequency").isEqualTo(10_000_000);
        assertThat(Ticks.ofFiletime(header.getLong(32 + 264))).isEqualTo(START);
        assertThat(header.getInt(32 + 272)).as("clock type").isEqualTo(1);
        assertThat(header.getInt(32 + 276)).as("buffers lost").isEqualTo(2);
        assertThat(text(header, 32 + 280)).isEqualTo("Ringtail");
        assertThat(text(header, 32 + 280 + 18)).isEqualTo("ringtail.etl");
    }

    @Test
    void writesTheHeaderOfA32BitHostWithNarrowPointers() throws IOException {
        HostFacts host = new HostFacts(
                4, 6, 1, 7601, 1992, START, new HostFacts.ZoneFacts(-60, "Mitteleuropäische Zeit", "Sommer", -60));
        EtlOptions options = OPTIONS.withHost(host).withBuffers(new BufferOptions(4096, 2, false, false));

        try (EtlWriter writer = EtlWriter.to(file, options)) {
            record.cpu = 1;
            writer.write(event(4), 2_000_000, record);
        }

        ParsedTrace trace = ParsedTrace.of(file.toBytes());
        ByteBuffer header = trace.records().getFirst().in();
        assertThat(trace.records().getFirst().kindByte()).isEqualTo(1);
        assertThat(header.getInt(32 + 64)).as("bias").isEqualTo(-60);
        assertThat(text(header, 32 + 68)).isEqualTo("Mitteleuropäische Zeit");
        assertThat(header.getLong(32 + 248)).as("frequency").isEqualTo(10_000_000);
        assertThat(text(header, 32 + 272)).isEqualTo("Ringtail");
        assertThat(trace.buffers()).extracting(ParsedBuffer::cpu).containsExactly(0, 1);
        assertThat(trace.buffers()).extracting(ParsedBuffer::size).containsOnly(4096);
    }

    @Test
    void flushesFullBuffersInTheOrderInWhichTheyFill() throws IOException {
        EtlOptions options = OPTIONS.withBuffers(new BufferOptions(1024, 4, false, true));
        try (EtlWriter writer = EtlWriter.to(file, options)) {
            for (int i = 0; i < 40; i++) {
                record.cpu = i % 3 == 0 ? 3 : 1;
                record.payload(new byte[i], 0, i);
                writer.write(event(8), 2_000_000 + i, record);
            }
        }

        ParsedTrace trace = ParsedTrace.of(file.toBytes());
        List<ParsedBuffer> buffers = trace.buffers();
        assertThat(trace.records()).hasSize(41);
        for (int i = 0; i < buffers.size(); i++) {
            assertThat(buffers.get(i).sequence()).isEqualTo(i);
            assertThat(buffers.get(i).size()).isEqualTo(1024);
            assertThat(buffers.get(i).savedOffset()).isEqualTo(buffers.get(i).data().length);
        }
        assertThat(buffers.get(1).cpu()).as("the busier CPU fills first").isEqualTo(1);
        assertThat(timesOf(trace, 1)).isSorted().hasSize(26);
        assertThat(timesOf(trace, 3)).isSorted().hasSize(14);
    }

    @Test
    void compressesBuffersBehindASmallPlainHeaderBuffer() throws IOException {
        EtlOptions options = OPTIONS.withBuffers(new BufferOptions(1 << 16, 1, true, true))
                .withSession(OPTIONS.session().withLayout(2, 0));
        try (EtlWriter writer = EtlWriter.to(file, options)) {
            for (int i = 0; i < 2_000; i++) {
                byte[] payload = ("request " + i).getBytes(StandardCharsets.UTF_16LE);
                writer.write(event(8), 2_000_000 + i, record.payload(payload, 0, payload.length));
            }
        }

        ParsedTrace trace = ParsedTrace.of(file.toBytes());
        assertThat(trace.records()).hasSize(2_001);
        assertThat(trace.buffers().getFirst().size()).isEqualTo(512);
        assertThat(trace.buffers().getFirst().isCompressed()).isFalse();
        assertThat(trace.buffers().stream().skip(1)).allMatch(ParsedBuffer::isCompressed);
        assertThat(file.toBytes().length).isLessThan(2_000 * 110 / 2);
        assertThat(trace.records().getFirst().in().getInt(64)).as("mode").isEqualTo(0x4000001);
        assertThat(trace.records().getFirst().in().getInt(36)).isEqualTo(0x00_02_00_0A);
    }

    @Test
    void storesABufferPlainThatCompressionWouldNotShrink() throws IOException {
        EtlOptions options = OPTIONS.withBuffers(new BufferOptions(1 << 16, 1, true, true));
        byte[] noise = new byte[60_000];
        new java.util.SplittableRandom(7).nextBytes(noise);

        try (EtlWriter writer = EtlWriter.to(file, options)) {
            writer.write(event(8), 2_000_000, record.payload(noise, 0, noise.length));
        }

        ParsedBuffer buffer = ParsedTrace.of(file.toBytes()).buffers().get(1);
        assertThat(buffer.isCompressed()).isFalse();
        assertThat(Arrays.copyOfRange(buffer.data(), 72 + 80, buffer.data().length))
                .isEqualTo(noise);
    }

    @Test
    void putsHeaderExtensionsBehindTheHeaderRecord() throws IOException {
        EventType partition = KernelClass.EVENT_TRACE.type(HeaderKind.SYSTEM, 8, 0x50, 2);
        try (EtlWriter writer = EtlWriter.to(file, OPTIONS)) {
            writer.writeHeaderExtension(partition, 1_000_000, record.payload(new byte[48], 0, 48));
        }

        ParsedBuffer buffer = ParsedTrace.of(file.toBytes()).buffers().getFirst();
        assertThat(buffer.records()).hasSize(2);
        assertThat(buffer.records().get(1).bytes()[6]).isEqualTo((byte) 0x50);
        assertThat(buffer.savedOffset()).isEqualTo(buffer.data().length - 80);
    }

    @Test
    void chainsExtendedItemsAndPutsTraceLoggingBehindTheProviderTraits() throws IOException {
        ProviderIdentity provider = ProviderIdentity.named("Contoso.Deploy");
        EventType type = TraceLoggingEvent.of("Started", TraceLoggingField.of("weight", InType.INT32))
                .type(8, provider.guid(), 4, 1, 0x10);
        byte[] traits = provider.traits();
        record.extended.add(ExtendedItems.PROVIDER_TRAITS, traits, 0, traits.length);
        record.extended.add(ExtendedItems.STACK64, new byte[24], 0, 24);
        record.extended.add(ExtendedItems.HEADER_FLAGS, 0x0003_0040, 4);
        record.pid = 4212;
        record.tid = 99;

        try (EtlWriter writer = EtlWriter.to(file, OPTIONS)) {
            writer.write(type, 5_000_000, record.payload(new byte[] {5, 0, 0, 0}, 0, 4));
        }

        ParsedRecord written = ParsedTrace.of(file.toBytes()).records().get(1);
        ByteBuffer in = written.in();
        assertThat(in.getInt(4)).as("flags with EXTENDED_INFO, and property").isEqualTo(0x0003_0041);
        assertThat(in.getInt(8)).isEqualTo(99);
        assertThat(in.getInt(12)).isEqualTo(4212);
        int[] types = new int[3];
        int at = 80;
        for (int i = 0; i < 3; i++) {
            types[i] = in.getShort(at + 2);
            assertThat(in.getShort(at + 4)).as("linkage").isEqualTo((short) (i < 2 ? 1 : 0));
            at += in.getShort(at);
        }
        assertThat(types).containsExactly(12, 11, 6);
        assertThat(in.getInt(at)).isEqualTo(5);
        assertThat(at + 4).isEqualTo(written.size());
    }

    @Test
    void masksTheCounterBitsBackIntoAPerfInfoRecordsVersion() throws IOException {
        EventType sample = KernelEvent.PROFILE_SAMPLE.type(8);
        record.extended.add(ExtendedItems.VERSION_BITS, 0x8100, 2);
        record.extended.add(ExtendedItems.COUNTERS, new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0}, 0, 16);

        try (EtlWriter writer = EtlWriter.to(file, OPTIONS)) {
            writer.write(sample, 5_000_000, record.payload(new byte[16], 0, 16));
        }

        ByteBuffer in = ParsedTrace.of(file.toBytes()).records().get(1).in();
        assertThat(in.getShort(0) & 0xFFFF).isEqualTo(0x8102);
        assertThat(in.get(2)).isEqualTo((byte) 17);
        assertThat(in.getShort(4)).isEqualTo((short) 48);
        assertThat(in.getLong(16)).isEqualTo(1);
        assertThat(in.getLong(24)).isEqualTo(2);
    }

    @Test
    void givesAMessageWithoutOptionsGuidTimeIdsAndPointerSize() throws IOException {
        EventType message =
                new EventType(HeaderKind.MESSAGE, 8, PROVIDER, 12, 0, 0, 0, 0, 0, 0, EventType.NO_TRACE_LOGGING);
        record.pid = 6;
        record.tid = 5;

        try (EtlWriter writer = EtlWriter.to(file, OPTIONS)) {
            writer.write(message, 5_000_000, record.payload(new byte[] {7}, 0, 1));
        }

        ByteBuffer in = ParsedTrace.of(file.toBytes()).records().get(1).in();
        assertThat(in.getShort(0)).isEqualTo((short) 41);
        assertThat(in.get(3)).isEqualTo((byte) 0x90);
        assertThat(in.getShort(4)).isEqualTo((short) 12);
        assertThat(in.getShort(6)).as("options").isEqualTo((short) 0xAA);
        assertThat(in.getInt(8)).as("GUID").isEqualTo(0x01020304);
        assertThat(in.getLong(24)).as("time").isEqualTo(5_000_000);
        assertThat(in.getInt(32)).as("thread").isEqualTo(5);
        assertThat(in.getInt(36)).as("process").isEqualTo(6);
        assertThat(in.get(40)).isEqualTo((byte) 7);
    }

    @Test
    void takesTheRawTimeFromTheRecordWhereItIsKept() throws IOException {
        EtlOptions options = EtlOptions.of(new Clock(Clock.Kind.QPC, 0, START, 1_818_300), 1);
        try (EtlWriter writer = EtlWriter.to(file, options)) {
            record.timeTicks = START + 123_456_789;
            writer.write(event(8), record);
            record.extended.add(ExtendedItems.RAW_CLOCK, 77, 8);
            writer.write(event(8), record);
        }

        List<ParsedRecord> records = ParsedTrace.of(file.toBytes()).records();
        long raw = records.get(1).rawTime();
        assertThat(options.clock().toTicks(raw)).isGreaterThanOrEqualTo(record.timeTicks);
        assertThat(options.clock().toTicks(raw - 1)).isLessThan(record.timeTicks);
        assertThat(records.get(2).rawTime()).isEqualTo(77);
    }

    @Test
    void sendsEveryCpuIntoOneStreamWithoutPerProcessorBuffering() throws IOException {
        SessionFacts session = OPTIONS.session().withMode(SessionFacts.NO_PER_PROCESSOR_BUFFERING);
        try (EtlWriter writer = EtlWriter.to(file, OPTIONS.withSession(session))) {
            for (int cpu = 0; cpu < 4; cpu++) {
                record.cpu = cpu;
                writer.write(event(8), 2_000_000 + cpu, record);
            }
        }

        assertThat(ParsedTrace.of(file.toBytes()).buffers()).hasSize(2);
    }

    @Test
    void writesDamageAsItIsGiven() throws IOException {
        try (EtlWriter writer = EtlWriter.to(file, OPTIONS)) {
            writer.writeRaw(0, 2_000_000, new byte[] {1, 2, 3});
            writer.flush();
            writer.writeRawBuffer(new byte[] {9, 9, 9});
        }

        byte[] bytes = file.toBytes();
        assertThat(Arrays.copyOfRange(bytes, (1 << 16) + 72, (1 << 16) + 80)).containsExactly(1, 2, 3, 0, 0, 0, 0, 0);
        assertThat(Arrays.copyOfRange(bytes, 2 << 16, bytes.length)).containsExactly(9, 9, 9);
    }

    @Test
    void writesTheSameIntoAFile(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("trace.etl");
        for (EtlWriter writer : List.of(EtlWriter.to(file, OPTIONS), EtlWriter.create(path, OPTIONS))) {
            writer.write(event(8), 2_000_000, record);
            writer.close();
            writer.close();
        }

        assertThat(Files.readAllBytes(path)).isEqualTo(file.toBytes());
        assertThat(file.isOpen()).isFalse();
    }

    @Test
    void refusesWhatCannotStandInAFile() throws IOException {
        EtlOptions options = OPTIONS.withBuffers(new BufferOptions(1024, 2, false, true));
        try (EtlWriter writer = EtlWriter.to(file, options)) {
            EventRecord large = new EventRecord().clear().payload(new byte[65_500], 0, 65_500);
            EventRecord medium = new EventRecord().clear().payload(new byte[900], 0, 900);
            EventRecord lonely = new EventRecord().clear();
            lonely.cpu = 2;
            EventRecord odd = new EventRecord().clear();
            odd.extended.add(ExtendedItems.ACTIVITY_ID, 1, 4);

            assertThatThrownBy(() -> writer.write(event(8), 0, large))
                    .hasMessage("a record has at most 65535 bytes, not 65580: 80 before the payload and 65500 in it");
            assertThatThrownBy(() -> writer.write(event(8), 0, medium))
                    .hasMessage("a buffer takes records of at most 952 bytes, not 980: make buffers larger");
            assertThatThrownBy(() -> writer.write(event(8), 0, lonely))
                    .hasMessage("the file has the CPUs 0 to 1, not 2");
            assertThatThrownBy(() -> writer.write(event(8), 0, odd))
                    .hasMessage("extended item 0x100 has 16 bytes, not 4");
            EventRecord uncounted = new EventRecord().clear();
            uncounted.extended.add(ExtendedItems.VERSION_BITS, 0x8200, 2);
            EventRecord outside = new EventRecord().clear().payload(new byte[4], 2, 3);
            assertThatThrownBy(() -> writer.write(KernelEvent.PROFILE_SAMPLE.type(8), 0, uncounted))
                    .hasMessage("the version bits 0x8200 announce 24 bytes of counters, and there are 0");
            assertThatThrownBy(() -> writer.write(event(8), 0, outside)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> writer.write(EventType.own(PROVIDER, 1, 1), 0, record))
                    .hasMessage("an event of Ringtail's own has no ETW header and cannot stand in an .etl file");
            assertThatThrownBy(() -> writer.writeRaw(0, 0, new byte[0])).hasMessage("a raw record has at least 1 byte");
        }
        assertThat(ParsedTrace.of(file.toBytes()).records()).hasSize(1);
    }

    @Test
    void refusesOptionsThatNoFileCouldHave() {
        assertThatThrownBy(() -> new BufferOptions(1000, 1, false, true))
                .hasMessage("a buffer has 1024 to 16777216 bytes and a multiple of 8 of them, not 1000");
        assertThatThrownBy(() -> new BufferOptions(1 << 16, 300, false, false))
                .hasMessage("a file without the processor index flag has 1 to 256 CPUs, not 300");
        assertThatThrownBy(() -> new EtlOptions(
                        OPTIONS.buffers(),
                        new Clock(Clock.Kind.CPU_CYCLE, 0, START, 5),
                        OPTIONS.host(),
                        OPTIONS.session()))
                .hasMessage("the CPU cycle clock runs at the CPU's speed: the frequency must be 2400000000, not 5");
        SessionFacts longNames = SessionFacts.named("n".repeat(400), "f".repeat(400));
        assertThatThrownBy(() -> EtlWriter.to(
                        file,
                        OPTIONS.withBuffers(new BufferOptions(1024, 1, false, true))
                                .withSession(longNames)))
                .hasMessage("the log-file header's buffer has 1024 bytes, too few for a record of 1916 more: "
                        + "make buffers larger or names shorter");
    }

    private static EventType event(int pointerBytes) {
        return new EventType(HeaderKind.EVENT, pointerBytes, PROVIDER, 7, 1, 0, 4, 0, 0, 1, EventType.NO_TRACE_LOGGING);
    }

    private static List<Long> timesOf(ParsedTrace trace, int cpu) {
        return trace.records().stream()
                .skip(1)
                .filter(record -> record.cpu() == cpu)
                .map(ParsedRecord::rawTime)
                .toList();
    }

    private static String text(ByteBuffer in, int at) {
        StringBuilder text = new StringBuilder();
        for (int i = at; in.getChar(i) != 0; i += 2) {
            text.append(in.getChar(i));
        }
        return text.toString();
    }
}
