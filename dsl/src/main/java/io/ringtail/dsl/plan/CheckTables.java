package io.ringtail.dsl.plan;

import io.ringtail.dsl.QueryOptions;
import io.ringtail.dsl.check.MachineException;
import io.ringtail.dsl.check.Wql;
import io.ringtail.dsl.engine.QueryLimitException;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.syntax.Origin;
import io.ringtail.dsl.syntax.Parser;
import io.ringtail.dsl.syntax.Pipeline;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.value.Values;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables of this machine: {@code wmi('SELECT …')} and the {@code checks} that a journal holds. */
final class CheckTables {
    /** By way of an object, for a recording without checks has no such fields. */
    private static final String CHECKS = """
            control | where Provider == 'Ringtail-Check' and EventName == 'CheckResult'
            | extend Bag = bag_merge(Payload, dynamic({}))
            | project Timestamp, Sequence, Check = tostring(Bag.check), Fired = tobool(Bag.fired),
                Value = toreal(Bag.value), Detail = tostring(Bag.detail), Problem = tostring(Bag.problem),
                Readings = tolong(Bag.readings), Question = tostring(Bag.question), Machine""";

    /** Not every recording has all of these fields, so they are looked for in what the payload says. */
    private static final String RULES = """
            control | where Provider == 'Ringtail-Rule'
            | where EventName in ('Fired', 'Suppressed', 'Inconclusive', 'Resolved', 'RuleBound', 'RuleFailed', 'Intent',
                'Outcome')
            | extend P = parse_json(tostring(Payload))
            | project Timestamp, Sequence, EventName, Rule = tostring(P.rule), Key = tostring(P.key),
                Mode = tostring(P.mode), Severity = tostring(P.severity),
                Message = tostring(P.message), Row = parse_json(tostring(P.row)),
                Action = tostring(P.action), Status = tostring(P.status),
                Reason = tostring(P.reason), Detail = strcat(tostring(P.detail), tostring(P.problem)),
                CauseSequence = tolong(P.causeSequence), Machine""";

    /** What was asked for and what became of it, a row for each. */
    private static final String DUMPS = """
            control | where Provider == 'Ringtail-Rule' and EventName in ('Intent', 'Outcome')
            | extend P = parse_json(tostring(Payload))
            | where tostring(P.action) == 'dump'
            | extend Asked = EventName == 'Intent'
            | summarize Timestamp = min(Timestamp), Sequence = min(Sequence), Rule = take_any(tostring(P.rule)),
                Key = take_any(tostring(P.key)),
                Process = take_anyif(tostring(parse_json(tostring(P.arguments)).process), Asked),
                Reason = take_anyif(tostring(P.reason), Asked), Status = take_anyif(tostring(P.status), not(Asked)),
                Detail = take_anyif(tostring(P.detail), not(Asked)), Machine = take_any(Machine)
                by Id = tostring(P.idempotencyKey)
            | project Timestamp, Sequence, Rule, Key, Process, Status, Detail, Reason, Id, Machine
            | order by Sequence asc""";

    private CheckTables() {}

    /** What is wrong with the question, and where in the query. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Span place;

        Refused(Span place, String message) {
            super(message);
            this.place = place;
        }

        Span place() {
            return place;
        }
    }

    /** The checks of the control lane. */
    static Pipeline checks() {
        return parsed(CHECKS);
    }

    /** What rules said and what was done about it, of the control lane. */
    static Pipeline rules() {
        return parsed(RULES);
    }

    /** Dumps that rules asked for. */
    static Pipeline dumps() {
        return parsed(DUMPS);
    }

    private static Pipeline parsed(String text) {
        return switch (Parser.parse(text)) {
            case Parser.Outcome.Ok ok -> ok.script().pipeline();
            case Parser.Outcome.Bad bad ->
                throw new IllegalStateException(bad.problems().toString());
        };
    }

    /** Asks the machine, now: what the columns are is known from the answer alone. */
    static CatalogTables.Fixed wmi(Origin.Wmi wmi, QueryOptions options) throws Refused {
        return switch (Wql.parse(wmi.wql())) {
            case Wql.Parse.Bad(int at, String message) -> {
                // Behind the quote; what an escape in the text moves is not told.
                int start =
                        Math.min(wmi.question().start() + 1 + at, wmi.question().end() - 1);
                throw new Refused(new Span(start, start + 1), message);
            }
            case Wql.Parse.Ok(Wql question) -> table(question, ask(question, options));
        };
    }

    private static List<Map<String, @Nullable Object>> ask(Wql question, QueryOptions options) {
        try {
            return options.machine().get().ask(question, options.machineTimeout());
        } catch (MachineException e) {
            throw new QueryLimitException(e.getMessage());
        }
    }

    private static CatalogTables.Fixed table(Wql question, List<Map<String, @Nullable Object>> objects) {
        Set<String> names = new LinkedHashSet<>(question.columns());
        if (names.isEmpty()) {
            objects.forEach(object -> names.addAll(object.keySet()));
        }
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(Column.of(name, type(name, objects)));
        }
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Map<String, @Nullable Object> object : objects) {
            @Nullable Object[] row = new @Nullable Object[columns.size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = Values.cast(
                        object.get(columns.get(i).name()), columns.get(i).type());
            }
            rows.add(row);
        }
        return new CatalogTables.Fixed(columns, rows);
    }

    /** That of all values; dynamic where they differ, or where there is none to tell. */
    private static ScalarType type(String name, List<Map<String, @Nullable Object>> objects) {
        ScalarType common = null;
        for (Map<String, @Nullable Object> object : objects) {
            Object value = object.get(name);
            if (value != null) {
                ScalarType type = type(value);
                boolean wide = common == ScalarType.DECIMAL && type == ScalarType.LONG;
                if (common == null || common == ScalarType.LONG && type == ScalarType.DECIMAL) {
                    common = type;
                } else if (common != type && !wide) {
                    return ScalarType.DYNAMIC;
                }
            }
        }
        return common == null ? ScalarType.DYNAMIC : common;
    }

    private static ScalarType type(Object value) {
        return switch (value) {
            case Boolean flag -> ScalarType.BOOL;
            case Long whole -> ScalarType.LONG;
            case Double real -> ScalarType.REAL;
            case BigDecimal decimal -> ScalarType.DECIMAL;
            case String text -> ScalarType.STRING;
            case Cell.Datetime time -> ScalarType.DATETIME;
            case Cell.Timespan span -> ScalarType.TIMESPAN;
            case UUID guid -> ScalarType.GUID;
            default -> ScalarType.DYNAMIC;
        };
    }
}
