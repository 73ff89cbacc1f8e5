package io.ringtail.etw.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ringtail.etw.decode.Bytes;
import io.ringtail.etw.decode.TdhBlock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaCollectorTest {
    private static final UUID PROVIDER = UUID.fromString("4f8f06bf-8261-4099-ae5f-07c54bbcfab3");
    private static final EventType MANIFEST = event(0xFFFE);
    private static final EventType INFO = metadata(32);
    private static final EventType MAP_INFO = metadata(33);
    private static final String XML = "<provider name='Bond' guid='{" + PROVIDER + "}'/>";

    private final List<Schema> found = new ArrayList<>();
    private final SchemaCollector collector = new SchemaCollector(2, found::add);

    @Test
    void tellsByTheTypeWhichRecordsItWantsToSee() {
        EventType kernel =
                new EventType(HeaderKind.SYSTEM, 8, PROVIDER, 1, 0, 0, 0, 1, 3, 0, EventType.NO_TRACE_LOGGING);

        assertThat(SchemaCollector.interest(MANIFEST)).isEqualTo(SchemaCollector.Interest.ALL);
        assertThat(SchemaCollector.interest(INFO)).isEqualTo(SchemaCollector.Interest.ALL);
        assertThat(SchemaCollector.interest(MAP_INFO)).isEqualTo(SchemaCollector.Interest.ALL);
        assertThat(SchemaCollector.interest(metadata(34))).isEqualTo(SchemaCollector.Interest.NONE);
        assertThat(SchemaCollector.interest(event(1))).isEqualTo(SchemaCollector.Interest.FIRST);
        assertThat(SchemaCollector.interest(kernel)).isEqualTo(SchemaCollector.Interest.NONE);
    }

    @Test
    void takesEventInfoAndMapInfoForTheirSource() {
        byte[] block = new TdhBlock(PROVIDER, 5, 0).bytes();
        Schema map = TdhBlock.map(PROVIDER, "Modes", false, 0, "off");

        collector.accept(INFO, record(block));
        collector.accept(MAP_INFO, record(map.content()));

        assertThat(found)
                .containsExactly(
                        new Schema("tdh-event", 2, Schema.ANY, Schema.Rank.IN_TRACE, block),
                        new Schema("tdh-map", 2, Schema.ANY, Schema.Rank.IN_TRACE, map.content()));
        assertThat(collector.problems()).isEmpty();
    }

    @Test
    void joinsManifestChunksPerProcessInAnyOrder() {
        collector.accept(MANIFEST, chunk(7, 2, 0, XML.substring(0, 10)));
        collector.accept(MANIFEST, chunk(8, 2, 0, XML.substring(0, 12)));
        collector.accept(MANIFEST, chunk(8, 2, 1, XML.substring(12)));
        collector.accept(MANIFEST, chunk(7, 2, 1, XML.substring(10)));
        collector.finish();

        byte[] whole = XML.getBytes(StandardCharsets.UTF_8);
        assertThat(found)
                .containsExactly(
                        new Schema("eventsource-manifest", 2, 8, Schema.Rank.IN_TRACE, whole),
                        new Schema("eventsource-manifest", 2, 7, Schema.Rank.IN_TRACE, whole));
        assertThat(collector.problems()).isEmpty();
    }

    @Test
    void beginsAnewWhenAManifestIsRepeated() {
        collector.accept(MANIFEST, chunk(7, 2, 0, "half of another one"));
        collector.accept(MANIFEST, chunk(7, 2, 0, XML.substring(0, 10)));
        collector.accept(MANIFEST, chunk(7, 2, 1, XML.substring(10)));

        assertThat(found).hasSize(1);
    }

    @Test
    void saysWhichManifestsAreNotComplete() {
        collector.accept(MANIFEST, chunk(7, 3, 0, XML));
        collector.finish();

        assertThat(collector.problems())
                .containsExactly("the manifest of provider 4f8f06bf-8261-4099-ae5f-07c54bbcfab3 in process 7 is not"
                        + " complete: 1 of 3 chunks are in the trace");
    }

    @Test
    void takesAProvidersNameOnce() {
        EventRecord record = record(new byte[0]);
        byte[] traits = Bytes.of().u16(7).utf8("Name").bytes();
        record.extended.add(ExtendedItems.ACTIVITY_ID, 5, 8).add(ExtendedItems.PROVIDER_TRAITS, traits, 0, 7);

        collector.accept(event(1), record);
        collector.accept(event(2), record);

        assertThat(found).hasSize(1);
        assertThat(found.get(0).format()).isEqualTo("provider-traits");
        assertThat(new SchemaLibrary(found).providerName(PROVIDER, 2, 1)).contains("Name");
    }

    static Stream<Arguments> brokenRecords() {
        byte[] mof = new TdhBlock(PROVIDER, 5, 0).decodingSource(1).bytes();
        byte[] cut = Arrays.copyOf(new TdhBlock(PROVIDER, 5, 0).bytes(), 100);
        return Stream.of(
                arguments(INFO, mof, "the decoding source is 1, not 0 (manifest)"),
                arguments(INFO, cut, "the property count wants 4 bytes at 100, the schema has 100"),
                arguments(INFO, new byte[3], "the decoding source wants 4 bytes at 48, the schema has 3"),
                arguments(MAP_INFO, new byte[16], "the map's name wants 4 bytes at 16, the schema has 16"),
                arguments(
                        MAP_INFO,
                        Bytes.of().guid(PROVIDER).u32(0).u32(1).u32(-1).u32(0).bytes(),
                        "4294967295 entries do not fit the map's 32 bytes"),
                arguments(MANIFEST, new byte[7], "a manifest chunk has at least 8 bytes, here are 7"),
                arguments(
                        MANIFEST,
                        Bytes.hex("0101005c01000000"),
                        "a manifest chunk starts with format 1 and magic 0x5b, here are 1 and 0x5c"),
                arguments(MANIFEST, Bytes.hex("0101005b02000200"), "a manifest chunk is number 2 of 2"),
                arguments(MANIFEST, Bytes.hex("0101005b00000000"), "a manifest chunk is number 0 of 0"),
                arguments(
                        MANIFEST,
                        Bytes.of().raw(Bytes.hex("0101005b01000000")).utf8("<a").bytes(),
                        "the XML is broken: 1:3: An invalid XML character (Unicode: 0x0) was found in the element type."));
    }

    @ParameterizedTest
    @MethodSource
    void brokenRecords(EventType type, byte[] payload, String problem) {
        collector.accept(type, record(payload));

        assertThat(found).isEmpty();
        assertThat(collector.problems()).hasSize(1);
        assertThat(collector.problems().get(0)).startsWith("a schema in the trace is not used: ");
        if (!problem.startsWith("the XML")) {
            assertThat(collector.problems()).containsExactly("a schema in the trace is not used: " + problem);
        }
    }

    @Test
    void holdsIncompleteManifestsOnlyUpToALimit() {
        String large = "x".repeat(60_000);
        for (int pid = 0; pid < 1_000; pid++) {
            collector.accept(MANIFEST, chunk(pid, 3, 0, large));
        }
        collector.finish();

        assertThat(collector.problems()).hasSize(SchemaCollector.MAX_PROBLEMS);
        assertThat(collector.problems().get(0)).contains("more than 33554432 bytes of incomplete manifests are held");
    }

    private static EventType event(int id) {
        return new EventType(HeaderKind.EVENT, 8, PROVIDER, id, 0, 0, 4, 0, 0, 0, EventType.NO_TRACE_LOGGING);
    }

    private static EventType metadata(int opcode) {
        return new EventType(
                HeaderKind.FULL,
                8,
                SchemaCollector.EVENT_METADATA,
                opcode,
                0,
                0,
                0,
                opcode,
                0,
                0,
                EventType.NO_TRACE_LOGGING);
    }

    private static EventRecord chunk(int pid, int total, int number, String text) {
        EventRecord record = record(Bytes.of()
                .raw(Bytes.hex("0101005b"))
                .u16(total)
                .u16(number)
                .raw(text.getBytes(StandardCharsets.UTF_8))
                .bytes());
        record.pid = pid;
        return record;
    }

    private static EventRecord record(byte[] payload) {
        return new EventRecord().clear().payload(payload, 0, payload.length);
    }
}
