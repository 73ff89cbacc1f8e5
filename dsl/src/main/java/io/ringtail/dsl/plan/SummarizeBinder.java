package io.ringtail.dsl.plan;

import io.ringtail.dsl.aggregate.AggregateFunction;
import io.ringtail.dsl.engine.SessionKey;
import io.ringtail.dsl.engine.Sort;
import io.ringtail.dsl.engine.Summarize;
import io.ringtail.dsl.functions.Overload;
import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.syntax.Pipe;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Binds {@code summarize}: keys, aggregates, and expressions over aggregates. */
final class SummarizeBinder {
    private final BindContext context;
    private final ExpressionBinder expressions;

    SummarizeBinder(BindContext context, ExpressionBinder expressions) {
        this.context = context;
        this.expressions = expressions;
    }

    /** {@code count}: one row, one column. */
    Scope count(Pipe.Count pipe) {
        int slot = context.operatorSlot(ScalarType.LONG);
        AggregateFunction function = AggregateFunction.named("count").orElseThrow();
        Summarize.Call call =
                new Summarize.Call(function, List.of(), Optional.empty(), ScalarType.LONG, Double.NaN, List.of(slot));
        context.add(new Summarize(List.of(), List.of(), List.of(call)));
        String name = pipe.name().map(Expression.Name::name).orElse("Count");
        return Scope.of(Map.of(name, new ScopeColumn(slot, ScalarType.LONG, false)));
    }

    Scope bind(Pipe.Summarize summarize, Scope scope) {
        Binding binding = new Binding(scope, sessions(summarize.keys(), scope));
        summarize.keys().forEach(binding::key);
        summarize.aggregates().forEach(binding::aggregate);
        context.add(new Summarize(binding.keys, binding.keySlots, binding.calls));
        return Scope.of(binding.result);
    }

    /** For each {@code session(time, gap)} among the keys a column, which an operator before computes. */
    private Map<Expression, Expr> sessions(List<Expression> keys, Scope scope) {
        Map<Expression, Expr> sessions = new HashMap<>();
        for (Expression key : keys) {
            if (unnamed(key) instanceof Expression.Call call
                    && call.function().name().equals("session")) {
                List<Expression> others = keys.stream()
                        .map(SummarizeBinder::unnamed)
                        .filter(other -> !isSession(other))
                        .toList();
                sessions.put(call, session(call, others, scope));
            }
        }
        return sessions;
    }

    private static Expression unnamed(Expression key) {
        return key instanceof Expression.Named named ? named.value() : key;
    }

    private static boolean isSession(Expression key) {
        return key instanceof Expression.Call call && call.function().name().equals("session");
    }

    private Expr session(Expression.Call call, List<Expression> others, Scope scope) {
        List<Expr> arguments = call.arguments().stream()
                .map(argument -> expressions.bind(argument, scope))
                .toList();
        boolean fits = arguments.size() == 2
                && arguments.getFirst().type() == ScalarType.DATETIME
                && Conversions.constant(arguments.get(1)).orElse(null) instanceof Cell.Timespan;
        if (!fits) {
            context.problem(call.span(), "'session' is called otherwise", "it is session(datetime, timespan)");
            return ExpressionBinder.UNKNOWN;
        }
        Expr time = arguments.getFirst();
        if (scope.order() != Scope.Order.RECORDED) {
            context.add(new Sort(List.of(new Sort.Key(time, false, true)), Long.MAX_VALUE));
        }
        List<Expr> keys =
                others.stream().map(other -> expressions.bind(other, scope)).toList();
        Cell.Timespan gap =
                (Cell.Timespan) Conversions.constant(arguments.get(1)).orElseThrow();
        int slot = context.operatorSlot(ScalarType.DATETIME);
        context.add(new SessionKey(time, gap.ticks(), keys, slot));
        return new Expr.Slot(ScalarType.DATETIME, slot);
    }

    /** The state of binding one summarize. */
    private final class Binding {
        private final Scope scope;
        private final Map<Expression, Expr> sessions;
        private final List<Expr> keys = new ArrayList<>();
        private final List<Integer> keySlots = new ArrayList<>();
        private final List<String> keyNames = new ArrayList<>();
        private final List<Summarize.Call> calls = new ArrayList<>();
        private final Map<String, ScopeColumn> result = new LinkedHashMap<>();
        private final GivenNames names = new GivenNames(context);

        Binding(Scope scope, Map<Expression, Expr> sessions) {
            this.scope = scope;
            this.sessions = sessions;
        }

