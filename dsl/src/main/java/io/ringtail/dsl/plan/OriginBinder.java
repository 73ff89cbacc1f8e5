package io.ringtail.dsl.plan;

import io.ringtail.dsl.QueryOptions;
import io.ringtail.dsl.engine.EventScan;
import io.ringtail.dsl.engine.HeaderColumn;
import io.ringtail.dsl.engine.Origin;
import io.ringtail.dsl.engine.Rows;
import io.ringtail.dsl.engine.ScanColumn;
import io.ringtail.dsl.functions.FunctionTable;
import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.syntax.Pipeline;
import io.ringtail.dsl.syntax.Script;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.value.Nearest;
import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Section;
import io.ringtail.ring.payload.ContextPart;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Binds what stands before the first {@code |}, and then the operators behind it. */
final class OriginBinder {
    private static final int MAX_ROWS = 1_000_000;

    private final PipelineBinder query;
    private final BindContext context;
    private final ExpressionBinder expressions;
    private final Recording recording;
    private final PayloadDecoder decoder;

    OriginBinder(PipelineBinder query) {
        this.query = query;
        context = query.context();
        expressions = query.expressions();
        recording = query.surroundings().recording();
        decoder = query.surroundings().decoder();
    }

    Bound bind(io.ringtail.dsl.syntax.Origin origin) {
        return switch (origin) {
            case io.ringtail.dsl.syntax.Origin.Table table -> table(table.span(), table.name());
            case io.ringtail.dsl.syntax.Origin.Print print -> print(print);
            case io.ringtail.dsl.syntax.Origin.Range range -> range(range);
            case io.ringtail.dsl.syntax.Origin.Datatable datatable -> datatable(datatable);
            case io.ringtail.dsl.syntax.Origin.Wmi wmi -> wmi(wmi);
            case io.ringtail.dsl.syntax.Origin.Nested nested -> query.bind(nested.pipeline());
            case io.ringtail.dsl.syntax.Origin.Union union -> new UnionBinder(query).bind(union.legs(), union.span());
            case io.ringtail.dsl.syntax.Origin.Call call -> call(call.call(), Optional.empty());
            case io.ringtail.dsl.syntax.Origin.Everywhere everywhere -> new SearchBinder(query).everywhere(everywhere);
        };
    }

    private Bound table(Span span, String name) {
        Optional<Names.Meaning.Rows> named = query.names().rows(name);
        if (named.isPresent()) {
            return query.amid(named.get().names()).bind(named.get().pipeline());
        }
        Optional<Names.Meaning.Value> value = query.names().value(name);
        if (value.isPresent()) {
            context.refuseKnown(value.get().value(), span, "'" + name + "' is a value, no rows", "print " + name);
            return unknown();
        }
        if (query.names().function(name).isPresent()) {
            Expression.Name function = new Expression.Name(span, name);
            return call(new Expression.Call(span, function, List.of()), Optional.empty());
        }
        return switch (name) {
            case "events" -> scan(Lane.TRACE, layout -> true, Optional.empty(), Optional.empty());
            case "control" -> scan(Lane.CONTROL, layout -> true, Optional.empty(), Optional.empty());
            case "checks" -> query.amid(Names.NONE).bind(CheckTables.checks());
            case "rules" -> query.amid(Names.NONE).bind(CheckTables.rules());
            case "dumps" -> query.amid(Names.NONE).bind(CheckTables.dumps());
            case "types" -> fixed(CatalogTables.types(recording, decoder));
            case "sessions" -> fixed(CatalogTables.sessions(recording));
            case "losses" -> fixed(new LostEvents(recording).table());
            default -> provider(span, name);
        };
    }

