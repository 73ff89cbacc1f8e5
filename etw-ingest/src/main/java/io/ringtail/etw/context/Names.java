package io.ringtail.etw.context;

import java.util.HashMap;
import java.util.Map;

/** What numbers stood for, and when: files by their keys and objects, registry keys by their handles. As {@link History}. */
final class Names {
    private final Map<Long, History<String>> byNumber = new HashMap<>();

    void add(long number, long ticks, boolean starts, String name) {
        if (number != 0 && !name.isEmpty()) {
            byNumber.computeIfAbsent(number, none -> new History<>()).add(ticks, starts, name);
        }
    }

    void finish() {
        byNumber.values().forEach(history -> history.finish((name, other) -> name));
    }

    /** Empty if unknown. */
    String at(long number, long ticks) {
        History<String> history = byNumber.get(number);
        return history == null ? "" : history.at(ticks).orElse("");
    }
}