        void key(Expression expression) {
            names.add(expression);
            Expression value = expression instanceof Expression.Named named ? named.value() : expression;
            Expr session = sessions.get(value);
            Expr bound = session == null ? expressions.bind(value, scope) : session;
            String name = name(expression)
                    .orElseGet(() -> ResultNames.of(value).orElseGet(() -> Scope.numbered(result.keySet())));
            if (bound.equals(ExpressionBinder.UNKNOWN)) {
                result.put(
                        Scope.unique(name, result.keySet()),
                        new ScopeColumn(context.slotOf(bound), bound.type(), false));
                return;
            }
            int slot = context.operatorSlot(bound.type());
            keys.add(bound);
            keySlots.add(slot);
            value.simpleName().ifPresent(keyNames::add);
            boolean hexadecimal = value.simpleName()
                    .flatMap(scope::find)
                    .map(ScopeColumn::hexadecimal)
                    .orElse(false);
            result.put(Scope.unique(name, result.keySet()), new ScopeColumn(slot, bound.type(), hexadecimal));
        }

        private static Optional<String> name(Expression expression) {
            return expression instanceof Expression.Named named
                    ? Optional.of(named.names().getFirst().name())
                    : Optional.empty();
        }

        void aggregate(Expression expression) {
            if (expression instanceof Expression.Named) {
                names.add(expression);
            }
            Expression value = expression instanceof Expression.Named named ? named.value() : expression;
            if (value instanceof Expression.Call call) {
                Optional<AggregateFunction> function =
                        AggregateFunction.named(call.function().name());
                if (function.isPresent()
                        && (function.get().keepsRows()
                                || function.get().prefix().equals("percentile")
                                        && function.get().severalPercentiles().isPresent())) {
                    severalColumns(function.get(), call, expression);
                    return;
                }
            }
            Expr bound = expressions.bindWithAggregates(value, scope, this::oneValue);
            String name = name(expression)
                    .orElseGet(() -> ResultNames.of(value).orElseGet(() -> Scope.numbered(result.keySet())));
            int slot = bound instanceof Expr.Slot plain ? plain.slot() : computed(bound);
            add(name, new ScopeColumn(slot, bound.type(), false));
        }

        /** An expression over aggregates is computed behind the operator. */
        private int computed(Expr bound) {
            return context.slotBehind(bound);
        }

        private void add(String name, ScopeColumn column) {
            result.put(uniqueAggregate(name), column);
        }

        /** A second {@code count_} is {@code count_1}. */
        private String uniqueAggregate(String name) {
            return Scope.unique(name, result.keySet());
        }

        private Expr oneValue(AggregateFunction function, Expression.Call call) {
            boolean array = function.prefix().equals("percentiles");
            boolean ofValue =
                    function.name().equals("count") && call.arguments().size() == 1;
            if (ofValue) {
                return count(function, call);
            }
            return array ? percentileArray(function, call) : call(function, call);
        }

        /** Of a condition the rows in which it holds, of anything else all rows, as in Kusto. */
        private Expr count(AggregateFunction function, Expression.Call call) {
            ScalarType type =
                    expressions.bind(call.arguments().getFirst(), scope).type();
            return type == ScalarType.BOOL
                    ? call(AggregateFunction.named("countif").orElseThrow(), call)
                    : call(function, new Expression.Call(call.span(), call.function(), List.of()));
        }

        private Expr call(AggregateFunction function, Expression.Call call) {
            List<Expression> values = new ArrayList<>(call.arguments());
            Optional<Expr> condition = condition(function, call, values);
            double parameter = parameter(function, values);
            List<Expr> arguments = arguments(values);
            List<ScalarType> types = arguments.stream().map(Expr::type).toList();
            Optional<Overload> overload = Overload.best(function.overloads(), types);
            if (overload.isEmpty()) {
                refuse(function, call, types);
                return ExpressionBinder.UNKNOWN;
            }
            List<Expr> converted = new ArrayList<>();
            for (int i = 0; i < arguments.size(); i++) {
                ScalarType target = overload.get().target(i, types.get(i));
                converted.add(expressions.perKind(Conversions.convert(arguments.get(i), target), scope));
            }
            ScalarType type = overload.get().resultType(types);
            int slot = context.operatorSlot(type);
            calls.add(new Summarize.Call(function, converted, condition, type, parameter, List.of(slot)));
            return new Expr.Slot(type, slot);
        }