    /** @param piped the rows before {@code invoke}, which are the function's first argument */
    Bound call(Expression.Call call, Optional<Pipeline> piped) {
        String name = call.function().name();
        Optional<Names.Meaning.Function> function = query.names().function(name);
        if (function.isEmpty() || !query.functions().givesRows(name, query.names())) {
            if (function.isPresent()) {
                context.problem(
                        call.function().span(), "'" + name + "' gives a value, no rows", "print " + name + "(…)");
            } else if (piped.isPresent()) {
                context.problem(
                        call.function().span(),
                        "no function '" + name + "'",
                        "define it before: let " + name + " = (T: (*)) { T | … };");
            } else {
                context.problem(
                        call.function().span(),
                        "'" + name + "' is no table",
                        "a query starts with a table: events | …");
            }
            return unknown();
        }
        FunctionBinder.Site site =
                new FunctionBinder.Site(query.names(), value -> expressions.bind(value, Scope.of(Map.of())), piped);
        Optional<PipelineBinder> inside = query.functions().enter(function.get(), call, site);
        if (inside.isEmpty()) {
            return unknown();
        }
        return switch (function.get().function().body().result()) {
            case Script.RowsResult rows -> inside.get().bind(rows.pipeline());
            case Script.ValueResult value ->
                inside.get()
                        .bind(StatementBinder.rows(value.expression(), inside.get())
                                .orElseThrow());
        };
    }

    private Bound provider(Span span, String name) {
        Set<String> providers = layouts().providers();
        if (providers.contains(name)) {
            return scan(lane(name), layout -> layout.provider().equals(name), Optional.of(name), Optional.empty());
        }
        if (layouts().events().contains(name)) {
            String provider = providers.stream()
                    .filter(known -> name.startsWith(known + "/"))
                    .reduce("", (a, b) -> a.length() > b.length() ? a : b);
            String event = name.substring(provider.length() + 1);
            return scan(
                    lane(provider),
                    layout -> layout.provider().equals(provider)
                            && layout.eventName().equals(event),
                    Optional.of(provider),
                    Optional.of(event));
        }
        Set<String> names = query.surroundings().tables();
        names.addAll(query.names().tables());
        String hint = Nearest.of(name, names)
                .map(near -> "did you mean " + quoted(near) + "?")
                .orElse(
                        isWord(name)
                                ? "start with 'events', 'types', 'sessions', a provider's name or ['Provider/EventName']"
                                : "nothing of that provider or name was recorded here; 'types' lists what was");
        if (!name.isEmpty()) {
            context.problem(span, "no table '" + name + "'", hint);
        }
        return unknown();
    }

    private Lane lane(String provider) {
        return layouts().providers(Lane.TRACE).contains(provider) ? Lane.TRACE : Lane.CONTROL;
    }

    /** Stands for rows that are not there: any column may be theirs, so that one mistake gives one problem. */
    private Bound unknown() {
        Bound events = scan(Lane.TRACE, layout -> true, Optional.empty(), Optional.empty());
        return events.with(events.scope().opened());
    }

    private static String quoted(String name) {
        return isWord(name) ? "'" + name + "'" : "['" + name + "']";
    }

    private static boolean isWord(String name) {
        return name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
    }

    private KnownLayouts layouts() {
        return query.surroundings().layouts();
    }

    private Bound scan(Lane lane, Predicate<PayloadLayout> wanted, Optional<String> provider, Optional<String> event) {
        ScanScope scan = new ScanScope(context, layouts().fields(lane, wanted));
        Scope scope = Scope.ofScan(scan.headerColumns(), scan);
        Pushed pushed = new Pushed(Optional.of(scan), context.operators().size());
        provider.ifPresent(name -> pushed.add(equal(scope, HeaderColumn.PROVIDER, name)));
        event.ifPresent(name -> pushed.add(equal(scope, HeaderColumn.EVENT_NAME, name)));
        return new Bound(scope, read -> start(lane, scan, pushed, read), pushed);
    }

    private Expr equal(Scope scope, HeaderColumn column, String text) {
        ScopeColumn known = scope.find(column.label()).orElseThrow();
        List<Expr> sides =
                List.of(new Expr.Slot(known.type(), known.slot()), new Expr.Constant(ScalarType.STRING, text));
        var overload = FunctionTable.ALL
                .find("==", List.of(ScalarType.STRING, ScalarType.STRING))
                .orElseThrow();
        return expressions.perKind(new Expr.Apply(ScalarType.BOOL, "==", overload.kernel(), sides), scope);
    }

