package io.ringtail.dsl.check.windows;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.Cell;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a VARIANT as WMI fills it, into a value of the language. 64-bit integers and times come as text, whose meaning the CIM
 * type tells.
 *
 * <pre>
 *   VARIANT:   | vt: 2 | reserved: 6 | data: 16 |                                24 bytes on 64-bit Windows
 *   SAFEARRAY: | dimensions: 2 | features: 2 | element bytes: 4 | locks: 4 | (4) | data: 8 | elements: 4 | lower bound: 4 |
 *   BSTR:      | bytes: 4 | UTF-16 … |                                           the pointer is behind the length
 * </pre>
 */
final class Variant {
    static final int BYTES = 8 + 2 * Native.POINTER_SIZE;
    static final int CIM_SINT64 = 20;
    static final int CIM_UINT64 = 21;
    static final int CIM_DATETIME = 101;

    private static final int ARRAY = 0x2000;
    private static final int DATA_AT = 8;
    private static final int ARRAY_DATA_AT = 8 + Native.POINTER_SIZE;
    private static final int ARRAY_COUNT_AT = ARRAY_DATA_AT + Native.POINTER_SIZE;
    private static final int MAX_ELEMENTS = 1 << 20;
    private static final int MAX_TEXT_BYTES = 1 << 26;

    private Variant() {}

    static @Nullable Object read(Pointer variant, int cimType) {
        int type = variant.getShort(0) & 0xFFFF;
        if ((type & ARRAY) != 0) {
            return array(variant.getPointer(DATA_AT), type & ~ARRAY, cimType & ~ARRAY);
        }
        return value(variant, DATA_AT, type, cimType);
    }

    private static @Nullable Object array(@Nullable Pointer array, int type, int cimType) {
        if (array == null || array.getShort(0) != 1) {
            return null;
        }
        int bytes = array.getInt(4);
        int count = Math.min(array.getInt(ARRAY_COUNT_AT), MAX_ELEMENTS);
        Pointer data = array.getPointer(ARRAY_DATA_AT);
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < count && data != null; i++) {
            values.add(value(data, (long) i * bytes, type, cimType));
        }
        return values;
    }

    private static @Nullable Object value(Pointer base, long at, int type, int cimType) {
        return switch (type) {
            case 2 -> (long) base.getShort(at);
            case 3, 22 -> (long) base.getInt(at);
            case 4 -> (double) base.getFloat(at);
            case 5 -> base.getDouble(at);
            case 8 -> text(text(base.getPointer(at)), cimType);
            case 11 -> base.getShort(at) != 0;
            case 16 -> (long) base.getByte(at);
            case 17 -> (long) (base.getByte(at) & 0xFF);
            case 18 -> (long) (base.getShort(at) & 0xFFFF);
            case 19, 23 -> Integer.toUnsignedLong(base.getInt(at));
            case 20 -> base.getLong(at);
            case 21 -> unsigned(Long.toUnsignedString(base.getLong(at)));
            default -> null; // VT_EMPTY, VT_NULL, and objects within objects
        };
    }

    static String text(@Nullable Pointer bstr) {
        if (bstr == null) {
            return "";
        }
        int bytes = Math.clamp(bstr.getInt(-4), 0, MAX_TEXT_BYTES);
        return new String(bstr.getByteArray(0, bytes), StandardCharsets.UTF_16LE);
    }

    private static @Nullable Object text(String text, int cimType) {
        try {
            return switch (cimType) {
                case CIM_SINT64 -> Long.valueOf(text);
                case CIM_UINT64 -> unsigned(text);
                case CIM_DATETIME -> time(text);
                default -> text;
            };
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private static Object unsigned(String digits) {
        BigInteger value = new BigInteger(digits);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : new java.math.BigDecimal(value);
    }

    /** {@code yyyymmddHHMMSS.mmmmmm±UUU}, the offset in minutes; {@code ddddddddHHMMSS.mmmmmm:000} is a span. */
    private static @Nullable Object time(String text) {
        if (text.length() != 25) {
            return text.isEmpty() ? null : text;
        }
        try {
            long micros = Long.parseLong(text.substring(15, 21));
            int hours = Integer.parseInt(text.substring(8, 10));
            int minutes = Integer.parseInt(text.substring(10, 12));
            int seconds = Integer.parseInt(text.substring(12, 14));
            if (text.charAt(21) == ':') {
                long days = Long.parseLong(text.substring(0, 8));
                long whole = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
                return new Cell.Timespan(whole * Ticks.PER_SECOND + micros * Ticks.PER_MICROSECOND);
            }
            int offset = Integer.parseInt(text.substring(21));
            LocalDateTime local = LocalDateTime.of(
                    Integer.parseInt(text.substring(0, 4)),
                    Integer.parseInt(text.substring(4, 6)),
                    Integer.parseInt(text.substring(6, 8)),
                    hours,
                    minutes,
                    seconds);
            long utc = Ticks.of(local.minusMinutes(offset).toInstant(ZoneOffset.UTC));
            return new Cell.Datetime(utc + micros * Ticks.PER_MICROSECOND);
        } catch (NumberFormatException | DateTimeException e) {
            return text; // stars stand for what is not known
        }
    }
}
