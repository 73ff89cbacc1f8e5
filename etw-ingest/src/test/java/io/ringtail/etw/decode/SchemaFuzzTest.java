package io.ringtail.etw.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ringtail.etw.fuzz.InputLimits;
import io.ringtail.etw.schema.InType;
import io.ringtail.etw.schema.ProviderSchema;
import io.ringtail.etw.schema.SchemaFiles;
import io.ringtail.etw.schema.SchemaFormat;
import io.ringtail.etw.schema.WevtSamples;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Schemas of every format, and payloads read by them: whatever the bytes, nothing is thrown, and neither time nor memory is
 * spent beyond the limits here. Replays its seeds in the short run; {@code tools/fuzz.sh} lets Jazzer search for others.
 */
class SchemaFuzzTest {
    private static final InputLimits PROGRAM = new InputLimits(Duration.ofSeconds(10), 16 << 20, 2_000);
    /** A schema may unfold to 2,048 fields, each with a name as long as the schema; a payload to 2^18 values. */
    private static final InputLimits DECODING = new InputLimits(Duration.ofSeconds(10), 128 << 20, 20_000);

    private static final EventType MANIFEST_EVENT = Recorded.manifest(12, 0, 1);

    @TempDir
    Path folder;

    @MethodSource("manifests")
    @FuzzTest(maxDuration = "10m")
    void manifest(byte[] data) throws Exception {
        int xml = Math.min(2, data.length);
        int payload = payloadBytes(data);
        DECODING.hold(data.length, () -> {
            byte[] content = Arrays.copyOfRange(data, xml + payload, data.length);
            Schema schema = new Schema(SchemaFormat.MANIFEST.label(), 0, 100, Schema.Rank.IMPORTED, content);
            ProviderSchema.readable(schema);
            readAll(MANIFEST_EVENT, Arrays.copyOfRange(data, xml, xml + payload), schema);
        });
    }

    static Stream<byte[]> manifests() {
        String manifest = "<provider name='A' guid='{" + Recorded.PROVIDER + "}'><templates><template tid='t'>"
                + "<data name='n' inType='win:UInt16'/><data name='v' inType='win:UInt8' count='n' map='m'/>"
                + "<struct name='s' count='n'><data name='x' inType='win:AnsiString' length='2'/></struct>"
                + "</template></templates><maps><valueMap name='m'><map value='1' message='one'/></valueMap>"
                + "<bitMap name='b'><map value='0x1' message='$(string.s)'/></bitMap></maps>"
                + "<events><event value='12' template='t' opcode='win:Start' message='%1 %2'/></events></provider>";
        String whole = "\uFEFF<?xml version='1.0'?><instrumentationManifest><events>" + manifest
                + "</events><localization><stringTable><string id='s' value='text'/></stringTable></localization>"
                + "</instrumentationManifest>";
        byte[] payload =
                Bytes.of().u16(2).u8(1).u8(2).raw(Bytes.hex("41424344")).bytes();
        // Found by fuzzing: tens of thousands of structures that take no byte.
        String structuresOfNothing =
                manifest.replace("length='2'", "length='0'").replace("count='n' map", "count='0' map");
        // Found by fuzzing: a field with named values that counts another.
        String namedCount = manifest.replace("inType='win:UInt16'", "inType='win:UInt16' map='m'");
        return Stream.of(
                withPayload(payload, namedCount.getBytes(StandardCharsets.UTF_8)),
                withPayload(Bytes.hex("0396"), structuresOfNothing.getBytes(StandardCharsets.UTF_8)),
                withPayload(payload, manifest.getBytes(StandardCharsets.UTF_8)),
                withPayload(payload, whole.getBytes(StandardCharsets.UTF_8)),
                withPayload(payload, ("\uFEFF" + manifest).getBytes(StandardCharsets.UTF_16LE)));
    }

    @MethodSource("programs")
    @FuzzTest(maxDuration = "10m")
    void program(byte[] data) throws Exception {
        Path file = Files.write(folder.resolve("program.dll"), data);
        List<Schema> schemas = new ArrayList<>();
        PROGRAM.hold(data.length, () -> {
            schemas.clear();
            schemas.addAll(read(file));
        });
        DECODING.hold(data.length, () -> readEmptyPayloads(schemas));
    }

    static Stream<byte[]> programs() {
        return IntStream.range(0, 6)
                .boxed()
                .flatMap(seed -> Stream.of(WevtSamples.program(seed), WevtSamples.resource(seed)));
    }

