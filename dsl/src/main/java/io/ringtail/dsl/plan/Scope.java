package io.ringtail.dsl.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names that can be used at a place of the query. Behind a scan, payload fields can be named too though they are no
 * columns of the table; {@code project} and {@code summarize} end that. Immutable.
 */
record Scope(Map<String, ScopeColumn> columns, Optional<ScanScope> scan, Set<String> removed) {
    static Scope of(Map<String, ScopeColumn> columns) {
        return new Scope(new LinkedHashMap<>(columns), Optional.empty(), Set.of());
    }

    static Scope ofScan(Map<String, ScopeColumn> columns, ScanScope scan) {
        return new Scope(new LinkedHashMap<>(columns), Optional.of(scan), Set.of());
    }

    Optional<ScopeColumn> find(String name) {
        ScopeColumn column = columns.get(name);
        if (column != null) {
            return Optional.of(column);
        }
        return removed.contains(name) ? Optional.empty() : scan.flatMap(fields -> fields.field(name));
    }

    /** The same with one more column, or another under a known name, in its place. */
    Scope with(String name, ScopeColumn column) {
        Map<String, ScopeColumn> more = new LinkedHashMap<>(columns);
        more.put(name, column);
        return new Scope(more, scan, removed);
    }

    /** These columns only; names that are left out cannot be used any more. */
    Scope choose(Map<String, ScopeColumn> chosen) {
        Set<String> gone = new HashSet<>(removed);
        gone.addAll(columns.keySet());
        gone.removeAll(chosen.keySet());
        return new Scope(new LinkedHashMap<>(chosen), scan, gone);
    }

    /** All names that could be meant, for suggestions. */
    List<String> names() {
        List<String> names = new ArrayList<>(columns.keySet());
        scan.ifPresent(fields -> names.addAll(fields.fieldNames()));
        names.removeAll(removed);
        return names;
    }

    /** A name that no column has: the wanted one, or it with a number behind. */
    static String unique(String wanted, Set<String> taken) {
        String name = wanted;
        for (int i = 1; taken.contains(name); i++) {
            name = wanted + i;
        }
        return name;
    }

    /** {@code Column1}, {@code Column2} … */
    static String numbered(Set<String> taken) {
        int number = 1;
        while (taken.contains("Column" + number)) {
            number++;
        }
        return "Column" + number;
    }
}
