package io.ringtail.dsl.functions;

import io.ringtail.dsl.value.Json;
import io.ringtail.dsl.value.JsonPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Functions of objects, which Kusto calls property bags. Each gives null of what is none. */
final class BagFunctions {
    private BagFunctions() {}

    static void addTo(FunctionTable table) {
        table.add(
                "bag_keys(dynamic):dynamic",
                ofBag(row -> new ArrayList<>(Arguments.members(row[0]).keySet())));
        table.add("bag_has_key(dynamic,string):bool", ofBag(row -> hasKey(row[0], Arguments.text(row[1]))));
        table.add("bag_merge(dynamic,dynamic,dynamic...):dynamic", Kernels.lenient(BagFunctions::merge));
        table.add("bag_remove_keys(dynamic,dynamic):dynamic", ofBag(BagFunctions::removeKeys));
        table.add("bag_set_key(dynamic,string,any):dynamic", ofBag(BagFunctions::setKey));
        table.add("bag_zip(dynamic,dynamic):dynamic", Kernels.lenient(BagFunctions::zip));
        for (String name : List.of("bag_pack", "pack", "pack_dictionary")) {
            table.add(name + "(any,any,any...):dynamic", Kernels.lenient(BagFunctions::pack));
        }
        table.add("treepath(dynamic):dynamic", ofBag(BagFunctions::paths));
        table.add("dynamic_to_json(any):string", Kernels.lenient(row -> Json.format(sorted(row[0]))));
    }

    private static io.ringtail.dsl.vector.Kernel ofBag(Kernels.RowFunction function) {
        return Kernels.lenient(row -> row[0] instanceof Map<?, ?> ? function.apply(row) : null);
    }

    private static boolean hasKey(@Nullable Object bag, String key) {
        return key.startsWith("$")
                ? JsonPath.parse(key).map(path -> path.exists(bag)).orElse(false)
                : Arguments.members(bag).containsKey(key);
    }

    static Map<String, @Nullable Object> pack(@Nullable Object[] row) {
        Map<String, @Nullable Object> bag = new LinkedHashMap<>();
        for (int i = 0; i + 1 < row.length; i += 2) {
            bag.put(Arguments.text(row[i]), row[i + 1]);
        }
        return bag;
    }

    /** Of a key that stands in several the first value stays. */
    private static @Nullable Object merge(@Nullable Object[] row) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        boolean any = false;
        for (Object bag : row) {
            any |= bag instanceof Map<?, ?>;
            Arguments.members(bag).forEach((key, value) -> {
                if (!all.containsKey(key)) {
                    all.put(key, value);
                }
            });
        }
        return any ? all : null;
    }

    private static @Nullable Object removeKeys(@Nullable Object[] row) {
        if (!(row[1] instanceof List<?> keys)) {
            return null;
        }
        Object bag = row[0];
        for (Object key : keys) {
            String name = Arguments.text(key);
            bag = name.startsWith("$")
                    ? JsonPath.parse(name).orElse(JsonPath.NOTHING).without(bag)
                    : JsonPath.member(name).without(bag);
        }
        return bag;
    }

    private static @Nullable Object setKey(@Nullable Object[] row) {
        String key = Arguments.text(row[1]);
        JsonPath path = key.startsWith("$") ? JsonPath.parse(key).orElse(JsonPath.NOTHING) : JsonPath.member(key);
        return path.with(row[0], row[2]);
    }

    /** Keys that are no strings are left out with their values; missing values are null. */
    private static @Nullable Object zip(@Nullable Object[] row) {
        if (!(row[0] instanceof List<?> keys)) {
            return null;
        }
        List<@Nullable Object> values = Arguments.elements(row[1]);
        Map<String, @Nullable Object> bag = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i) instanceof String key) {
                bag.put(key, i < values.size() ? values.get(i) : null);
            }
        }
        return bag;
    }

    private static @Nullable Object paths(@Nullable Object[] row) {
        Set<@Nullable Object> paths = new LinkedHashSet<>();
        addPaths("", row[0], paths);
        return new ArrayList<@Nullable Object>(paths);
    }

    private static void addPaths(String prefix, @Nullable Object value, Set<@Nullable Object> paths) {
        if (value instanceof Map<?, ?>) {
            Arguments.members(value).forEach((key, member) -> {
                String path = prefix + "['" + key + "']";
                paths.add(path);
                addPaths(path, member, paths);
            });
        } else if (value instanceof List<?> list) {
            // One place stands for all.
            for (Object element : list) {
                paths.add(prefix + "[0]");
                addPaths(prefix + "[0]", element, paths);
            }
        }
    }

    /** The same with the members of all objects in the order of their names. */
    private static @Nullable Object sorted(@Nullable Object value) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> elements = new ArrayList<>();
            list.forEach(element -> elements.add(sorted(element)));
            return elements;
        }
        if (!(value instanceof Map<?, ?>)) {
            return value;
        }
        Map<String, @Nullable Object> members = new TreeMap<>();
        Arguments.members(value).forEach((key, member) -> members.put(key, sorted(member)));
        return members;
    }
}
