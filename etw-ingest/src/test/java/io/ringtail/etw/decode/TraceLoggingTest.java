package io.ringtail.etw.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.ScalarType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TraceLoggingTest {
    private static final int OUT = 0x80;
    private static final int CONSTANT = 0x20;
    private static final int COUNTED = 0x40;
    private static final UUID GUID = UUID.fromString("0ad614c4-0ef4-4225-8013-f44f37cb0397");
    /** 2021-09-09T14:59:35.799Z */
    private static final long TICKS = 637_667_963_757_990_000L;

    /** In-type, out-type, payload, and the field's type and value. */
    static Stream<Arguments> everyType() {
        return Stream.of(
                arguments(1, 0, Bytes.of().utf16("Mars"), ScalarType.STRING, "Mars"),
                arguments(1, 0, Bytes.of().utf16("\ud83d\ude80 \udc00"), ScalarType.STRING, "\ud83d\ude80 \udc00"),
                arguments(1, 11, Bytes.of().utf16("<a/>"), ScalarType.STRING, "<a/>"),
                arguments(2, 0, Bytes.of().raw(Bytes.hex("80e400")), ScalarType.STRING, "\u20ac\u00e4"),
                arguments(2, 35, Bytes.of().utf8("\u20ac"), ScalarType.STRING, "\u20ac"),
                arguments(2, 12, Bytes.of().utf8("{\"a\":\"\u00e4\"}"), ScalarType.STRING, "{\"a\":\"\u00e4\"}"),
                arguments(3, 0, Bytes.of().u8(-2), ScalarType.LONG, -2L),
                arguments(4, 0, Bytes.of().u8(254), ScalarType.LONG, 254L),
                arguments(4, 3, Bytes.of().u8(2), ScalarType.BOOL, true),
                arguments(4, 2, Bytes.of().u8(77), ScalarType.LONG, 77L),
                arguments(4, 17, Bytes.of().u8(255), ScalarType.LONG, -1L),
                arguments(5, 0, Bytes.of().u16(-51), ScalarType.LONG, -51L),
                arguments(6, 0, Bytes.of().u16(0xFFFE), ScalarType.LONG, 0xFFFEL),
                arguments(6, 7, Bytes.of().raw(Bytes.hex("01bb")), ScalarType.LONG, 443L),
                arguments(6, 2, Bytes.of().u16(0x20AC), ScalarType.STRING, "\u20ac"),
                arguments(7, 0, Bytes.of().u32(-102), ScalarType.LONG, -102L),
                arguments(7, 15, Bytes.of().u32(0x80070002), ScalarType.LONG, 0x8007_0002L),
                arguments(7, 18, Bytes.of().u32(-1), ScalarType.LONG, 0xFFFF_FFFFL),
                arguments(8, 0, Bytes.of().u32(-1), ScalarType.LONG, 0xFFFF_FFFFL),
                arguments(8, 8, Bytes.of().raw(Bytes.hex("0a800075")), ScalarType.STRING, "10.128.0.117"),
                arguments(8, 5, Bytes.of().u32(4), ScalarType.LONG, 4L),
                arguments(8, 14, Bytes.of().u32(0xC0000005), ScalarType.LONG, 0xC0000005L),
                arguments(9, 0, Bytes.of().u64(-204), ScalarType.LONG, -204L),
                arguments(
                        9, 16, Bytes.of().u64(132_756_731_757_990_000L), ScalarType.DATETIME, new Cell.Datetime(TICKS)),
                arguments(10, 0, Bytes.of().u64(204), ScalarType.DECIMAL, BigDecimal.valueOf(204)),
                arguments(10, 0, Bytes.of().u64(-1), ScalarType.DECIMAL, new BigDecimal("18446744073709551615")),
                arguments(10, 4, Bytes.of().u64(-1), ScalarType.LONG, -1L),
                arguments(10, 37, Bytes.of().u64(16), ScalarType.LONG, 16L),
                arguments(11, 0, Bytes.of().u32(Float.floatToIntBits(1.5f)), ScalarType.REAL, 1.5),
                arguments(12, 0, Bytes.of().u64(Double.doubleToLongBits(-0.25)), ScalarType.REAL, -0.25),
                arguments(13, 0, Bytes.of().u32(256), ScalarType.BOOL, true),
                arguments(14, 0, Bytes.of().u16(3).raw(Bytes.hex("00ff7f")), ScalarType.DYNAMIC, "00ff7f"),
                arguments(
                        14,
                        9,
                        Bytes.of().u16(16).raw(Bytes.hex("20010db8000000000000000000000001")),
                        ScalarType.STRING,
                        "2001:db8::1"),
                arguments(
                        14,
                        10,
                        Bytes.of().u16(16).raw(Bytes.hex("0200 0050 7f000001 0000000000000000")),
                        ScalarType.STRING,
                        "127.0.0.1:80"),
                arguments(15, 0, Bytes.of().guid(GUID), ScalarType.GUID, GUID),
                arguments(16, 0, Bytes.of().u64(0xFFFFF80021489000L), ScalarType.LONG, 0xFFFFF80021489000L),
                arguments(
                        17, 0, Bytes.of().u64(132_756_731_757_990_000L), ScalarType.DATETIME, new Cell.Datetime(TICKS)),
                arguments(
                        18,
                        0,
                        Bytes.of()
                                .u16(2021)
                                .u16(9)
                                .u16(4)
                                .u16(9)
                                .u16(14)
                                .u16(59)
                                .u16(35)
                                .u16(799),
                        ScalarType.DATETIME,
                        new Cell.Datetime(TICKS)),
                arguments(19, 0, Bytes.of().raw(Bytes.hex("010100000000000512000000")), ScalarType.STRING, "S-1-5-18"),
                arguments(20, 0, Bytes.of().u32(-1), ScalarType.LONG, 0xFFFF_FFFFL),
                arguments(21, 0, Bytes.of().u64(-1), ScalarType.LONG, -1L),
                arguments(22, 0, Bytes.of().u16(4).raw(Bytes.hex("41004200")), ScalarType.STRING, "AB"),
                arguments(23, 0, Bytes.of().u16(2).raw(Bytes.hex("4142")), ScalarType.STRING, "AB"),
                arguments(25, 0, Bytes.of().u16(1).u8(0xAB), ScalarType.DYNAMIC, "ab"),
                arguments(COUNTED | 4, 0, Bytes.of().u16(2).u8(1).u8(2), ScalarType.DYNAMIC, List.of(1L, 2L)),
                arguments(COUNTED | 1, 0, Bytes.of().u16(2).utf16("a").utf16(""), ScalarType.DYNAMIC, List.of("a", "")),
                arguments(COUNTED | 15, 0, Bytes.of().u16(1).guid(GUID), ScalarType.DYNAMIC, List.of(GUID)),
                arguments(0x60 | 4, 0, Bytes.of().u16(2).u8(1).u8(2), ScalarType.DYNAMIC, "0102"));
    }

    @ParameterizedTest
    @MethodSource
    void everyType(int in, int out, Bytes payload, ScalarType type, Object value) {
        Bytes field = Bytes.of().utf8("f");
        if (out == 0) {
            field.u8(in);
        } else {
            field.u8(in | OUT).u8(out);
        }
        if ((in & 0x60) == 0x60) {
            field.u16(1).u8(7);
        }
        EtwLayout layout = Recorded.layout(Recorded.traceLogging(metadata("E", field), 8));
        EventView event = Recorded.event(payload.bytes());

        assertThat(layout.fields())
                .extracting(Field::name, Field::type)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("f", type));
        assertThat(Recorded.read(layout, 0, event)).isEqualTo(value);
        assertThat(layout.payload(event)).isEqualTo(Map.of("f", value));
        assertThat(layout.problem(event)).isEmpty();
        assertThat(layout.decodable()).isTrue();
    }

    @Test
    void readsStructuresArraysAndWhatComesBehindThem() {
        Bytes fields = Bytes.of()
                .utf8("outer")
                .u8(24 | OUT)
                .u8(3)
                .utf8("a")
                .u8(1)
                .utf8("inner")
                .u8(24 | COUNTED | OUT)
                .u8(2)
                .utf8("x")
                .u8(4)
                .utf8("y")
                .u8(6 | CONSTANT)
                .u16(2)
                .utf8("b")
                .u8(3)
                .utf8("last")
                .u8(7);
        EtwLayout layout = Recorded.layout(Recorded.traceLogging(metadata("Nested", fields), 8));
        EventView event = Recorded.event(Bytes.of()
                .utf16("A")
                .u16(2)
                .u8(1)
                .u16(2)
                .u16(3)
                .u8(4)
                .u16(5)
                .u16(6)
                .u8(-7)
                .u32(-8)
                .bytes());

        assertThat(layout.payload(event))
                .isEqualTo(Map.of(
                        "outer",
                        Map.of(
                                "a",
                                "A",
                                "inner",
                                List.of(Map.of("x", 1L, "y", List.of(2L, 3L)), Map.of("x", 4L, "y", List.of(5L, 6L))),
                                "b",
                                -7L),
                        "last",
                        -8L));
        assertThat(Recorded.read(layout, 1, event)).isEqualTo(-8L);
        assertThat(layout.problem(event)).isEmpty();
    }

    @Test
    void readsPointersByTheRecordsOwnWidth() {
        byte[] metadata = metadata("P", Bytes.of().utf8("p").u8(16).utf8("n").u8(4));
        EtwLayout narrow = Recorded.layout(Recorded.traceLogging(metadata, 4));
        EtwLayout wide = Recorded.layout(Recorded.traceLogging(metadata, 8));

        assertThat(narrow.payload(Recorded.event(Bytes.hex("ffffffff 05"))))
                .isEqualTo(Map.of("p", 0xFFFF_FFFFL, "n", 5L));
        assertThat(wide.payload(Recorded.event(Bytes.hex("ffffffff00000000 05"))))
                .isEqualTo(Map.of("p", 0xFFFF_FFFFL, "n", 5L));
        assertThat(narrow.fields().get(0).hexadecimal()).isTrue();
    }

    @Test
    void stepsOverTags() {
        byte[] fields =
                Bytes.of().utf8("f").u8(4 | OUT).u8(4 | OUT).u8(0x81).u8(0x01).bytes();
        byte[] metadata = Bytes.of()
                .u16(2 + 2 + 2 + fields.length)
                .u8(0x80)
                .u8(0x01)
                .utf8("T")
                .raw(fields)
                .bytes();
        EtwLayout layout = Recorded.layout(Recorded.traceLogging(metadata, 8));

        assertThat(layout.eventName()).isEqualTo("T");
        assertThat(layout.fields()).containsExactly(new Field("f", ScalarType.LONG, true));
    }

    @Test
    void namesTheEventByItselfAndTheProviderByItsGuid() {
        EtwLayout layout = Recorded.layout(Recorded.traceLogging(metadata("Started", Bytes.of()), 8));

        assertThat(layout.provider()).isEqualTo(Recorded.PROVIDER.toString());
        assertThat(layout.eventName()).isEqualTo("Started");
        assertThat(layout.taskName()).isEmpty();
    }

    static Stream<Arguments> brokenMetadata() {
        return Stream.of(
                arguments("01", "the size wants 2 bytes at 0, the schema has 1"),
                arguments("0900 00", "the size is 9 bytes, here are 3"),
                arguments("0300 80", "the tags wants 1 bytes at 3, the schema has 3"),
                arguments("0500 00 4141", "the event's name at byte 3 of 5 has no end"),
                arguments("0700 00 4100 4141", "the name of field 1 at byte 5 of 7 has no end"),
                arguments("0700 00 4100 4100", "the type of field 'A' wants 1 bytes at 7, the schema has 7"),
                arguments("0800 00 4100 4100 84", "the out-type of field 'A' wants 1 bytes at 8, the schema has 8"),
                arguments("0800 00 4100 4100 24", "the count of field 'A' wants 2 bytes at 8, the schema has 8"),
                arguments("0800 00 4100 4100 1f", "field 'A' has the unknown type 31"),
                arguments("0900 00 4100 4100 9802", "the name of field 2 at byte 9 of 9 has no end"));
    }

    @ParameterizedTest
    @MethodSource
    void brokenMetadata(String hex, String problem) {
        EtwLayout layout = Recorded.layout(Recorded.traceLogging(Bytes.hex(hex), 8));

        assertThat(layout.decodable()).isFalse();
        assertThat(layout.problem(Recorded.event(new byte[3]))).isEqualTo("the event's schema is broken: " + problem);
        assertThat(layout.eventName()).isEqualTo("EventID(0)");
        assertThat(layout.fields()).isEmpty();
    }

    @Test
    void refusesStructuresThatNestTooDeep() {
        Bytes fields = Bytes.of();
        for (int i = 0; i < 40; i++) {
            fields.utf8("s").u8(24 | OUT).u8(1);
        }
        fields.utf8("f").u8(4);
        EventType type = Recorded.traceLogging(metadata("Deep", fields), 8);

        assertThat(Recorded.layout(type).problem(Recorded.event(new byte[1])))
                .isEqualTo("the event's schema is broken: structure 's' stands deeper than 16 structures");
    }

    static byte[] metadata(String name, Bytes fields) {
        Bytes named = Bytes.of().utf8(name);
        return Bytes.of()
                .u16(3 + named.length() + fields.length())
                .u8(0)
                .raw(named.bytes())
                .raw(fields.bytes())
                .bytes();
    }
}
