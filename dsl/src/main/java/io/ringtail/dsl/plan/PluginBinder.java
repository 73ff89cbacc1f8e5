package io.ringtail.dsl.plan;

import io.ringtail.dsl.engine.Budget;
import io.ringtail.dsl.engine.Compute;
import io.ringtail.dsl.engine.Narrow;
import io.ringtail.dsl.engine.Rows;
import io.ringtail.dsl.engine.RunContext;
import io.ringtail.dsl.engine.Stage;
import io.ringtail.dsl.engine.Stop;
import io.ringtail.dsl.engine.Summarize;
import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.syntax.Origin;
import io.ringtail.dsl.syntax.Pipe;
import io.ringtail.dsl.syntax.ShapePipe;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Binds {@code evaluate}. The columns of {@code pivot} and {@code bag_unpack} depend on the rows: unless the query names
 * them, what stands before is run once to find them.
 */
final class PluginBinder {
    private static final int MAX_COLUMNS = 1000;
    private static final Set<String> CONFLICTS = Set.of("error", "replace_source", "keep_source");

    private final PipelineBinder query;
    private final BindContext context;
    private final ExpressionBinder expressions;

    PluginBinder(PipelineBinder query) {
        this.query = query;
        context = query.context();
        expressions = query.expressions();
    }

    Scope bind(ShapePipe.Evaluate pipe, Bound before) {
        String name = pipe.call().function().name();
        return switch (name) {
            case "bag_unpack" -> unpack(pipe, before);
            case "pivot" -> pivot(pipe, before);
            case "narrow" -> narrow(pipe, before.scope());
            default -> {
                context.problem(
                        pipe.call().function().span(),
                        "the plugin '" + name + "' is not supported",
                        "the plugins are bag_unpack, narrow and pivot");
                yield before.scope();
            }
        };
    }

    private Scope narrow(ShapePipe.Evaluate pipe, Scope scope) {
        if (!pipe.call().arguments().isEmpty()) {
            context.problem(
                    pipe.call().arguments().getFirst().span(),
                    "'narrow' takes no arguments",
                    "choose columns with 'project'");
        }
        Map<String, Integer> columns = new LinkedHashMap<>();
        scope.columns().forEach((name, column) -> columns.put(name, column.slot()));
        Map<String, ScopeColumn> result = new LinkedHashMap<>();
        result.put("Row", new ScopeColumn(context.operatorSlot(ScalarType.LONG), ScalarType.LONG, false));
        result.put("Column", new ScopeColumn(context.operatorSlot(ScalarType.STRING), ScalarType.STRING, false));
        result.put("Value", new ScopeColumn(context.operatorSlot(ScalarType.STRING), ScalarType.STRING, false));
        context.add(new Narrow(
                columns, result.values().stream().map(ScopeColumn::slot).toList()));
        return Scope.of(result);
    }

    /** What {@code bag_unpack} was called with. */
    private record Unpacking(Expression bag, String prefix, String conflict, Set<String> ignored) {}

    private Scope unpack(ShapePipe.Evaluate pipe, Bound before) {
        Optional<Unpacking> given = unpacking(pipe.call());
        Expr bag = given.map(unpacking -> expressions.bind(unpacking.bag, before.scope()))
                .orElse(ExpressionBinder.UNKNOWN);
        if (given.isEmpty() || bag.equals(ExpressionBinder.UNKNOWN)) {
            return before.scope();
        }
        if (bag.type() != ScalarType.DYNAMIC) {
            context.problem(
                    given.get().bag.span(),
                    "only a dynamic value has members, and this is of type "
                            + bag.type().label(),
                    bag.type() == ScalarType.STRING ? "read it first: parse_json(…)" : "");
            return before.scope();
        }
        Map<String, ScopeColumn> source = new LinkedHashMap<>(before.scope().columns());
        given.get().bag.simpleName().ifPresent(source::remove);
        return pipe.schema()
                .map(schema -> named(schema, given.get(), bag, source))
                .orElseGet(() -> discovered(pipe.call(), given.get(), bag, source, before));
    }