    private Origin start(Lane lane, ScanScope scan, Pushed pushed, Set<Integer> read) {
        Map<Integer, ScanColumn> columns = scan.columns();
        Set<Section> sections = EnumSet.noneOf(Section.class);
        Set<ContextPart> parts = EnumSet.noneOf(ContextPart.class);
        List<ScanColumn.Field> fields = new ArrayList<>();
        columns.forEach((slot, column) -> {
            if (!read.contains(slot)) {
                return;
            }
            parts.addAll(column.contextParts());
            switch (column) {
                case ScanColumn.Header header -> sections.addAll(header.sections());
                case ScanColumn.Field field -> fields.add(field);
            }
        });
        pushed.rowTests().forEach(test -> parts.addAll(test.column().contextParts()));
        QueryOptions options = query.surroundings().options();
        if (lane == Lane.TRACE) {
            pushed.askTimes(query.surroundings(), options.fromTicks(), options.untilTicks());
        }
        return new EventScan(
                        recording,
                        decoder,
                        lane,
                        context.slots(),
                        columns,
                        pushed.kindConditions(),
                        pushed.rowTests(),
                        fields,
                        sections,
                        parts,
                        Optional.empty())
                .within(options.fromTicks(), options.untilTicks());
    }

    private Bound wmi(io.ringtail.dsl.syntax.Origin.Wmi wmi) {
        try {
            return fixed(CheckTables.wmi(wmi, query.surroundings().options()));
        } catch (CheckTables.Refused e) {
            context.problem(e.place(), String.valueOf(e.getMessage()), "");
            return fixed(new CatalogTables.Fixed(List.of(), List.of()));
        }
    }

    private Bound fixed(CatalogTables.Fixed fixed) {
        Map<String, ScopeColumn> columns = new LinkedHashMap<>();
        Map<Integer, Vector> vectors = new HashMap<>();
        for (int i = 0; i < fixed.columns().size(); i++) {
            var column = fixed.columns().get(i);
            @Nullable Object[] values = new @Nullable Object[fixed.rows().size()];
            for (int row = 0; row < values.length; row++) {
                values[row] = fixed.rows().get(row)[i];
            }
            int slot = context.originSlot(column.type());
            columns.put(column.name(), new ScopeColumn(slot, column.type(), column.hexadecimal()));
            vectors.put(slot, Vector.ofValues(column.type(), values, values.length));
        }
        Rows rows = new Rows(context.slots(), vectors, fixed.rows().size());
        return new Bound(Scope.of(columns), read -> rows, Pushed.NONE);
    }

