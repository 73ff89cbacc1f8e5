package io.ringtail.etw.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.etw.schema.InType;
import io.ringtail.etw.schema.OutType;
import io.ringtail.etw.write.DecodedTrace.DecodedEvent;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.NamedNumber;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builders of payloads and schemas against the decoder: what was put in is what a user sees. */
class EventBuildersTest {
    private static final long START = Ticks.of(Instant.parse("2026-03-02T09:00:00Z"));
    private static final EtlOptions OPTIONS = EtlOptions.of(EtlOptions.qpc(0, START), 1);
    private static final ProviderIdentity PROVIDER = ProviderIdentity.named("Contoso-Test");

    @TempDir
    private Path folder;

    private final PayloadBuilder payload = new PayloadBuilder(8);
    private final EventRecord record = new EventRecord().clear();

    /** Writes the records of a test. */
    private interface Records {
        void write(EtlWriter writer) throws IOException;
    }

    @Test
    void makesAProvidersGuidFromItsNameAsDotNetDoes() {
        assertThat(ProviderIdentity.named("PerfView").guid())
                .isEqualTo(UUID.fromString("a8a71ac1-040f-54a2-07ca-00a89b5ab761"));
    }

    @Test
    void describesNestedStructsAndArraysOfTraceLogging() throws IOException {
        TraceLoggingField point = TraceLoggingField.struct(
                "points",
                TraceLoggingField.of("x", InType.INT16).tagged(0x7F_0001),
                TraceLoggingField.struct("inner", TraceLoggingField.of("y", InType.UINT8, OutType.HEX)));
        EventType type = new TraceLoggingEvent(
                        "Shapes",
                        0xFFF_FFFF,
                        List.of(
                                TraceLoggingField.of("name", InType.COUNTED_ANSI, OutType.UTF8),
                                point.variableArray(),
                                TraceLoggingField.of("triple", InType.INT32).array(3),
                                TraceLoggingField.of("port", InType.UINT16, OutType.PORT)))
                .type(8, PROVIDER.guid(), 4, 0, 0);
        payload.countedUtf8("äpfel").int16(2).int16(-1).int8(10).int16(300).int8(11);
        payload.int32(1).int32(2).int32(3).int16BigEndian(8080);
        byte[] traits = PROVIDER.traits();
        record.extended.add(ExtendedItems.PROVIDER_TRAITS, traits, 0, traits.length);

        DecodedEvent event = decoded(writer -> writer.write(type, 1, into()));

        assertThat(event.problem()).isEmpty();
        assertThat(event.name()).isEqualTo("Contoso-Test/Shapes");
        assertThat(event.payload())
                .isEqualTo(Map.of(
                        "name",
                        "äpfel",
                        "points",
                        List.of(
                                Map.of("x", -1L, "inner", Map.of("y", 10L)),
                                Map.of("x", 300L, "inner", Map.of("y", 11L))),
                        "triple",
                        List.of(1L, 2L, 3L),
                        "port",
                        8080L));
    }

    @Test
    void laysTraceLoggingMetadataOutByteByByte() {
        byte[] metadata = new TraceLoggingEvent(
                        "E",
                        0x820_0000,
                        List.of(
                                TraceLoggingField.of("c", InType.BINARY).custom(new byte[] {1, 2}),
                                TraceLoggingField.of("a", InType.UINT8, OutType.STRING)
                                        .array(258)
                                        .tagged(0x10_0000),
                                TraceLoggingField.struct("s", TraceLoggingField.of("m", InType.GUID))
                                        .variableArray()))
                .metadata();

        assertThat(HexFormat.ofDelimiter(" ").formatHex(metadata))
                .isEqualTo("1b 00 41 45 00 "
                        + "63 00 6e 02 00 01 02 "
                        + "61 00 a4 82 80 40 02 01 "
                        + "73 00 d8 01 6d 00 0f");
    }

    @Test
    void putsTheProvidersGroupBehindItsName() {
        UUID group = UUID.fromString("01020304-0506-0708-090a-0b0c0d0e0f10");

        byte[] traits = new ProviderIdentity("P", group, Optional.of(group)).traits();

        assertThat(HexFormat.ofDelimiter(" ").formatHex(traits))
                .isEqualTo("17 00 50 00 13 00 01 04 03 02 01 06 05 08 07 09 0a 0b 0c 0d 0e 0f 10");
    }

    @Test
    void describesManifestEventsWithStructsCountsAndMapsAsMergeToolsDo() throws IOException {
        EventType type = manifestType(5, 3);
        EventInfo info = new EventInfo(
                type,
                PROVIDER.name(),
                "Warning",
                "Operational",
                List.of("Net", "Disk"),
                "Transfer",
                "Retry",
                "state %1, %2 points",
                List.of(
                        EventProperty.of("state", InType.UINT32).mapped("States"),
                        EventProperty.of("count", InType.UINT16),
                        EventProperty.struct("points", 3, 2).counted(new EventProperty.Extent.InProperty(1)),
                        EventProperty.of("x", InType.INT32),
                        EventProperty.of("blob", InType.BINARY).sized(new EventProperty.Extent.Fixed(2))),
                3);
        EventMap map = new EventMap(PROVIDER.guid(), "States", false, Map.of(1, "Off", 2, "On"));
        payload.int32(2).int16(2).int32(7).raw(new byte[] {1, 2}).int32(8).raw(new byte[] {3, 4});

        DecodedEvent event = decoded(writer -> {
            writer.write(type, 1, into());
            writer.write(EventInfo.recordType(8), 2, of(info.payload()));
            writer.write(EventMap.recordType(8), 3, of(map.payload()));
        });

        assertThat(event.problem()).isEmpty();
        assertThat(event.name()).isEqualTo("Contoso-Test/Transfer/Retry");
        assertThat(event.message()).isEqualTo("state On, 2 points");
        assertThat(event.payload())
                .containsEntry("state", new NamedNumber(2, "On"))
                .containsEntry("count", 2L);
        assertThat(event.payload().get("points")).asString().contains("x=7", "x=8", "0304");
    }