    private Optional<Unpacking> unpacking(Expression.Call call) {
        String prefix = "";
        String conflict = "error";
        Set<String> ignored = new HashSet<>();
        for (int i = 1; i < call.arguments().size(); i++) {
            Expression argument = call.arguments().get(i);
            Expression value = argument instanceof Expression.Named named ? named.value() : argument;
            String role = argument instanceof Expression.Named named
                    ? named.names().getFirst().name()
                    : List.of("OutputColumnPrefix", "columnsConflict", "ignoredProperties")
                            .get(Math.min(i, 3) - 1);
            Object constant = expressions
                    .bindConstant(value, "an argument of 'bag_unpack'")
                    .orElse("");
            switch (role) {
                case "columnsConflict" -> conflict = Values.text(constant);
                case "ignoredProperties" -> {
                    if (constant instanceof List<?> names) {
                        names.forEach(name -> ignored.add(Values.text(name)));
                    }
                }
                default -> prefix = Values.text(constant);
            }
        }
        if (call.arguments().isEmpty() || !CONFLICTS.contains(conflict)) {
            context.problem(
                    call.span(),
                    "'bag_unpack' is called otherwise",
                    "it is bag_unpack(column[, prefix[, 'error' or 'replace_source' or 'keep_source'[, names to"
                            + " ignore]]])");
            return Optional.empty();
        }
        return Optional.of(new Unpacking(call.arguments().getFirst(), prefix, conflict, ignored));
    }

    /** The columns that the query names, each out of the rows before or out of the object. */
    private Scope named(ShapePipe.OutputSchema schema, Unpacking given, Expr bag, Map<String, ScopeColumn> source) {
        Map<String, ScopeColumn> result = new LinkedHashMap<>();
        if (schema.all()) {
            result.putAll(source);
        }
        Map<String, ScalarType> members = new LinkedHashMap<>();
        for (Origin.ColumnType column : schema.columns()) {
            ScopeColumn known = schema.all() ? null : source.get(column.name());
            if (known == null) {
                members.put(column.name(), column.type());
            }
            result.put(column.name(), known == null ? new ScopeColumn(-1, column.type(), false) : known);
        }
        return withMembers(Scope.of(result), given, bag, members);
    }

    private Scope discovered(
            Expression.Call place, Unpacking given, Expr bag, Map<String, ScopeColumn> source, Bound before) {
        Map<String, ScalarType> found = new TreeMap<>();
        discover(place, bag, before, value -> {
            if (value instanceof Map<?, ?> members) {
                members.forEach((name, member) -> merge(found, given, String.valueOf(name), member));
            }
        });
        Map<String, ScopeColumn> result = new LinkedHashMap<>(source);
        Map<String, ScalarType> members = new LinkedHashMap<>();
        found.forEach((name, type) -> {
            ScopeColumn known = source.get(name);
            if (known != null && given.conflict.equals("error")) {
                context.problem(
                        given.bag.span(),
                        "the column '" + name + "' is there already",
                        "give a prefix, or say columnsConflict='replace_source' or 'keep_source'");
            }
            boolean keep = known != null && given.conflict.equals("keep_source");
            result.put(name, keep ? known : new ScopeColumn(-1, type, false));
            if (!keep) {
                members.put(name, type);
            }
        });
        return withMembers(Scope.of(result), given, bag, members);
    }

    private static void merge(Map<String, ScalarType> found, Unpacking given, String name, @Nullable Object member) {
        // Null has any type.
        boolean decides = member != null && !given.ignored.contains(name);
        if (!decides || found.size() >= MAX_COLUMNS) {
            return;
        }
        found.merge(given.prefix + name, typeOf(member), (known, other) -> known == other ? known : ScalarType.DYNAMIC);
    }

    private static ScalarType typeOf(@Nullable Object member) {
        return switch (member) {
            case Boolean bool -> ScalarType.BOOL;
            case Long whole -> ScalarType.LONG;
            case Double real -> ScalarType.REAL;
            case BigDecimal decimal -> ScalarType.DECIMAL;
            case String text -> ScalarType.STRING;
            case UUID guid -> ScalarType.GUID;
            case Cell.Datetime time -> ScalarType.DATETIME;
            case Cell.Timespan span -> ScalarType.TIMESPAN;
            case null, default -> ScalarType.DYNAMIC;
        };
    }

    private Scope withMembers(Scope scope, Unpacking given, Expr bag, Map<String, ScalarType> members) {
        List<String> names = List.copyOf(members.keySet());
        List<ScalarType> types = List.copyOf(members.values());
        Compute.Function read = value -> {
            if (!(value instanceof Map<?, ?> bagOfRow)) {
                return null;
            }
            @Nullable Object[] values = new @Nullable Object[names.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = Values.cast(bagOfRow.get(names.get(i).substring(given.prefix.length())), types.get(i));
            }
            return values;
        };
        return ShapeBinder.computed(context, scope, bag, read, members, false);
    }

