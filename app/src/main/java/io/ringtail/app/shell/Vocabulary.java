package io.ringtail.app.shell;

import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Table;
import io.ringtail.ring.payload.PayloadLayout;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of a recording and of the results so far: tables, payload fields, values. Grows up to limits. */
final class Vocabulary {
    private static final int MAX_VALUES = 500;
    private static final int MAX_LENGTH = 80;

    /** The payload fields of each table: a provider, or an event of one. */
    private final Map<String, Set<String>> fields = new LinkedHashMap<>();

    /** The providers of own events. */
    private final Set<String> own = new HashSet<>();

    private final Map<String, Set<String>> values = new LinkedHashMap<>();

    /** Learns a row of {@code types | project Provider, EventName, Fields}. */
    void learnType(@Nullable Object[] row) {
        String provider = String.valueOf(row[0]);
        String event = String.valueOf(row[1]);
        remember("Provider", provider);
        remember("EventName", event);
        for (String table : List.of(provider, provider + "/" + event)) {
            Set<String> known = fields.computeIfAbsent(table, unseen -> new LinkedHashSet<>());
            if (row[2] instanceof Map<?, ?> names) {
                names.keySet().forEach(name -> known.add(String.valueOf(name)));
            }
        }
    }

    /** Learns what own events have, of which the recording may have none. */
    void learnLayout(PayloadLayout layout) {
        Map<String, String> names = new LinkedHashMap<>();
        layout.fields().forEach(field -> names.put(field.name(), field.type().label()));
        learnType(new @Nullable Object[] {layout.provider(), layout.eventName(), names});
        own.add(layout.provider());
    }

    void forgetTypes() {
        fields.clear();
    }

    List<String> tables() {
        return List.copyOf(fields.keySet());
    }

    /** Those of a table; of all captured events or all own ones where it holds them, else of all. */
    Set<String> fields(String table) {
        Set<String> of = fields.get(table);
        if (of != null) {
            return of;
        }
        Set<String> all = new LinkedHashSet<>();
        fields.forEach((name, known) -> {
            boolean isOwn = own.contains(name.split("/", 2)[0]);
            if (!table.equals(isOwn ? "events" : "control")) {
                all.addAll(known);
            }
        });
        return all;
    }

    Set<String> values(String column) {
        return values.getOrDefault(column, Set.of());
    }

    private void remember(String column, String value) {
        Set<String> known = values.computeIfAbsent(column, unseen -> new LinkedHashSet<>());
        boolean fits = !value.isEmpty()
                && value.length() <= MAX_LENGTH
                && value.chars().noneMatch(c -> c < ' ');
        if (fits && known.size() < MAX_VALUES) {
            known.add(value);
        }
    }

    /** The same table; what it gives is learned. */
    Table learning(Table table) {
        List<Column> columns = table.columns();
        return table.showingRowsTo(row -> {
            for (int i = 0; i < row.length; i++) {
                if (row[i] instanceof String text) {
                    remember(columns.get(i).name(), text);
                }
            }
        });
    }
}
