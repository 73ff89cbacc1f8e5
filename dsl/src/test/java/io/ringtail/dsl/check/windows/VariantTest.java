package io.ringtail.dsl.check.windows;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.Cell;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Memory laid out by hand as Windows' headers say. */
class VariantTest {
    private static final int BSTR = 8;
    private static final int ARRAY = 0x2000;

    private final List<Memory> kept = new ArrayList<>();

    @Test
    void readsNumbers() {
        assertThat(Variant.BYTES).isEqualTo(24);
        assertThat(read(2, -2)).isEqualTo(-2L);
        assertThat(read(3, -3)).isEqualTo(-3L);
        assertThat(read(11, 0xFFFF)).isEqualTo(true);
        assertThat(read(11, 0)).isEqualTo(false);
        assertThat(read(16, 0xFF)).isEqualTo(-1L);
        assertThat(read(17, 0xFF)).isEqualTo(255L);
        assertThat(read(18, 0xFFFF)).isEqualTo(65535L);
        assertThat(read(19, 0xFFFFFFFFL)).isEqualTo(4294967295L);
        assertThat(read(20, -5)).isEqualTo(-5L);
        assertThat(read(21, -1)).isEqualTo(new BigDecimal("18446744073709551615"));
        assertThat(read(5, Double.doubleToLongBits(0.5))).isEqualTo(0.5);
        assertThat(read(4, Float.floatToIntBits(0.25f))).isEqualTo(0.25);
        assertThat(read(0, 7)).isNull();
        assertThat(read(1, 7)).isNull();
    }

    @Test
    void readsTextByItsCimType() {
        assertThat(text("C:\\Ä", 8)).isEqualTo("C:\\Ä");
        assertThat(text("9007199254740993", Variant.CIM_UINT64)).isEqualTo(9007199254740993L);
        assertThat(text("18446744073709551615", Variant.CIM_UINT64)).isEqualTo(new BigDecimal("18446744073709551615"));
        assertThat(text("-7", Variant.CIM_SINT64)).isEqualTo(-7L);
        assertThat(text("seven", Variant.CIM_SINT64)).isEqualTo("seven");
        assertThat(text("20260302091500.500000+060", Variant.CIM_DATETIME))
                .isEqualTo(new Cell.Datetime(Ticks.of(Instant.parse("2026-03-02T08:15:00.5Z"))));
        assertThat(text("20260302091500.000001-480", Variant.CIM_DATETIME))
                .isEqualTo(new Cell.Datetime(Ticks.of(Instant.parse("2026-03-02T17:15:00.000001Z"))));
        assertThat(text("00000002030405.000006:000", Variant.CIM_DATETIME))
                .isEqualTo(new Cell.Timespan(((2 * 24 + 3) * 3600 + 4 * 60 + 5) * Ticks.PER_SECOND + 60));
        assertThat(text("****0302******.******+***", Variant.CIM_DATETIME)).isEqualTo("****0302******.******+***");
        assertThat(text("", Variant.CIM_DATETIME)).isNull();
    }

    @Test
    void readsArraysOfOneDimension() {
        Memory data = memory(8);
        data.setInt(0, 1);
        data.setInt(4, -1);

        assertThat(read(ARRAY | 3, Pointer.nativeValue(array(1, 4, 2, data)))).isEqualTo(Arrays.asList(1L, -1L));
        assertThat(read(ARRAY | 3, Pointer.nativeValue(array(2, 4, 2, data)))).isNull();
        assertThat(read(ARRAY | 3, 0)).isNull();
        Memory strings = memory(16);
        strings.setPointer(0, bstr("a"));
        strings.setPointer(8, bstr("bc"));
        assertThat(read(ARRAY | BSTR, Pointer.nativeValue(array(1, 8, 2, strings))))
                .isEqualTo(List.of("a", "bc"));
    }

    @Test
    void laysOutGuidsAsWindowsDoes() {
        byte[] bytes = Wbem.guid(Wbem.LOCATOR_CLASS).getByteArray(0, 16);

        assertThat(bytes)
                .containsExactly(
                        0x11, 0xf8, 0x90, 0x45, 0x3a, 0x1d, 0xd0, 0x11, 0x89, 0x1f, 0x00, 0xaa, 0x00, 0x4b, 0x2e, 0x24);
    }

    private Memory array(int dimensions, int elementBytes, int count, Memory data) {
        Memory array = memory(32);
        array.setShort(0, (short) dimensions);
        array.setInt(4, elementBytes);
        array.setPointer(16, data);
        array.setInt(24, count);
        return array;
    }

    private @Nullable Object text(String text, int cimType) {
        return read(BSTR, Pointer.nativeValue(bstr(text)), cimType);
    }

    private Pointer bstr(String text) {
        byte[] utf16 = text.getBytes(StandardCharsets.UTF_16LE);
        Memory memory = memory(4 + utf16.length + 2);
        memory.setInt(0, utf16.length);
        memory.write(4, utf16, 0, utf16.length);
        return memory.share(4);
    }

    private @Nullable Object read(int type, long data) {
        return read(type, data, 0);
    }

    private @Nullable Object read(int type, long data, int cimType) {
        Memory variant = memory(Variant.BYTES);
        variant.setShort(0, (short) type);
        variant.setLong(8, data);
        return Variant.read(variant, cimType);
    }

    private Memory memory(int bytes) {
        Memory memory = new Memory(bytes);
        memory.clear();
        kept.add(memory);
        return memory;
    }
}
