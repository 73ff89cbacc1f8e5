package io.ringtail.processors.rules;

import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.value.Json;
import io.ringtail.dsl.value.Values;
import io.ringtail.ring.event.Ticks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** A row of a rule's query, without the condition. */
record Row(List<Column> columns, @Nullable Object[] values) {
    /** A key longer than that is cut: it tells things apart, and is no content. */
    private static final int MAX_KEY_CHARS = 1000;

    /** A message is read by people, and kept while an action waits. */
    private static final int MAX_MESSAGE_CHARS = 4000;

    private static final String BETWEEN = ", ";

    String text(int column) {
        return Values.text(values[column]);
    }

    String text(String name) {
        for (int i = 0; i < columns.size() - 1; i++) {
            if (columns.get(i).name().equals(name)) {
                return text(i);
            }
        }
        return "";
    }

    /** The values of some columns as one text. */
    String key(List<Integer> of) {
        StringBuilder key = new StringBuilder();
        for (int column : of) {
            key.append(key.isEmpty() ? "" : BETWEEN).append(text(column));
        }
        return key.length() > MAX_KEY_CHARS ? key.substring(0, MAX_KEY_CHARS) : key.toString();
    }

    String json() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < columns.size() - 1; i++) {
            object.put(columns.get(i).name(), values[i]);
        }
        return Json.format(object);
    }

    /** A rule's message with what it names filled in; what is too long for people is cut. */
    String message(Rule rule, String key, long startTicks) {
        String message = filledIn(rule, key, startTicks);
        return message.length() > MAX_MESSAGE_CHARS ? message.substring(0, MAX_MESSAGE_CHARS) + "…" : message;
    }

    private String filledIn(Rule rule, String key, long startTicks) {
        if (rule.message().isEmpty()) {
            return rule.name() + (key.isEmpty() ? "" : " for " + key);
        }
        Matcher placeholders = RuleBinder.PLACEHOLDER.matcher(rule.message());
        return placeholders.replaceAll(found -> Matcher.quoteReplacement(
                switch (found.group(1)) {
                    case "rule" -> rule.name();
                    case "key" -> key;
                    case "window" -> Ticks.iso(startTicks);
                    default -> text(found.group(1));
                }));
    }
}