    @Test
    void cutsAnEventSourceManifestIntoChunks() throws IOException {
        EventType type = manifestType(1, 0);
        String xml = """
                <instrumentationManifest xmlns="http://schemas.microsoft.com/win/2004/08/events">
                 <instrumentation><events><provider name="Contoso-Test" guid="{%s}">
                  <tasks><task name="Ping" value="1"/></tasks>
                  <events><event value="1" version="0" level="win:Informational" task="Ping" template="PingArgs"/></events>
                  <templates><template tid="PingArgs"><data name="host" inType="win:UnicodeString"/></template></templates>
                 </provider></events></instrumentation>
                </instrumentationManifest>
                """.formatted(PROVIDER.guid());
        payload.utf16("web-01");

        DecodedEvent event = decoded(writer -> {
            writer.write(type, 1, into());
            int time = 2;
            for (byte[] chunk : EventSourceManifest.payloads(xml, 100)) {
                writer.write(EventSourceManifest.type(8, PROVIDER.guid()), time++, of(chunk));
            }
        });

        assertThat(event.problem()).isEmpty();
        assertThat(event.payload()).isEqualTo(Map.of("host", "web-01"));
    }

    @Test
    void laysKernelPayloadsOutForBothPointerWidths() throws IOException {
        for (int pointerBytes : new int[] {4, 8}) {
            PayloadBuilder fields = new PayloadBuilder(pointerBytes);
            new KernelPayload.ProcessFacts(
                            0x1000,
                            77,
                            4,
                            1,
                            0xC0000005,
                            0,
                            0,
                            SecurityId.LOCAL_SYSTEM.bytes(),
                            "a.exe",
                            "a -b",
                            "",
                            "")
                    .writeTo(fields);
            fields.into(record);
            EventType type = KernelEvent.PROCESS_END.type(pointerBytes);

            DecodedEvent event = decoded(writer -> writer.write(type, 1, record));

            assertThat(event.problem()).as("%d byte pointers", pointerBytes).isEmpty();
            assertThat(event.name()).isEqualTo("Windows Kernel/Process/Stop");
            assertThat(event.payload()).containsEntry("ProcessID", 77L).containsEntry("CommandLine", "a -b");
            assertThat(event.payload().values().toString()).contains("S-1-5-18", "a.exe");
        }
    }

    @Test
    void refusesSchemasThatNobodyCouldRead() {
        assertThatThrownBy(() -> TraceLoggingField.struct("empty"))
                .hasMessage("struct 'empty' has 1 to 127 members, not 0");
        assertThatThrownBy(() -> TraceLoggingField.of("list", InType.INT32).array(0))
                .hasMessage("a constant array has 1 to 65535 elements, not 0");
        assertThatThrownBy(() -> TraceLoggingField.of("odd", InType.HEXDUMP))
                .hasMessage("TraceLogging has no in type HEXDUMP, which 'odd' is to have");
        assertThatThrownBy(() -> TraceLoggingField.of("odd", InType.INT8, OutType.HEX8))
                .hasMessage("TraceLogging has no out type HEX8, which 'odd' is to have");
        assertThatThrownBy(() -> TraceLoggingField.of("tag", InType.INT8).tagged(1 << 28))
                .hasMessage("tags have 28 bits, not 0x10000000");
        assertThatThrownBy(() -> TraceLoggingEvent.of("a\0b")).hasMessage("a name holds no zero character: 'a.b'");
        assertThatThrownBy(() -> EventSourceManifest.payloads("x".repeat(70_000), 1))
                .hasMessage("a manifest has at most 65535 chunks, not 70000: make chunks larger than 1 bytes");
        assertThatThrownBy(() -> SecurityId.of(5)).hasMessage("a SID has 1 to 15 sub-authorities, not 0");
        assertThatThrownBy(() -> payload.counted(new byte[70_000]))
                .hasMessage("a counted field holds at most 65535 bytes, not 70000");
        assertThatThrownBy(() -> new PayloadBuilder(5)).hasMessage("a pointer has 4 or 8 bytes, not 5");
        assertThatThrownBy(() -> KernelClass.PROCESS.type(HeaderKind.EVENT, 8, 1, 4))
                .hasMessage("a kernel event has a kernel header, not EVENT");
    }

    /** The first event behind the log-file header. */
    private DecodedEvent decoded(Records records) throws IOException {
        Path file = folder.resolve("built.etl");
        try (EtlWriter writer = EtlWriter.create(file, OPTIONS)) {
            records.write(writer);
        }
        DecodedTrace trace = DecodedTrace.of(file);
        assertThat(trace.problems()).isEmpty();
        return trace.events().get(1);
    }

    private EventRecord into() {
        payload.into(record);
        return record;
    }

    private static EventRecord of(byte[] payloadBytes) {
        return new EventRecord().clear().payload(payloadBytes, 0, payloadBytes.length);
    }

    private static EventType manifestType(int id, int opcode) {
        return new EventType(
                HeaderKind.EVENT, 8, PROVIDER.guid(), id, 0, 0, 3, opcode, 1, 0, EventType.NO_TRACE_LOGGING);
    }
}
