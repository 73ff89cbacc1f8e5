package io.ringtail.dsl.functions;

import io.ringtail.dsl.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a function's arguments, one row of them, as what the function takes them for. */
final class Arguments {
    private Arguments() {}

    static String text(@Nullable Object value) {
        return Values.text(value);
    }

    /** Held within 32 bits; 0 of what is no number. */
    static int whole(@Nullable Object value) {
        return value instanceof Long number ? Math.clamp(number, Integer.MIN_VALUE, Integer.MAX_VALUE) : 0;
    }

    /** The argument at a place, or what stands for it where it is left out. */
    static int whole(@Nullable Object[] row, int at, int absent) {
        return row.length > at ? whole(row[at]) : absent;
    }

    /** The elements of an array; none of what is no array. */
    static List<@Nullable Object> elements(@Nullable Object value) {
        return value instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
    }

    /** The members of an object; none of what is no object. */
    static Map<String, @Nullable Object> members(@Nullable Object value) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> bag) {
            bag.forEach((key, member) -> members.put(String.valueOf(key), member));
        }
        return members;
    }

    /** The texts that are given one by one, or as the elements of one array. */
    static List<String> texts(@Nullable Object[] row, int from) {
        List<String> texts = new ArrayList<>();
        for (int i = from; i < row.length; i++) {
            if (row[i] instanceof List<?> list) {
                list.forEach(element -> texts.add(text(element)));
            } else {
                texts.add(text(row[i]));
            }
        }
        return texts;
    }
}