    private Scope pivot(ShapePipe.Evaluate pipe, Bound before) {
        List<Expression> arguments = pipe.call().arguments();
        if (arguments.isEmpty()) {
            context.problem(
                    pipe.call().span(), "'pivot' needs a column", "it is pivot(column[, aggregate[, column, …]])");
            return before.scope();
        }
        Span span = pipe.span();
        boolean aggregated = arguments.size() > 1 && arguments.get(1) instanceof Expression.Call;
        Expression aggregate = aggregated
                ? arguments.get(1)
                : new Expression.Call(span, new Expression.Name(span, "count"), List.of());
        Expression pivot = arguments.getFirst();
        Expression text = new Expression.Call(span, new Expression.Name(span, "tostring"), List.of(pivot));
        Expr bound = expressions.bind(text, before.scope());
        List<Expression> keys = arguments.size() > (aggregated ? 2 : 1)
                ? arguments.subList(aggregated ? 2 : 1, arguments.size())
                : others(pivot, aggregate, before.scope());
        List<String> values =
                pipe.schema().map(schema -> listed(schema, keys)).orElseGet(() -> distinct(pipe.call(), bound, before));
        return pivoted(span, aggregate, text, keys, values, before);
    }

    /** All columns but those that the pivot and the aggregate read. */
    private static List<Expression> others(Expression pivot, Expression aggregate, Scope scope) {
        Set<String> used = new HashSet<>();
        pivot.simpleName().ifPresent(used::add);
        if (aggregate instanceof Expression.Call call) {
            call.arguments().forEach(argument -> argument.simpleName().ifPresent(used::add));
        }
        return scope.columns().keySet().stream()
                .filter(name -> !used.contains(name))
                .map(name -> (Expression) new Expression.Name(pivot.span(), name))
                .toList();
    }

    private static List<String> listed(ShapePipe.OutputSchema schema, List<Expression> keys) {
        Set<String> names = new HashSet<>();
        keys.forEach(key -> ResultNames.of(key).ifPresent(names::add));
        return schema.columns().stream()
                .map(Origin.ColumnType::name)
                .filter(name -> !names.contains(name))
                .toList();
    }

    private List<String> distinct(Expression.Call place, Expr text, Bound before) {
        Set<String> values = new TreeSet<>();
        discover(place, text, before, value -> values.add(Values.text(value)));
        if (values.size() > MAX_COLUMNS) {
            context.problem(
                    place.span(),
                    "'pivot' would make more than 1,000 columns",
                    "pivot by a column with fewer values, or name the columns: pivot(…) : (column: type, …)");
            return List.of();
        }
        return List.copyOf(values);
    }

    /** A {@code summarize} with the aggregate once for each value, of the rows that have the value. */
    private Scope pivoted(
            Span span,
            Expression aggregate,
            Expression text,
            List<Expression> keys,
            List<String> values,
            Bound before) {
        List<Expression> columns = new ArrayList<>();
        List<Expr> conditions = new ArrayList<>();
        for (String value : values) {
            Expression literal = new Expression.Literal(span, ScalarType.STRING, value);
            Expression equal = new Expression.Binary(span, span, "==", text, literal);
            conditions.add(expressions.bindCondition(equal, before.scope()));
            columns.add(new Expression.Named(span, List.of(new Expression.Name(span, value)), aggregate));
        }
        Scope result = query.pipes().bind(new Pipe.Summarize(span, columns, keys), before.scope(), before.pushed());
        Summarize all = (Summarize) context.operators().removeLast().finish(Set.of());
        List<Summarize.Call> calls = new ArrayList<>();
        for (int i = 0; i < all.calls().size(); i++) {
            Summarize.Call call = all.calls().get(i);
            calls.add(new Summarize.Call(
                    call.function(),
                    call.arguments(),
                    Optional.of(conditions.get(i)),
                    call.result(),
                    call.parameter(),
                    call.slots()));
        }
        context.add(new Summarize(all.keys(), all.keySlots(), calls));
        return result;
    }

    /** Gives all values of an expression over the rows before. */
    private void discover(Expression.Call place, Expr expression, Bound before, Consumer<@Nullable Object> values) {
        if (!context.problems().isEmpty()) {
            return;
        }
        int slot = context.slotOf(expression);
        Plan plan = new SubQuery(context, before).planOf(List.of(slot));
        if (plan.origin() instanceof Rows rows && rows.columns().isEmpty() && rows.size() == 0) {
            context.problem(
                    place.span(),
                    "the columns are to be named here, as the rows are not there yet",
                    "evaluate " + place.function().name() + "(…) : (name: type, …)");
            return;
        }
        long maxMemoryBytes = query.surroundings().options().maxMemoryBytes();
        RunContext run = new RunContext(plan.table(), plan.types(), new Budget(maxMemoryBytes, Stop.whenAsked(), 1));
        try {
            plan.runAndFinish(new Reader(slot, values), run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last stage of a run that looks for columns. */
    private record Reader(int slot, Consumer<@Nullable Object> values) implements Stage {
        @Override
        public void accept(Batch batch) {
            for (int row = 0; row < batch.size(); row++) {
                values.accept(batch.vector(slot).value(row));
            }
        }

        @Override
        public boolean isDone() {
            return false;
        }

        @Override
        public void finish() {}
    }
}