    /** The columns of a scope, as rows; whatever was to fill them is not run. */
    Bound schema(Scope scope) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        scope.columns()
                .forEach((name, column) -> rows.add(new @Nullable Object[] {
                    name,
                    (long) rows.size(),
                    CatalogTables.systemType(column.type()),
                    column.type().label()
                }));
        context.operators().clear();
        return fixed(CatalogTables.schema(rows));
    }

    private Bound print(io.ringtail.dsl.syntax.Origin.Print print) {
        Rows one = new Rows(context.slots(), Map.of(), 1);
        return new Bound(new ColumnBinder(context, expressions).print(print.columns()), read -> one, Pushed.NONE);
    }

    private Bound range(io.ringtail.dsl.syntax.Origin.Range range) {
        Expr low = expressions.bind(range.low(), Scope.of(Map.of()));
        Expr high = expressions.bind(range.high(), Scope.of(Map.of()));
        Expr step = expressions.bind(range.step(), Scope.of(Map.of()));
        boolean whole = Stream.of(low, high, step)
                .map(Expr::type)
                .allMatch(type -> type == ScalarType.INT || type == ScalarType.LONG);
        ScalarType type =
                whole && List.of(high.type(), step.type()).contains(ScalarType.LONG) ? ScalarType.LONG : low.type();
        ScalarType stepType = type == ScalarType.DATETIME ? ScalarType.TIMESPAN : type;
        List<@Nullable Object[]> rows = new ArrayList<>();
        boolean numbers =
                Conversions.isNumber(type) && Conversions.isNumber(high.type()) && Conversions.isNumber(step.type());
        if (numbers && List.of(type, high.type(), step.type()).contains(ScalarType.REAL)) {
            type = ScalarType.REAL;
            reals(low, high, step, rows);
        } else if (whole || Vector.isBits(type) && high.type() == type && step.type() == stepType) {
            whole(low, high, step, type, rows);
        } else if (!List.of(low, high, step).contains(ExpressionBinder.UNKNOWN)) {
            context.problem(
                    range.span(), "'range' goes over numbers, datetimes or timespans, all three of one kind", "");
        }
        if (Conversions.constant(step).filter(OriginBinder::isZero).isPresent()) {
            context.problem(range.step().span(), "steps of 0 come to no end", "");
        }
        if (rows.size() > MAX_ROWS) {
            context.problem(range.span(), "this range has more than 1,000,000 rows", "take a larger step");
        }
        return fixed(new CatalogTables.Fixed(
                        List.of(io.ringtail.dsl.result.Column.of(range.name().name(), type)), rows))
                .inOrder();
    }

    private static void whole(Expr low, Expr high, Expr step, ScalarType type, List<@Nullable Object[]> rows) {
        Long from = bits(low);
        Long to = bits(high);
        Long by = bits(step);
        if (from == null || to == null || by == null || by == 0) {
            return;
        }
        for (long value = from; by > 0 ? value <= to : value >= to; value += by) {
            rows.add(new @Nullable Object[] {Values.cast(value, type)});
            boolean overflows = by > 0 ? value > Long.MAX_VALUE - by : value < Long.MIN_VALUE - by;
            if (rows.size() > MAX_ROWS || overflows) {
                return;
            }
        }
    }

    private static boolean isZero(Object step) {
        return Values.cast(step, ScalarType.REAL) instanceof Double real && real == 0;
    }

    private static @Nullable Long bits(Expr constant) {
        Object value = Conversions.constant(constant).orElse(null);
        return value == null ? null : (Long) Values.cast(value, ScalarType.LONG);
    }

    private static void reals(Expr low, Expr high, Expr step, List<@Nullable Object[]> rows) {
        Object from = Conversions.constant(low)
                .map(value -> Values.cast(value, ScalarType.REAL))
                .orElse(null);
        Object to = Conversions.constant(high)
                .map(value -> Values.cast(value, ScalarType.REAL))
                .orElse(null);
        Object by = Conversions.constant(step)
                .map(value -> Values.cast(value, ScalarType.REAL))
                .orElse(null);
        if (!(from instanceof Double first) || !(to instanceof Double last) || !(by instanceof Double width)) {
            return;
        }
        for (double value = first; goesOn(value, last, width) && rows.size() <= MAX_ROWS; value += width) {
            rows.add(new @Nullable Object[] {value});
        }
    }

    private static boolean goesOn(double value, double last, double width) {
        return width > 0 ? value <= last : width < 0 && value >= last;
    }

    private Bound datatable(io.ringtail.dsl.syntax.Origin.Datatable table) {
        List<io.ringtail.dsl.result.Column> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (var column : table.columns()) {
            if (!names.add(column.name())) {
                context.problem(column.span(), "the column '" + column.name() + "' is there twice", "");
            }
            columns.add(io.ringtail.dsl.result.Column.of(column.name(), column.type()));
        }
        int width = columns.size();
        if (width == 0 || table.values().size() % width != 0) {
            context.problem(
                    table.span(),
                    table.values().size() + " values do not fill rows of " + width + " columns",
                    "give every row a value for each column");
            return fixed(new CatalogTables.Fixed(columns, List.of()));
        }
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int first = 0; first < table.values().size(); first += width) {
            @Nullable Object[] row = new @Nullable Object[width];
            for (int i = 0; i < width; i++) {
                row[i] = cell(table.values().get(first + i), columns.get(i).type());
            }
            rows.add(row);
        }
        return fixed(new CatalogTables.Fixed(columns, rows));
    }

    private @Nullable Object cell(Expression expression, ScalarType type) {
        Expr bound = expressions.bind(expression, Scope.of(Map.of()));
        if (!(bound instanceof Expr.Constant constant)) {
            context.refuseKnown(bound, expression.span(), "a datatable holds constants", "");
            return null;
        }
        Object value = constant.value();
        Object cast = Values.cast(value, type);
        if (value != null && cast == null) {
            context.problem(expression.span(), "'" + Values.text(value) + "' is no " + type.label(), "");
        }
        return cast;
    }
}
