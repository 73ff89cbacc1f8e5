package io.ringtail.etw.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.Cell;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a random TraceLogging program writes is what is read: any schema, any values. */
class TraceLoggingPropertyTest {
    private static final int ROUNDS = 3_000;
    private static final int[] TYPES = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 20, 21, 22, 23, 25};

    private SplittableRandom random = new SplittableRandom(0);
    private int names;

    @Test
    void readsWhatWasWritten() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            random = new SplittableRandom(seed);
            names = 0;
            Bytes schema = Bytes.of();
            Bytes payload = Bytes.of();
            Map<String, Object> written = members(schema, payload, random.nextInt(6), 0);

            EtwLayout layout = Recorded.layout(Recorded.traceLogging(TraceLoggingTest.metadata("Random", schema), 8));
            EventView event = Recorded.event(payload.bytes());

            assertThat(layout.payload(event)).as("seed %d", seed).isEqualTo(written);
            assertThat(layout.problem(event)).as("seed %d", seed).isEmpty();
            for (int i = 0; i < layout.fields().size(); i++) {
                assertThat(Recorded.read(layout, i, event))
                        .as("seed %d", seed)
                        .isEqualTo(written.get(layout.fields().get(i).name()));
            }
        }
    }

    /** Writes a number of fields and their values, and returns what a reader must find. */
    private Map<String, Object> members(Bytes schema, Bytes payload, int number, int depth) {
        Map<String, Object> written = new LinkedHashMap<>();
        for (int i = 0; i < number; i++) {
            String name = "f" + names++;
            schema.utf8(name);
            written.put(
                    name,
                    depth < 3 && random.nextInt(4) == 0 ? struct(schema, payload, depth) : plain(schema, payload));
        }
        return written;
    }

    private Map<String, Object> struct(Bytes schema, Bytes payload, int depth) {
        int number = random.nextInt(4);
        schema.u8(24 | 0x80).u8(number);
        return members(schema, payload, number, depth + 1);
    }

    private Object plain(Bytes schema, Bytes payload) {
        int type = TYPES[random.nextInt(TYPES.length)];
        int array = random.nextInt(4);
        if (array > 1) {
            schema.u8(type);
            return value(type, payload);
        }
        int count = random.nextInt(4);
        if (array == 0) {
            schema.u8(type | 0x20).u16(count);
        } else {
            schema.u8(type | 0x40);
            payload.u16(count);
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(value(type, payload));
        }
        return values;
    }

    private Object value(int type, Bytes payload) {
        long number = random.nextLong();
        return switch (type) {
            case 1 -> text(payload, true);
            case 2 -> text(payload, false);
            case 3 -> integer(payload, 1, (byte) number);
            case 4 -> integer(payload, 1, number & 0xFF);
            case 5 -> integer(payload, 2, (short) number);
            case 6 -> integer(payload, 2, number & 0xFFFF);
            case 7 -> signed32(payload, (int) number);
            case 8, 20 -> integer(payload, 4, number & 0xFFFF_FFFFL);
            case 9, 16, 21 -> integer(payload, 8, number);
            case 10 -> unsigned(payload, number);
            case 11 -> real(payload, random.nextInt(1000) / 8.0f);
            case 12 -> real(payload, number / 16.0);
            case 13 -> bool(payload, random.nextBoolean());
            case 14, 25 -> binary(payload);
            case 15 -> guid(payload, new UUID(number, random.nextLong()));
            case 17 -> filetime(payload, number >>> 4);
            case 22 -> counted(payload, true);
            default -> counted(payload, false);
        };
    }

    private String word() {
        return "word".repeat(random.nextInt(4));
    }

    private Object text(Bytes payload, boolean wide) {
        String word = word();
        if (wide) {
            payload.utf16(word);
        } else {
            payload.utf8(word);
        }
        return word;
    }

    private Object counted(Bytes payload, boolean wide) {
        String word = word();
        byte[] bytes = word.getBytes(wide ? StandardCharsets.UTF_16LE : StandardCharsets.US_ASCII);
        payload.u16(bytes.length).raw(bytes);
        return word;
    }

    private Object binary(Bytes payload) {
        byte[] bytes = new byte[random.nextInt(5)];
        random.nextBytes(bytes);
        payload.u16(bytes.length).raw(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static Object integer(Bytes payload, int width, long value) {
        payload.number(value, width);
        return value;
    }

    private static Object signed32(Bytes payload, int value) {
        payload.u32(value);
        return (long) value;
    }

    private static Object unsigned(Bytes payload, long value) {
        payload.u64(value);
        return new BigDecimal(Long.toUnsignedString(value));
    }

    private static Object real(Bytes payload, float value) {
        payload.u32(Float.floatToIntBits(value));
        return (double) value;
    }

    private static Object real(Bytes payload, double value) {
        payload.u64(Double.doubleToLongBits(value));
        return value;
    }

    private static Object bool(Bytes payload, boolean value) {
        payload.u32(value ? 1 : 0);
        return value;
    }

    private static Object guid(Bytes payload, UUID value) {
        payload.guid(value);
        return value;
    }

    private static Object filetime(Bytes payload, long value) {
        payload.u64(value);
        return new Cell.Datetime(Ticks.ofFiletime(value));
    }
}
