package io.ringtail.dsl.functions;

import io.ringtail.dsl.value.Json;
import io.ringtail.dsl.vector.Kernel;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Kernels whose signature the binder works out itself. */
public final class Choices {
    private Choices() {}

    /** Of {@code case}: conditions and values in turn, at the end the value for all else. */
    public static Kernel ofCase() {
        return Kernels.lenient(MathFunctions::chooseFirst);
    }

    /** Of {@code pack_all}: names and values in turn. */
    public static Kernel ofPack(boolean withoutEmpty) {
        return Kernels.lenient(row -> {
            Map<String, @Nullable Object> bag = BagFunctions.pack(row);
            if (withoutEmpty) {
                bag.values().removeIf(value -> value == null || value.equals(""));
            }
            return bag;
        });
    }

    /** Of {@code estimate_data_size}: the bytes that the values take, strings and dynamic values in UTF-8. */
    public static Kernel ofDataSize() {
        return Kernels.lenient(row -> {
            long bytes = 0;
            for (Object value : row) {
                bytes += sizeOf(value);
            }
            return bytes;
        });
    }

    private static long sizeOf(@Nullable Object value) {
        return switch (value) {
            case Boolean bool -> 1;
            case UUID guid -> 16;
            case BigDecimal decimal -> 34;
            case String text -> text.getBytes(StandardCharsets.UTF_8).length;
            case List<?> list -> Json.format(list).getBytes(StandardCharsets.UTF_8).length;
            case Map<?, ?> bag -> Json.format(bag).getBytes(StandardCharsets.UTF_8).length;
            case null -> 0;
            default -> Long.BYTES;
        };
    }
}
