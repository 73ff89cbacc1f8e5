package io.ringtail.dsl.plan;

import io.ringtail.dsl.aggregate.AggregateFunction;
import io.ringtail.dsl.value.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The names that can be used at a place of the query. Behind a scan, payload fields can be named too though they are no
 * columns of the table; {@code project} and {@code summarize} end that. Immutable.
 *
 * @param late payload fields of scans that were joined or united
 * @param beside what the operator at hand adds, which its own expressions cannot read
 * @param open whether the rows are of a table that is not there, so that nobody can say which columns they have
 * @param rows other rows whose columns can be named: those that matched the steps of {@code scan}
 */
record Scope(
        Map<String, ScopeColumn> columns,
        Optional<ScanScope> scan,
        Optional<LateColumns> late,
        Set<String> removed,
        Order order,
        Map<String, Function<String, Optional<ScopeColumn>>> rows,
        Set<String> beside,
        boolean open) {
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
        return new Scope(
                new LinkedHashMap<>(columns),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Order.NONE,
                Map.of(),
                Set.of(),
                false);
    }

    static Scope ofScan(Map<String, ScopeColumn> columns, ScanScope scan) {
        return new Scope(
                new LinkedHashMap<>(columns),
                Optional.of(scan),
                Optional.empty(),
                Set.of(),
                Order.RECORDED,
                Map.of(),
                Set.of(),
                false);
    }

    /** The same with further columns behind those that the scan and others before have. */
    Scope withLate(LateColumns columnsBehind) {
        Optional<LateColumns> both = late.map(before -> (LateColumns) new Both(before, columnsBehind))
                .or(() -> Optional.of(columnsBehind));
        return new Scope(columns, scan, both, removed, order, rows, beside, open);
    }

    private record Both(LateColumns one, LateColumns other) implements LateColumns {
        @Override
        public Optional<ScopeColumn> find(String name) {
            return one.find(name).or(() -> other.find(name));
        }

        @Override
        public Set<String> names() {
            Set<String> names = new HashSet<>(one.names());
            names.addAll(other.names());
            return names;
        }
    }

    Optional<ScopeColumn> find(String name) {
        ScopeColumn column = columns.get(name);
        return column != null ? Optional.of(column) : lateField(name);
    }

    /** What is no column of the table, and can be named though. */
    Optional<ScopeColumn> lateField(String name) {
        if (removed.contains(name) || columns.containsKey(name)) {
            return Optional.empty();
        }
        return scan.flatMap(fields -> fields.field(name)).or(() -> late.flatMap(fields -> fields.find(name)));
    }

    /** What {@code row.name} stands for, if there is such a row beside the one at hand. */
    Optional<ScopeColumn> find(String row, String name) {
        return rows.containsKey(row) ? rows.get(row).apply(name) : Optional.empty();
    }

    /** The same with rows whose columns are reached by the row's name. */
    Scope withRow(String row, Function<String, Optional<ScopeColumn>> columnsOfRow) {
        Map<String, Function<String, Optional<ScopeColumn>>> more = new HashMap<>(rows);
        more.put(row, columnsOfRow);
        return new Scope(columns, scan, late, removed, order, more, beside, open);
    }

    /** The same for the expressions of an operator that adds these columns, and goes on to add others. */
    Scope beside(Set<String> added) {
        return new Scope(columns, scan, late, removed, order, rows, added, open);
    }

    /** The same of rows whose columns nobody knows. */
    Scope opened() {
        return new Scope(columns, scan, late, removed, order, rows, beside, true);
    }

    /** Whether there is a row before and a row behind. */
    boolean ordered() {
        return order != Order.NONE;
    }

    Scope in(Order other) {
        return new Scope(columns, scan, late, removed, other, rows, beside, open);
    }

    /** The same with one more column, or another under a known name, in its place. */
    Scope with(String name, ScopeColumn column) {
        Map<String, ScopeColumn> more = new LinkedHashMap<>(columns);
        more.put(name, column);
        return replaced(more);
    }

    /** The same with these columns; those that are left out can be fields again. */
    Scope replaced(Map<String, ScopeColumn> others) {
        return new Scope(new LinkedHashMap<>(others), scan, late, removed, order, rows, Set.of(), open);
    }

    /** These columns only; names that are left out cannot be used any more. */
    Scope choose(Map<String, ScopeColumn> chosen) {
        Set<String> gone = new HashSet<>(removed);
        gone.addAll(columns.keySet());
        gone.removeAll(chosen.keySet());
        return new Scope(new LinkedHashMap<>(chosen), scan, late, gone, order, rows, beside, open);
    }

    /** All names that could be meant, for suggestions. */
    List<String> names() {
        List<String> names = new ArrayList<>(columns.keySet());
        scan.ifPresent(fields -> names.addAll(fields.fieldNames()));
        late.ifPresent(fields -> names.addAll(fields.names()));
        names.removeAll(removed);
        return names;
    }

    /** What to say of a name that is no column's. */
    String hintFor(String name) {
        if (beside.contains(name)) {
            return "what one operator adds it does not read itself; compute '" + name + "' in an 'extend' before";
        }
        if (Character.isDigit(name.charAt(0))) {
            return "a number is followed by no letters but those of a unit of time: 5m, 1.5h, 100ms";
        }
        if (scan.isPresent() && scan.get().hasField(name)) {
            return "the payload field is reached as 'Payload." + name + "'";
        }
        if (name.equalsIgnoreCase("null")) {
            return "write isnull(x) or isnotnull(x); as a value it has a type: int(null)";
        }
        if (AggregateFunction.named(name).isPresent()) {
            return "a call has parentheses: " + name + "(…)";
        }
        Optional<String> near = Nearest.of(name, names());
        if (near.isPresent()) {
            return "did you mean '" + near.get() + "'?";
        }
        if (CallResolver.exists(name)) {
            return "a call has parentheses: " + name + "(…)";
        }
        List<String> names = names();
        if (names.isEmpty()) {
            return "there are no columns here";
        }
        return names.size() > 20
                ? ""
                : "the columns are " + names.stream().sorted().collect(Collectors.joining(", "));
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
