package io.ringtail.etw.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.NamedNumber;
import io.ringtail.ring.payload.ScalarType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TdhDecodingTest {
    private static final int LENGTH_IS_INDEX = 2;
    private static final int COUNT_IS_INDEX = 4;
    private static final int FIXED_COUNT = 0x20;
    private static final int U16 = 6;
    private static final int U32 = 8;
    private static final int UTF16 = 1;
    private static final int BINARY = 14;
    private static final EventType TYPE = Recorded.manifest(12, 0, 1);

    @Test
    void namesEventsByProviderTaskAndOpcode() {
        EtwLayout layout = layout(block(0));

        assertThat(layout.provider()).isEqualTo("Test-Provider");
        assertThat(layout.eventName()).isEqualTo("Work/Start");
        assertThat(layout.taskName()).isEqualTo("Work");
        assertThat(layout.opcodeName()).isEqualTo("Start");
    }

    @Test
    void leavesTheOpcodeOutWhenItIsInfo() {
        Schema schema = block(0).opcode("win:Info").schema();

        EtwLayout layout = Recorded.layout(Recorded.manifest(12, 0, 0), schema);

        assertThat(layout.eventName()).isEqualTo("Work");
        assertThat(layout.opcodeName()).isEqualTo("Info");
    }

    @Test
    void readsCountsAndLengthsThatOtherFieldsHold() {
        EtwLayout layout = layout(block(5).field("Count", U16, 0)
                .field("Bytes", U32, 0)
                .property(COUNT_IS_INDEX, "Values", U16, 0, "", 0, 2)
                .property(LENGTH_IS_INDEX, "Blob", BINARY, 15, "", 1, 1)
                .property(LENGTH_IS_INDEX, "Text", UTF16, 1, "", 1, 0));
        EventView event = Recorded.event(Bytes.of()
                .u16(2)
                .u32(3)
                .u16(10)
                .u16(11)
                .raw(Bytes.hex("aabbcc"))
                .raw(Bytes.hex("41004200"))
                .bytes());

        assertThat(layout.payload(event))
                .isEqualTo(
                        Map.of("Count", 2L, "Bytes", 3L, "Values", List.of(10L, 11L), "Blob", "aabbcc", "Text", "AB"));
        assertThat(layout.problem(event)).isEmpty();
        assertThat(Recorded.read(layout, 4, event)).isEqualTo("AB");
        assertThat(Recorded.read(layout, 2, event)).isEqualTo(List.of(10L, 11L));
    }

    @Test
    void readsArraysOfStructuresWithCountsOfTheirOwn() {
        EtwLayout layout = layout(block(4).topLevel(2)
                .field("Number", U16, 0)
                .struct("Items", 2, 2, COUNT_IS_INDEX, 0)
                .field("Inner", U16, 0)
                .property(COUNT_IS_INDEX, "Values", 4, 0, "", 2, 1));
        EventView event =
                Recorded.event(Bytes.of().u16(2).u16(1).u8(9).u16(2).u8(7).u8(8).bytes());

        assertThat(layout.payload(event))
                .isEqualTo(Map.of(
                        "Number",
                        2L,
                        "Items",
                        List.of(
                                Map.of("Inner", 1L, "Values", List.of(9L)),
                                Map.of("Inner", 2L, "Values", List.of(7L, 8L)))));
        assertThat(layout.problem(event)).isEmpty();
    }

    @Test
    void takesTheRestForAFinalTextWithoutEnd() {
        EtwLayout layout = layout(block(2).field("Id", U32, 0).field("Url", UTF16, 1));
        EventView event = Recorded.event(Bytes.hex("01000000 6800 7400"));

        assertThat(layout.payload(event)).isEqualTo(Map.of("Id", 1L, "Url", "ht"));
        assertThat(layout.problem(event)).isEmpty();
    }

    @Test
    void cutsTextOfFixedSizeAtItsZero() {
        EtwLayout layout =
                layout(block(2).property(0, "Name", UTF16, 1, "", 1, 4).field("Last", 4, 0));
        EventView event = Recorded.event(Bytes.hex("4100 0000 4200 4300 05"));

        assertThat(layout.payload(event)).isEqualTo(Map.of("Name", "A", "Last", 5L));
        assertThat(layout.reader(1).constantOffset()).isEqualTo(8);
    }

    @Test
    void offersNumbersAtConstantPlacesForALoadWithoutCall() {
        EtwLayout layout = layout(block(6).field("A", U16, 0)
                .field("B", 7, 0)
                .field("Port", U16, 22)
                .field("Big", 10, 0)
                .field("Text", UTF16, 1)
                .field("Behind", U32, 0));

        assertThat(List.of(place(layout, 0), place(layout, 1), place(layout, 2), place(layout, 3), place(layout, 5)))
                .containsExactly("0:2", "2:-4", "-1:0", "-1:0", "-1:0");
        assertThat(layout.fields().get(3)).isEqualTo(new Field("Big", ScalarType.DECIMAL, false));
    }

    @Test
    void saysHowMuchOfThePayloadIsBeyondTheSchema() {
        EtwLayout layout = layout(block(1).field("Id", U32, 0));

        assertThat(layout.problem(Recorded.event(new byte[7]))).isEqualTo("payload has 3 bytes beyond its schema");
        assertThat(layout.payload(Recorded.event(new byte[7]))).isEqualTo(Map.of("Id", 0L));
    }

    @Test
    void readsWhatFitsOfAPayloadThatIsTooShort() {
        EtwLayout layout =
                layout(block(3).field("Id", U32, 0).field("Text", UTF16, 1).field("Last", U32, 0));
        EventView event = Recorded.event(Bytes.hex("01000000 41000000 0100"));

        assertThat(layout.payload(event)).isEqualTo(Map.of("Id", 1L, "Text", "A"));
        assertThat(Recorded.read(layout, 2, event)).isNull();
        assertThat(layout.problem(event)).isEqualTo("payload ends inside field 'Last', which wants 4 bytes at 8 of 10");
        assertThat(layout.payload(Recorded.event(new byte[0]))).isEmpty();
        assertThat(Recorded.read(layout, 0, Recorded.event(new byte[3]))).isNull();
    }

    @Test
    void namesTheValuesOfMapsAndKeepsTheirNumbers() {
        Schema schema = block(2).property(0, "Mode", U32, 0, "ModeMap", 1, 0)
                .property(0, "Flags", U32, 0, "FlagMap", 1, 0)
                .message("Mode %1 with %2.")
                .schema();
        EtwLayout layout = Recorded.layout(
                TYPE,
                schema,
                TdhBlock.map(Recorded.PROVIDER, "ModeMap", false, 0, "slow", 1, "fast"),
                TdhBlock.map(Recorded.PROVIDER, "FlagMap", true, 1, "one", 2, "two"));
        EventView event = Recorded.event(Bytes.of().u32(1).u32(7).bytes());
        EventView unnamed = Recorded.event(Bytes.of().u32(5).u32(0).bytes());

        assertThat(layout.payload(event))
                .isEqualTo(Map.of("Mode", new NamedNumber(1, "fast"), "Flags", new NamedNumber(7, "one|two|0x4")));
        assertThat(layout.message(event)).isEqualTo("Mode fast with one|two|0x4.");
        assertThat(layout.payload(unnamed)).isEqualTo(Map.of("Mode", 5L, "Flags", new NamedNumber(0, "0x0")));
        assertThat(layout.message(unnamed)).isEqualTo("Mode 5 with 0x0.");
    }

    @Test
    void namesTheValuesOfSignedArraysAndOfLengthsToo() {
        Schema schema = block(3).property(0, "Levels", 7, 0, "LevelMap", 2, 0)
                .property(0, "Size", 6, 0, "LevelMap", 1, 0)
                .property(LENGTH_IS_INDEX, "Text", 1, 0, "", 1, 1)
                .schema();
        EtwLayout layout =
                Recorded.layout(TYPE, schema, TdhBlock.map(Recorded.PROVIDER, "LevelMap", false, -1, "none", 2, "two"));
        EventView event = Recorded.event(Bytes.hex("ffffffff 02000000 0200 4100 4200"));

        assertThat(layout.payload(event).get("Levels"))
                .isEqualTo(List.of(new NamedNumber(-1, "none"), new NamedNumber(2, "two")));
        assertThat(layout.payload(event).get("Size")).isEqualTo(new NamedNumber(2, "two"));
        assertThat(layout.problem(event)).isEmpty();
    }

    @Test
    void fillsMessagesIn() {
        EtwLayout layout = layout(block(3).field("Name", UTF16, 1)
                .field("Address", 16, 0)
                .field("At", 17, 0)
                .message("%1!s! is 100%% at %2,%n%t%3 %9 %4%.%0 never"));
        EventView event = Recorded.event(
                Bytes.of().utf16("disk").u64(255).u64(132_756_731_757_990_000L).bytes());

        assertThat(layout.message(event)).isEqualTo("disk is 100% at 0xff,\n\t2021-09-09T14:59:35.7990000Z %9 %4.");
    }

    static Stream<Arguments> brokenBlocks() {
        return Stream.of(
                arguments(block(1).field("A", 99, 0).bytes(), "field 'A' has the unknown type 99"),
                arguments(
                        block(1).struct("S", 0, 1, 0, 1).bytes(),
                        "structures nest deeper than 16 or unfold to more than 2048 fields"),
                arguments(
                        block(1).struct("S", 0, 60_000, 0, 1).bytes(),
                        "a structure has the properties 0 to 60000 of 1"),
                arguments(
                        block(1).property(COUNT_IS_INDEX, "A", U32, 0, "", 5, 0).bytes(),
                        "an extent is property 5 of 1"),
                arguments(block(1).field("A", U32, 0).topLevel(9).bytes(), "9 of 1 properties are top-level"));
    }

    @ParameterizedTest
    @MethodSource
    void brokenBlocks(byte[] block, String problem) {
        EtwLayout layout =
                Recorded.layout(TYPE, TdhBlock.schema(io.ringtail.etw.schema.SchemaFormat.TDH_EVENT, 0, block));

        assertThat(layout.decodable()).isFalse();
        assertThat(layout.problem(Recorded.event(new byte[3]))).isEqualTo("the event's schema is broken: " + problem);
    }

    @Test
    void boundsTheValuesThatASchemaAsksFor() {
        EtwLayout layout = layout(block(4).topLevel(2)
                .field("Length", U16, 0)
                .struct("Outer", 2, 1, FIXED_COUNT, 65_535)
                .struct("Inner", 3, 1, FIXED_COUNT, 65_535)
                .property(LENGTH_IS_INDEX, "Nothing", BINARY, 0, "", 1, 0));
        EventView event = Recorded.event(new byte[10]);

        Map<String, Object> payload = layout.payload(event);

        assertThat(layout.problem(event)).endsWith("want more than 262144 values");
        assertThat(payload.get("Outer") instanceof List<?> outer ? outer.size() : -1)
                .isBetween(1, 9);
    }

    @Test
    void readsAnArrayThatThePayloadCutsAsFarAsItGoes() {
        EtwLayout layout = layout(block(2).field("Count", U32, 0).property(COUNT_IS_INDEX, "V", U16, 0, "", 0, 2));
        EventView event =
                Recorded.event(Bytes.of().u32(0xFFFF_FFFFL).u16(1).u16(2).bytes());

        assertThat(layout.payload(event)).isEqualTo(Map.of("Count", 0xFFFF_FFFFL, "V", List.of(1L, 2L)));
        assertThat(layout.problem(event)).startsWith("payload ends inside field 'V'");
    }

    private static String place(EtwLayout layout, int field) {
        FieldReader reader = layout.reader(field);
        return reader.constantOffset() + ":" + reader.constantWidth();
    }

    private static TdhBlock block(int properties) {
        return new TdhBlock(Recorded.PROVIDER, 12, properties);
    }

    private static EtwLayout layout(TdhBlock block) {
        return Recorded.layout(TYPE, block.schema());
    }
}