    private static List<Schema> read(Path file) throws IOException {
        SchemaFiles read = SchemaFiles.read(List.of(file));
        assertThat(read.schemas().size() + read.problems().size()).isPositive();
        for (Schema schema : read.schemas()) {
            assertThat(ProviderSchema.readable(schema)).isNotEmpty();
        }
        return read.schemas();
    }

    private static void readEmptyPayloads(List<Schema> schemas) {
        for (Schema schema : schemas) {
            ProviderSchema provider = ProviderSchema.readable(schema).getFirst();
            if (!provider.events().isEmpty()) {
                ProviderSchema.Event event = provider.events().getFirst();
                int version = Integer.parseInt(event.versions());
                readAll(Recorded.manifest(provider.id(), event.id(), version, 1), new byte[64], schema);
            }
        }
    }

    @MethodSource("eventInfos")
    @FuzzTest(maxDuration = "10m")
    void eventInfo(byte[] data) throws Exception {
        int start = Math.min(2, data.length);
        int payload = payloadBytes(data);
        byte[] block = Arrays.copyOfRange(data, start + payload, data.length);
        Schema event = TdhBlock.schema(SchemaFormat.TDH_EVENT, 0, block);
        Schema map = TdhBlock.schema(SchemaFormat.TDH_MAP, 0, block);
        DECODING.hold(data.length, () -> {
            ProviderSchema.readable(event);
            readAll(MANIFEST_EVENT, Arrays.copyOfRange(data, start, start + payload), event, map);
        });
    }

    static Stream<byte[]> eventInfos() {
        byte[] array = new TdhBlock(Recorded.PROVIDER, 12, 4)
                .topLevel(2)
                .field("Number", 6, 0)
                .struct("Items", 2, 2, 4, 0)
                .field("Inner", 6, 0)
                .property(4, "Values", 4, 0, "", 2, 1)
                .message("%1 of %2!s!%n")
                .bytes();
        TdhBlock every = new TdhBlock(Recorded.PROVIDER, 12, InType.values().length - 1);
        for (InType type : InType.values()) {
            if (type != InType.STRUCT) {
                every.field(type.name(), type.number(), 0);
            }
        }
        byte[] payload = Bytes.of().u16(2).u16(1).u8(9).u16(2).u8(7).u8(8).bytes();
        return Stream.of(withPayload(payload, array), withPayload(new byte[200], every.bytes()));
    }

    @MethodSource("traceLoggings")
    @FuzzTest(maxDuration = "10m")
    void traceLogging(byte[] data) throws Exception {
        int start = Math.min(2, data.length);
        int payload = payloadBytes(data);
        byte[] metadata = Arrays.copyOfRange(data, start + payload, data.length);
        if (metadata.length == 0) {
            return; // no TraceLogging event then
        }
        DECODING.hold(
                data.length,
                () -> readAll(Recorded.traceLogging(metadata, 8), Arrays.copyOfRange(data, start, start + payload)));
    }

    static Stream<byte[]> traceLoggings() {
        Bytes every = Bytes.of();
        for (int type = 0; type < 26; type++) {
            if (type != InType.STRUCT.number()) {
                every.utf8("f" + type).u8(type);
            }
        }
        Bytes nested = Bytes.of();
        nested.utf8("s")
                .u8(24 | 0x40 | 0x80)
                .u8(2)
                .utf8("n")
                .u8(6)
                .utf8("t")
                .u8(24 | 0x80)
                .u8(1);
        nested.utf8("v").u8(8 | 0x20).u16(3).utf8("c").u8(0x60 | 14).u16(2).u16(0);
        return Stream.of(
                withPayload(new byte[200], TraceLoggingTest.metadata("Every", every)),
                withPayload(Bytes.hex("0200 0100 010000000200000003000000"), TraceLoggingTest.metadata("S", nested)));
    }

    /** An input is the payload's length as u16, the payload, the schema. */
    private static byte[] withPayload(byte[] payload, byte[] schema) {
        return Bytes.of().u16(payload.length).raw(payload).raw(schema).bytes();
    }

    private static int payloadBytes(byte[] data) {
        if (data.length < 2) {
            return 0;
        }
        int wanted = Byte.toUnsignedInt(data[0]) | Byte.toUnsignedInt(data[1]) << 8;
        return Math.min(wanted, data.length - 2);
    }

    private static void readAll(EventType type, byte[] payload, Schema... schemas) {
        EtwLayout layout = Recorded.layout(type, schemas);
        EventView event = Recorded.event(payload);
        assertThat(layout.payload(event)).isNotNull();
        assertThat(layout.problem(event)).isNotNull();
        assertThat(layout.message(event)).isNotNull();
        for (int i = 0; i < layout.fields().size(); i++) {
            Recorded.read(layout, i, event);
        }
    }
}
