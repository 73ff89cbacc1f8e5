package io.ringtail.dsl.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The names that can be used at a place of the query. Behind a scan, payload fields can be named too though they are no
 * columns of the table; {@code project} and {@code summarize} end that. Immutable.
 *
 * @param rows other rows whose columns can be named: those that matched the steps of {@code scan}
 */
record Scope(
        Map<String, ScopeColumn> columns,
        Optional<ScanScope> scan,
        Set<String> removed,
        Order order,
        Map<String, Function<String, Optional<ScopeColumn>>> rows) {
    /** What is known of the order of rows. */
    enum Order {
        /** Nothing that the query could rely on. */
        NONE,
        /** That which the query asked for. */
        GIVEN,
        /** The recording's, which is that of time but for late events. */
        RECORDED
    }

    static Scope of(Map<String, ScopeColumn> columns) {
        return new Scope(new LinkedHashMap<>(columns), Optional.empty(), Set.of(), Order.NONE, Map.of());
    }

    static Scope ofScan(Map<String, ScopeColumn> columns, ScanScope scan) {
        return new Scope(new LinkedHashMap<>(columns), Optional.of(scan), Set.of(), Order.RECORDED, Map.of());
    }

    Optional<ScopeColumn> find(String name) {
        ScopeColumn column = columns.get(name);
        if (column != null) {
            return Optional.of(column);
        }
        return removed.contains(name) ? Optional.empty() : scan.flatMap(fields -> fields.field(name));
    }

    /** What {@code row.name} stands for, if there is such a row beside the one at hand. */
    Optional<ScopeColumn> find(String row, String name) {
        return rows.containsKey(row) ? rows.get(row).apply(name) : Optional.empty();
    }

    /** The same with rows whose columns are reached by the row's name. */
    Scope withRow(String row, Function<String, Optional<ScopeColumn>> columnsOfRow) {
        Map<String, Function<String, Optional<ScopeColumn>>> more = new HashMap<>(rows);
        more.put(row, columnsOfRow);
        return new Scope(columns, scan, removed, order, more);
    }

    /** Whether there is a row before and a row behind. */
    boolean ordered() {
        return order != Order.NONE;
    }

    Scope in(Order other) {
        return new Scope(columns, scan, removed, other, rows);
    }

    /** The same with one more column, or another under a known name, in its place. */
    Scope with(String name, ScopeColumn column) {
        Map<String, ScopeColumn> more = new LinkedHashMap<>(columns);
        more.put(name, column);
        return new Scope(more, scan, removed, order, rows);
    }

    /** These columns only; names that are left out cannot be used any more. */
    Scope choose(Map<String, ScopeColumn> chosen) {
        Set<String> gone = new HashSet<>(removed);
        gone.addAll(columns.keySet());
        gone.removeAll(chosen.keySet());
        return new Scope(new LinkedHashMap<>(chosen), scan, gone, order, rows);
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