        private List<Expr> arguments(List<Expression> values) {
            return values.stream().map(value -> expressions.bind(value, scope)).toList();
        }

        /** The condition of an {@code …if}; it is taken out of the values. */
        private Optional<Expr> condition(AggregateFunction function, Expression.Call call, List<Expression> values) {
            int at = function.name().equals("countif") ? 0 : function.name().startsWith("covariance") ? 2 : 1;
            if (!function.conditional()) {
                return Optional.empty();
            }
            if (values.size() <= at) {
                context.problem(
                        call.span(), "'" + function.name() + "' needs a condition", "as in countif(Level <= 2)");
                return Optional.empty();
            }
            return Optional.of(expressions.bindCondition(values.remove(at), scope));
        }

        /** The constant last argument, such as a percentile; it is taken out of the values. */
        private double parameter(AggregateFunction function, List<Expression> values) {
            boolean weighted =
                    function.name().startsWith("percentilew") || function.name().startsWith("percentilesw");
            if (!function.takesParameter() || values.size() < (weighted ? 3 : 2)) {
                return Double.NaN;
            }
            Expression last = values.removeLast();
            Optional<Object> constant =
                    expressions.bindConstant(last, "the last argument of '" + function.name() + "'");
            if (constant.isPresent() && constant.get() instanceof Number number) {
                checkPercentile(function, last, number.doubleValue());
                return number.doubleValue();
            }
            constant.ifPresent(value -> context.problem(last.span(), "this is a number", ""));
            return Double.NaN;
        }

        private void checkPercentile(AggregateFunction function, Expression place, double percent) {
            if (function.prefix().startsWith("percentile") && !(percent >= 0 && percent <= 100)) {
                context.problem(place.span(), "a percentile is a number from 0 to 100", "");
            }
        }

        private void refuse(AggregateFunction function, Expression.Call call, List<ScalarType> types) {
            String given = types.stream().map(ScalarType::label).collect(Collectors.joining(", "));
            String ways = function.overloads().stream()
                    .map(Overload::describe)
                    .limit(3)
                    .collect(Collectors.joining(" or "));
            context.problem(
                    call.function().span(),
                    "'" + function.name() + "' cannot be called with (" + given + ")",
                    "it is " + ways);
        }

        /** {@code arg_max(x, *)} and {@code percentiles(x, 50, 95)}. */
        private void severalColumns(AggregateFunction function, Expression.Call call, Expression expression) {
            List<Expression.Name> given = expression instanceof Expression.Named named ? named.names() : List.of();
            if (function.keepsRows()) {
                keptRow(function, call, given);
                return;
            }
            int values = function.severalPercentiles().orElse(1);
            for (int i = values; i < call.arguments().size(); i++) {
                Expression.Call one =
                        onePercentile(call, values, call.arguments().get(i));
                Expr bound = call(function, one);
                String name = i - values < given.size()
                        ? given.get(i - values).name()
                        : ResultNames.of(one).orElseThrow();
                if (bound instanceof Expr.Slot slot) {
                    add(name, new ScopeColumn(slot.slot(), slot.type(), false));
                }
            }
            if (call.arguments().size() <= values) {
                refuseWithoutPercentiles(function, call);
            }
        }

        private void refuseWithoutPercentiles(AggregateFunction function, Expression.Call call) {
            String weight = function.severalPercentiles().orElse(1) == 2 ? "weight, " : "";
            context.problem(
                    call.span(),
                    "'" + function.name() + "' needs a value and percentiles",
                    "as in " + function.name() + "(x, " + weight + "50, 95)");
        }

        private static Expression.Call onePercentile(Expression.Call call, int values, Expression percent) {
            List<Expression> arguments = new ArrayList<>(call.arguments().subList(0, values));
            arguments.add(percent);
            return new Expression.Call(call.span(), call.function(), arguments);
        }

        /** {@code percentiles_array}: an array of what {@code percentiles} has as columns. */
        private Expr percentileArray(AggregateFunction function, Expression.Call call) {
            int values = function.severalPercentiles().orElse(1);
            if (call.arguments().size() <= values) {
                refuseWithoutPercentiles(function, call);
                return ExpressionBinder.UNKNOWN;
            }
            List<Expression> percents = new ArrayList<>();
            for (Expression percent :
                    call.arguments().subList(values, call.arguments().size())) {
                percents.addAll(elements(percent));
            }
            List<Expr> columns = percents.stream()
                    .map(percent -> call(function, onePercentile(call, values, percent)))
                    .toList();
            return expressions.packArray(call.function().span(), columns);
        }

