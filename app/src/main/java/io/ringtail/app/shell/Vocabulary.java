package io.ringtail.app.shell;

import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Table;
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

    void forgetTypes() {
        fields.clear();
    }

    List<String> tables() {
        return List.copyOf(fields.keySet());
    }

    /** Those of a table; of all where it is none of these. */
    Set<String> fields(String table) {
        Set<String> of = fields.get(table);
        if (of != null) {
            return of;
        }
        Set<String> all = new LinkedHashSet<>();
        fields.values().forEach(all::addAll);
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
