package io.ringtail.etw.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.source.OpenTraces;
import io.ringtail.etw.write.EtlOptions;
import io.ringtail.etw.write.EtlWriter;
import io.ringtail.etw.write.EventSourceManifest;
import io.ringtail.etw.write.PayloadBuilder;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.PayloadLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that an imported manifest describes are described by the exported trace itself. */
class ImportedSchemasTest {
    private static final UUID PROVIDER = UUID.fromString("7d3a2c10-5b6e-4f7a-9a01-0123456789ab");
    private static final long START = Ticks.of(Instant.parse("2026-05-06T07:08:09Z"));
    private static final int IDS = 4;
    private static final String MANIFEST = """
            <instrumentationManifest>
              <provider name="Orders" guid="{7d3a2c10-5b6e-4f7a-9a01-0123456789ab}">
                <tasks><task name="Order" value="1"/></tasks>
                <maps>
                  <valueMap name="State"><map value="0" message="new"/><map value="1" message="paid"/></valueMap>
                  <bitMap name="Flags"><map value="0x1" message="gift"/><map value="0x80000000" message="express"/></bitMap>
                </maps>
                <templates>
                  <template tid="t0">
                    <data name="Id" inType="win:UInt32"/>
                    <data name="State" inType="win:UInt32" map="State"/>
                    <data name="Flags" inType="win:UInt32" map="Flags"/>
                    <data name="Name" inType="win:UnicodeString"/>
                  </template>
                  <template tid="t1">
                    <data name="Length" inType="win:UInt8"/>
                    <data name="Key" inType="win:Binary" length="Length"/>
                    <data name="Text" inType="win:AnsiString" length="Length"/>
                    <data name="Port" inType="win:UInt16" outType="win:Port"/>
                    <data name="Code" inType="win:UInt32" outType="win:NTSTATUS"/>
                  </template>
                  <template tid="t2">
                    <data name="Count" inType="win:UInt8"/>
                    <struct name="Lines" count="Count">
                      <data name="Article" inType="win:UInt16"/>
                      <struct name="Price"><data name="Cents" inType="win:Int32"/><data name="Tax" inType="win:UInt8"/></struct>
                      <data name="Tags" inType="win:UInt8" count="3"/>
                    </struct>
                    <data name="Tail" inType="win:UInt16" count="Count"/>
                  </template>
                </templates>
                <events>
                  <event value="0" version="0" task="Order" opcode="win:Start" template="t0" message="order %1 is %2 (%3) of %4"/>
                  <event value="1" version="0" task="Order" opcode="win:Info" template="t1"/>
                  <event value="2" version="0" task="Order" template="t2" message="lines: %1"/>
                </events>
              </provider>
            </instrumentationManifest>
            """;

    /** One event, read. */
    private record Read(String name, Map<String, Object> payload, String message, String problem, boolean decodable) {}

    @TempDir
    private Path folder;

    private final List<Schema> imported = List.of(new Schema(
            "manifest", Schema.ANY, Schema.ANY, Schema.Rank.IMPORTED, MANIFEST.getBytes(StandardCharsets.UTF_8)));
    private Path trace = Path.of("");

    @BeforeEach
    void writeATrace() throws IOException {
        trace = folder.resolve("orders.etl");
        SplittableRandom random = new SplittableRandom(11);
        try (EtlWriter writer = EtlWriter.create(trace, EtlOptions.of(EtlOptions.systemTime(START), 1))) {
            for (int i = 0; i < 400; i++) {
                EventRecord record = new EventRecord().clear();
                record.timeTicks = START + i;
                payload(i % IDS, random).into(record);
                writer.write(type(i % IDS), record);
            }
        }
    }

    @Test
    void theCutReadsAsTheTraceDidWithTheManifest() throws IOException {
        Path cut = folder.resolve("cut.etl");
        EtlExport.Summary summary;
        List<Read> before;
        try (OpenTraces traces = OpenTraces.open(List.of(trace), folder, imported)) {
            before = read(traces);
            summary = export(traces, cut, imported);
        }

        try (OpenTraces traces = OpenTraces.open(List.of(cut), folder, List.of())) {
            assertThat(traces.schemaProblems()).isEmpty();
            assertThat(read(traces)).isEqualTo(before);
        }
        assertThat(summary).isEqualTo(new EtlExport.Summary(400, 5)); // three events and two maps
        assertThat(before).hasSize(400);
        assertThat(before.getFirst().message()).startsWith("order ");
        assertThat(before.stream().filter(Read::decodable)).hasSize(300); // the fourth kind is in no manifest
    }