        /** The elements of an array written in the query, each as a literal; of anything else itself. */
        private static List<Expression> elements(Expression percents) {
            if (!(percents instanceof Expression.Literal literal) || !(literal.value() instanceof List<?> list)) {
                return List.of(percents);
            }
            List<Expression> elements = new ArrayList<>();
            for (Object element : list) {
                ScalarType type = element instanceof Long ? ScalarType.LONG : ScalarType.REAL;
                elements.add(new Expression.Literal(literal.span(), type, element));
            }
            return elements;
        }

        private void keptRow(AggregateFunction function, Expression.Call call, List<Expression.Name> given) {
            List<Expression> values = new ArrayList<>(call.arguments());
            Optional<Expr> condition = condition(function, call, values);
            Map<String, Expr> columns = new LinkedHashMap<>();
            for (Expression value : values) {
                keptColumn(function, values, value, columns, given);
            }
            if (columns.isEmpty()) {
                context.problem(call.span(), "'" + function.name() + "' needs a column", "");
                return;
            }
            List<Integer> slots = new ArrayList<>();
            columns.forEach((name, bound) -> {
                int slot = context.operatorSlot(bound.type());
                slots.add(slot);
                result.put(Scope.unique(name, result.keySet()), new ScopeColumn(slot, bound.type(), false));
            });
            List<Expr> arguments = List.copyOf(columns.values());
            calls.add(new Summarize.Call(
                    function, arguments, condition, arguments.getFirst().type(), Double.NaN, slots));
        }

        private void keptColumn(
                AggregateFunction function,
                List<Expression> arguments,
                Expression value,
                Map<String, Expr> columns,
                List<Expression.Name> given) {
            if (value instanceof Expression.Star
                    && (!columns.isEmpty() || function.name().contains("any"))) {
                otherColumns(function, arguments, columns, given);
                return;
            }
            if (value instanceof Expression.Star) {
                context.problem(
                        value.span(),
                        "'*' stands for the other columns, and the first one says which row is kept",
                        function.name() + "(Timestamp, *)");
                return;
            }
            Expression unnamed = value instanceof Expression.Named named ? named.value() : value;
            String name = value instanceof Expression.Named named
                    ? named.names().getFirst().name()
                    : columns.size() < given.size()
                            ? given.get(columns.size()).name()
                            : keptName(function, arguments, unnamed, columns.keySet());
            Expr bound = expressions.bind(unnamed, scope);
            columns.put(Scope.unique(name, columns.keySet()), bound);
        }

        /** The columns that are neither keys nor there already, under another name too. */
        private void otherColumns(
                AggregateFunction function,
                List<Expression> arguments,
                Map<String, Expr> columns,
                List<Expression.Name> given) {
            scope.columns().forEach((name, column) -> {
                Expr bound = new Expr.Slot(column.type(), column.slot());
                if (!keyNames.contains(name) && !columns.containsValue(bound)) {
                    String own = columns.size() < given.size()
                            ? given.get(columns.size()).name()
                            : function.namesKeptRows()
                                    ? keptName(
                                            function,
                                            arguments,
                                            new Expression.Name(new Span(0, 0), name),
                                            columns.keySet())
                                    : name;
                    columns.put(Scope.unique(own, columns.keySet()), bound);
                }
            });
        }

        private static String keptName(
                AggregateFunction function, List<Expression> arguments, Expression value, Set<String> before) {
            Optional<String> own = ResultNames.of(value);
            boolean any = function.name().contains("any");
            String prefix = function.prefix() + "_";
            if (own.isPresent() && !function.namesKeptRows()) {
                return own.get();
            }
            if (own.isPresent()) {
                return (any || before.isEmpty() ? prefix : before.iterator().next() + "_") + own.get();
            }
            if (any) {
                return function.namesKeptRows() && arguments.size() == 1 ? prefix : prefix + "arg" + before.size();
            }
            return before.isEmpty() ? prefix : prefix + firstName(arguments) + "_arg" + before.size();
        }

        /** What the first argument is called where its column is given no name, or in the call. */
        private static String firstName(List<Expression> arguments) {
            return arguments.getFirst() instanceof Expression.Named named
                    ? named.names().getFirst().name()
                    : ResultNames.of(arguments.getFirst()).orElse("");
        }
    }
}
