package io.ringtail.processors.strategy;

import io.ringtail.dsl.value.Json;
import io.ringtail.dsl.value.Nearest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a strategy's {@code requests}, and tells each part that is wrong by its name. */
final class RequestTableReader {
    private static final List<String> KEYS = List.of(
            "event",
            "start",
            "failure",
            "id",
            "status",
            "durationMs",
            "version",
            "versionFrom",
            "versions",
            "tenant",
            "service",
            "where");
    private static final String EVENT = "Provider/EventName, as 'events' shows them, or Provider/EventID(n)";
    private static final String FIELD = "a field's name";

    private final Map<?, ?> json;
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    RequestTableReader(Map<?, ?> json) {
        this.json = json;
    }

    /** Empty if something is wrong. */
    Optional<RequestTable> read() {
        for (Object key : json.keySet()) {
            if (!KEYS.contains(key)) {
                String near = Nearest.of(String.valueOf(key), KEYS)
                        .map(name -> "; did you mean '" + name + "'?")
                        .orElse("; there are " + String.join(", ", KEYS));
                notes.add("unknown key 'requests." + key + "' has no effect" + near);
            }
        }
        RequestTable table = new RequestTable(
                events(),
                event("start"),
                event("failure"),
                textOr("id", RequestTable.ACTIVITY),
                text("status", FIELD),
                text("durationMs", FIELD),
                texts("version"),
                versionFrom(),
                false,
                versions(),
                text("tenant", FIELD),
                text("service", FIELD),
                where());
        check(table);
        return problems.isEmpty() ? Optional.of(table) : Optional.empty();
    }

    /** Each begins with the part that is wrong. */
    List<String> problems() {
        return problems;
    }

    /** What is odd about it, though it works. */
    List<String> notes() {
        return notes;
    }

    private void check(RequestTable table) {
        if (table.events().isEmpty()) {
            missing("event", EVENT);
        }
        if (table.version().isEmpty()) {
            missing("version", FIELD + ", or several");
        }
        if (table.status().isEmpty() && table.failure().isEmpty()) {
            missing("status", FIELD + "; without one, 'failure' is needed");
        }
        if (table.where().size() > RequestTable.MOST_CONDITIONS) {
            problems.add("requests.where has " + table.where().size() + " fields; it has at most "
                    + RequestTable.MOST_CONDITIONS);
        }
        if (!table.failure().isEmpty() && !table.isJoined()) {
            missing("start", EVENT + ", to which 'failure' is joined");
        }
    }

    private List<String> events() {
        List<String> events = texts("event");
        events.forEach(event -> checkEvent("event", event));
        return events;
    }

    private String event(String key) {
        String event = text(key, EVENT);
        if (!event.isEmpty()) {
            checkEvent(key, event);
        }
        return event;
    }

    private void checkEvent(String key, String event) {
        int slash = event.indexOf('/');
        if (slash <= 0 || slash == event.length() - 1) {
            bad(key, event, EVENT);
        }
    }

    private RequestTable.VersionFrom versionFrom() {
        String said = textOr("versionFrom", "value");
        for (RequestTable.VersionFrom from : RequestTable.VersionFrom.values()) {
            if (from.name().toLowerCase(Locale.ROOT).equals(said)) {
                return from;
            }
        }
        bad("versionFrom", said, "value or name");
        return RequestTable.VersionFrom.VALUE;
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        object("versions", "an object of versions, each by what stands in the field")
                .forEach((field, version) -> plain(version)
                        .ifPresentOrElse(
                                text -> versions.put(field, text),
                                () -> bad("versions." + field, version, "a text or a number")));
        return versions;
    }

    private Map<String, Set<String>> where() {
        Map<String, Set<String>> where = new LinkedHashMap<>();
        object("where", "an object of values, or lists of values, each by the field that has to have one of them")
                .forEach((field, value) -> {
                    Set<String> values = new LinkedHashSet<>();
                    for (Object one : value instanceof List<?> list ? list : Arrays.asList(value)) {
                        plain(one).ifPresent(text -> values.add(text.toLowerCase(Locale.ROOT)));
                    }
                    if (values.isEmpty()) {
                        bad("where." + field, value, "a text, a number, true or false, or a list of them");
                    }
                    where.put(field, values);
                });
        return where;
    }

    private Map<String, Object> object(String key, String wanted) {
        Map<String, Object> members = new LinkedHashMap<>();
        Object value = json.get(key);
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> members.put(String.valueOf(name), member == null ? "" : member));
        } else if (value != null) {
            bad(key, value, wanted);
        }
        return members;
    }

    /** As it would be shown in a row. */
    private static Optional<String> plain(Object value) {
        return switch (value) {
            case Double number ->
                Optional.of(BigDecimal.valueOf(number).stripTrailingZeros().toPlainString());
            case Boolean flag -> Optional.of(flag.toString());
            case String text -> Optional.of(text);
            default -> Optional.empty();
        };
    }

    private List<String> texts(String key) {
        Object value = json.get(key);
        if (value instanceof List<?> list
                && !list.isEmpty()
                && list.stream().allMatch(one -> one instanceof String text && !text.isBlank())) {
            return list.stream().map(String::valueOf).toList();
        }
        if (value instanceof List<?> list) {
            bad(key, list, "a text, or a list of texts");
            return List.of();
        }
        String text = text(key, "a text, or a list of texts");
        return text.isEmpty() ? List.of() : List.of(text);
    }

    private String textOr(String key, String fallback) {
        String text = text(key, "a text");
        return text.isEmpty() ? fallback : text;
    }

    private String text(String key, String wanted) {
        Object value = json.get(key);
        if (value == null) {
            return "";
        }
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        bad(key, value, wanted);
        return "";
    }

    private void missing(String key, String wanted) {
        if (problems.isEmpty()) {
            problems.add("requests." + key + " is missing; it is " + wanted);
        }
    }

    private void bad(String key, Object value, String wanted) {
        problems.add("requests." + key + " is " + Json.format(value) + "; it has to be " + wanted);
    }
}
