package io.ringtail.dsl.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path into a dynamic value, written {@code $.a.b[0]['c d']}. Immutable; no change touches the value that it is made on.
 *
 * @param steps a {@link String} for a member, an {@link Integer} for an element
 */
public record JsonPath(List<Object> steps) {
    /** Leads to nothing: what is looked up along it is null, and nothing changes. */
    public static final JsonPath NOTHING = new JsonPath(List.of());

    private static final Pattern STEP = Pattern.compile(
            "\\.([^.\\['\"]+)|\\[\\s*(-?[0-9]{1,9})\\s*]|\\.?\\[\\s*'([^']*)'\\s*]|\\.?\\[\\s*\"([^\"]*)\"\\s*]");

    public JsonPath {
        steps = List.copyOf(steps);
    }

    /** Empty if the text is no path. */
    public static Optional<JsonPath> parse(String text) {
        if (!text.startsWith("$")) {
            return Optional.empty();
        }
        List<Object> steps = new ArrayList<>();
        Matcher step = STEP.matcher(text);
        int at = 1;
        while (at < text.length()) {
            if (!step.find(at) || step.start() != at) {
                return Optional.empty();
            }
            steps.add(step(step));
            at = step.end();
        }
        return Optional.of(new JsonPath(steps));
    }

    private static Object step(Matcher step) {
        if (step.group(2) != null) {
            return Integer.valueOf(step.group(2));
        }
        String name = step.group(1) == null ? step.group(3) : step.group(1);
        return name == null ? step.group(4) : name;
    }

    public static JsonPath member(String name) {
        return new JsonPath(List.of(name));
    }

    public boolean exists(@Nullable Object value) {
        Object at = value;
        for (Object step : steps) {
            boolean there = step instanceof Integer index
                    ? at instanceof List<?> list && place(list, index) >= 0
                    : at instanceof Map<?, ?> bag && bag.containsKey(step);
            if (!there) {
                return false;
            }
            at = child(at, step);
        }
        return true;
    }

    /** What the path leads to; null if it leads nowhere. */
    public @Nullable Object find(@Nullable Object value) {
        Object at = value;
        for (Object step : steps) {
            at = child(at, step);
        }
        return at;
    }

    private static @Nullable Object child(@Nullable Object value, Object step) {
        if (step instanceof Integer index) {
            return value instanceof List<?> list && place(list, index) >= 0 ? list.get(place(list, index)) : null;
        }
        return value instanceof Map<?, ?> bag ? bag.get(step) : null;
    }

    private static int place(List<?> list, int index) {
        int place = index < 0 ? list.size() + index : index;
        return place < list.size() ? place : -1;
    }

    /** The value with another one at the end of the path; members that are missing on the way are made. */
    public @Nullable Object with(@Nullable Object value, @Nullable Object replacement) {
        return steps.isEmpty() ? value : changed(value, 0, Optional.of(new Literals.Parsed(replacement)));
    }

    /** The value without what the path leads to. */
    public @Nullable Object without(@Nullable Object value) {
        return steps.isEmpty() || !exists(value) ? value : changed(value, 0, Optional.empty());
    }

    private @Nullable Object changed(@Nullable Object value, int depth, Optional<Literals.Parsed> replacement) {
        if (depth == steps.size()) {
            return replacement.map(Literals.Parsed::value).orElse(null);
        }
        boolean removes = replacement.isEmpty() && depth == steps.size() - 1;
        if (steps.get(depth) instanceof Integer index) {
            return changedElement(value, index, depth, removes, replacement);
        }
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> bag) {
            bag.forEach((key, member) -> members.put(String.valueOf(key), member));
        }
        String name = String.valueOf(steps.get(depth));
        if (removes) {
            members.remove(name);
        } else {
            members.put(name, changed(members.get(name), depth + 1, replacement));
        }
        return members;
    }

    private @Nullable Object changedElement(
            @Nullable Object value, int index, int depth, boolean removes, Optional<Literals.Parsed> replacement) {
        if (!(value instanceof List<?> list) || place(list, index) < 0) {
            return value;
        }
        List<@Nullable Object> elements = new ArrayList<>(list);
        int place = place(list, index);
        if (removes) {
            elements.remove(place);
        } else {
            elements.set(place, changed(elements.get(place), depth + 1, replacement));
        }
        return elements;
    }
}