    @Test
    void withoutTheManifestNothingIsAdded() throws IOException {
        try (OpenTraces traces = OpenTraces.open(List.of(trace), folder, List.of())) {
            assertThat(export(traces, folder.resolve("cut.etl"), List.of())).isEqualTo(new EtlExport.Summary(400, 0));
        }
    }

    @Test
    void everyProcessOfEveryTraceKeepsTheManifestThatItWrote() throws IOException {
        Path one = eventSource("one.etl", 1);
        Path other = eventSource("other.etl", 2);
        Path cut = folder.resolve("cut.etl");
        List<Read> before;
        try (OpenTraces traces = OpenTraces.open(List.of(one, other), folder, List.of())) {
            before = read(traces);
            try (EtlExport export = EtlExport.into(cut, traces.files(), List.of())) {
                export(traces, export, type -> type.id() == 0);
                assertThat(export.finish()).isEqualTo(new EtlExport.Summary(2, 2));
            }
        }

        try (OpenTraces traces = OpenTraces.open(List.of(cut), folder, List.of())) {
            assertThat(read(traces))
                    .filteredOn(event -> event.message().startsWith("order "))
                    .isEqualTo(before.stream()
                            .filter(event -> event.message().startsWith("order "))
                            .toList())
                    .hasSize(2);
        }
    }

    /** A trace of one process, which wrote its manifest and an event. */
    private Path eventSource(String name, int pid) throws IOException {
        Path file = folder.resolve(name);
        try (EtlWriter writer = EtlWriter.create(file, EtlOptions.of(EtlOptions.systemTime(START), 1))) {
            EventRecord record = new EventRecord().clear();
            record.pid = pid;
            record.timeTicks = START + pid;
            byte[] chunk = EventSourceManifest.payloads(MANIFEST, EventSourceManifest.USUAL_CHUNK_BYTES)
                    .getFirst();
            writer.write(EventSourceManifest.type(8, PROVIDER), record.payload(chunk, 0, chunk.length));
            payload(0, new SplittableRandom(pid)).into(record);
            writer.write(type(0), record);
        }
        return file;
    }

    private static void export(OpenTraces traces, EtlExport export, Predicate<EventType> wanted) throws IOException {
        try (BlockCursor cursor = traces.files().scan(Scan.ALL_EVENTS)) {
            while (cursor.next()) {
                int[] rows = IntStream.range(0, cursor.block().count())
                        .filter(row -> wanted.test(
                                traces.files().catalog().type(cursor.block().type(row))))
                        .toArray();
                export.write(cursor.block(), rows, rows.length);
            }
        }
    }

    private static EtlExport.Summary export(OpenTraces traces, Path to, List<Schema> imported) throws IOException {
        try (EtlExport export = EtlExport.into(to, traces.files(), imported)) {
            export(traces, export, type -> true);
            return export.finish();
        }
    }

    /** All events of the provider. */
    private static List<Read> read(OpenTraces traces) throws IOException {
        List<Read> all = new ArrayList<>();
        EventView event = new EventView();
        try (BlockCursor cursor = traces.files().scan(Scan.ALL_EVENTS)) {
            while (cursor.next()) {
                for (int row = 0; row < cursor.block().count(); row++) {
                    event.wrap(cursor.block(), row);
                    if (traces.files().catalog().type(event.type()).provider().equals(PROVIDER)) {
                        PayloadLayout layout = traces.decoder().layout(event.type(), event.source(), event.pid());
                        all.add(new Read(
                                layout.provider() + "/" + layout.eventName(),
                                layout.payload(event),
                                layout.message(event),
                                layout.problem(event),
                                layout.decodable()));
                    }
                }
            }
        }
        return all;
    }

    private static EventType type(int id) {
        return new EventType(HeaderKind.EVENT, 8, PROVIDER, id, 0, 0, 4, 1, 1, 0, EventType.NO_TRACE_LOGGING);
    }

    private static PayloadBuilder payload(int id, SplittableRandom random) {
        PayloadBuilder payload = new PayloadBuilder(8);
        int count = random.nextInt(5);
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        switch (id) {
            case 0 ->
                payload.int32(random.nextInt())
                        .int32(count)
                        .int32(random.nextInt())
                        .utf16("n" + count);
            case 1 ->
                payload.int8(count)
                        .raw(bytes)
                        .raw(bytes)
                        .int16(random.nextInt())
                        .int32(random.nextInt());
            case 2 -> {
                payload.int8(count);
                for (int i = 0; i < count; i++) {
                    payload.int16(i).int32(random.nextInt()).int8(7).raw(new byte[] {1, 2, (byte) i});
                }
                payload.raw(bytes).raw(bytes);
            }
            default -> payload.raw(bytes);
        }
        return payload;
    }
}
