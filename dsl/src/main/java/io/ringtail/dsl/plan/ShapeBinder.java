package io.ringtail.dsl.plan;

import io.ringtail.dsl.engine.ApplyToEach;
import io.ringtail.dsl.engine.Chain;
import io.ringtail.dsl.engine.Compute;
import io.ringtail.dsl.engine.Expand;
import io.ringtail.dsl.engine.Rows;
import io.ringtail.dsl.engine.Summarize;
import io.ringtail.dsl.engine.TopNested;
import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.syntax.Pipe;
import io.ringtail.dsl.syntax.ShapePipe;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Binds the operators that make other rows out of those that come. */
final class ShapeBinder {
    private final PipelineBinder query;
    private final BindContext context;
    private final ExpressionBinder expressions;

    ShapeBinder(PipelineBinder query) {
        this.query = query;
        context = query.context();
        expressions = query.expressions();
    }

    Scope bind(ShapePipe pipe, Bound before) {
        Scope scope = before.scope();
        return switch (pipe) {
            case ShapePipe.Expand expand -> expand(expand, scope);
            case ShapePipe.Apply apply -> apply(apply, scope);
            case ShapePipe.Parse parse -> new ParseBinder(context, expressions).bind(parse, scope);
            case ShapePipe.ParsePairs pairs -> new ParseBinder(context, expressions).bind(pairs, scope);
            case ShapePipe.MakeSeries series -> new SeriesBinder(query).bind(series, before);
            case ShapePipe.TopNested nested -> topNested(nested, scope);
            case ShapePipe.TopHitters hitters -> topHitters(hitters, before);
            case ShapePipe.Scan scan -> new StepsBinder(context, expressions).bind(scan, scope);
            case ShapePipe.Evaluate evaluate -> new PluginBinder(query).bind(evaluate, before);
        };
    }

    private Scope expand(ShapePipe.Expand pipe, Scope scope) {
        List<Expand.Item> items = new ArrayList<>();
        Scope result = scope;
        for (ShapePipe.Item item : pipe.items().items()) {
            Expand.Item bound = item(item, scope, context);
            items.add(bound);
            result = result.with(name(item, result), new ScopeColumn(bound.slot(), bound.type(), false));
        }
        Optional<Integer> index = pipe.items().index().map(name -> context.operatorSlot(ScalarType.LONG));
        if (index.isPresent()) {
            String name = Scope.unique(
                    pipe.items().index().get().name(), result.columns().keySet());
            result = result.with(name, new ScopeColumn(index.get(), ScalarType.LONG, false));
        }
        context.add(new Expand(items, index, pipe.items().pairs(), limit(pipe.items())));
        return result;
    }

    /** @param inner whose slots the elements are put into */
    private Expand.Item item(ShapePipe.Item item, Scope scope, BindContext inner) {
        Expr value = expressions.bind(item.value(), scope);
        if (value.type() != ScalarType.DYNAMIC) {
            String hint = value.type() == ScalarType.STRING ? "read it first: parse_json(…)" : "";
            context.problem(
                    item.value().span(),
                    "only a dynamic value has elements, and this is of type "
                            + value.type().label(),
                    hint);
        }
        ScalarType type = item.type().orElse(ScalarType.DYNAMIC);
        int slot = inner == context ? context.operatorSlot(type) : inner.originSlot(type);
        return new Expand.Item(value, type, slot);
    }

    private static String name(ShapePipe.Item item, Scope scope) {
        return item.name()
                .map(Expression.Name::name)
                .orElseGet(() -> ResultNames.of(item.value())
                        .orElseGet(() -> Scope.numbered(scope.columns().keySet())));
    }

    private long limit(ShapePipe.Items items) {
        return items.limit()
                .map(limit -> query.pipes().rowCount(limit, "limit"))
                .orElse((long) Integer.MAX_VALUE);
    }

    private Scope apply(ShapePipe.Apply pipe, Scope scope) {
        BindContext inner = context.apart();
        Map<String, ScopeColumn> outside = new LinkedHashMap<>(scope.columns());
        Map<Integer, Integer> handed = new HashMap<>();
        Map<String, ScopeColumn> inside = new LinkedHashMap<>();
        List<Expand.Item> items = new ArrayList<>();
        Map<String, ScopeColumn> expanded = new LinkedHashMap<>();
        for (ShapePipe.Item item : pipe.items().items()) {
            Expand.Item bound = item(item, scope, inner);
            String name = name(item, scope);
            items.add(bound);
            expanded.put(name, new ScopeColumn(bound.slot(), bound.type(), false));
            item.value().simpleName().filter(name::equals).ifPresent(outside::remove);
        }
        outside.forEach((name, column) -> {
            int slot = handed.computeIfAbsent(column.slot(), outer -> inner.originSlot(column.type()));
            inside.put(name, new ScopeColumn(slot, column.type(), column.hexadecimal()));
        });
        inside.putAll(expanded);
        Optional<Integer> index = pipe.items().index().map(name -> {
            int slot = inner.originSlot(ScalarType.LONG);
            inside.put(name.name(), new ScopeColumn(slot, ScalarType.LONG, false));
            return slot;
        });
        Expand expand = new Expand(items, index, false, limit(pipe.items()));
        return applied(
                pipe, expand, handed, inner, Scope.of(outside), Scope.of(inside).in(Scope.Order.GIVEN));
    }

    private Scope applied(
            ShapePipe.Apply pipe,
            Expand expand,
            Map<Integer, Integer> handed,
            BindContext inner,
            Scope outside,
            Scope inside) {
        Set<Integer> read = new HashSet<>();
        Bound rows = new Bound(
                inside,
                slots -> {
                    read.addAll(slots);
                    return new Rows(inner.slots(), Map.of(), 0);
                },
                Pushed.NONE);
        SubQuery chain = query.subQuery(inner, pipe.pipes(), rows);
        List<Integer> results = new ArrayList<>();
        List<Integer> own = new ArrayList<>();
        Map<String, ScopeColumn> columns = new LinkedHashMap<>(outside.columns());
        chain.scope().columns().forEach((name, column) -> {
            ScopeColumn same = outside.columns().get(name);
            boolean unchanged = same != null && Integer.valueOf(column.slot()).equals(handed.get(same.slot()));
            if (!unchanged) {
                int slot = context.operatorSlot(column.type());
                results.add(column.slot());
                own.add(slot);
                columns.put(name, new ScopeColumn(slot, column.type(), column.hexadecimal()));
            }
        });
        Plan plan = chain.planOf(results);
        handed.values().retainAll(read);
        Chain operators = new Chain(plan.operators(), plan.needed(), plan.table(), plan.types());
        context.add(new ApplyToEach(expand, Map.copyOf(handed), operators, results, own));
        return Scope.of(columns);
    }

    private Scope topNested(ShapePipe.TopNested pipe, Scope scope) {
        List<TopNested.Level> levels = new ArrayList<>();
        Map<String, ScopeColumn> result = new LinkedHashMap<>();
        for (ShapePipe.Level level : pipe.levels()) {
            levels.add(level(pipe.span(), level, scope, result));
        }
        context.add(new TopNested(levels));
        return Scope.of(result);
    }

    private TopNested.Level level(Span span, ShapePipe.Level level, Scope scope, Map<String, ScopeColumn> result) {
        Scope summarized = query.pipes()
                .bind(new Pipe.Summarize(span, List.of(level.rank()), List.of(level.key())), scope, Pushed.NONE);
        Summarize summary = (Summarize) context.operators().removeLast().finish(Set.of());
        List<Map.Entry<String, ScopeColumn>> columns =
                List.copyOf(summarized.columns().entrySet());
        ScopeColumn key = columns.getFirst().getValue();
        ScopeColumn rank = columns.getLast().getValue();
        String keyName = Scope.unique(columns.getFirst().getKey(), result.keySet());
        int keySlot = context.operatorSlot(key.type());
        result.put(keyName, new ScopeColumn(keySlot, key.type(), key.hexadecimal()));
        String rankName = level.rank() instanceof Expression.Named named
                ? named.names().getFirst().name()
                : "aggregated_" + keyName;
        int rankSlot = context.operatorSlot(rank.type());
        result.put(Scope.unique(rankName, result.keySet()), new ScopeColumn(rankSlot, rank.type(), false));
        long most = level.count()
                .map(count -> query.pipes().rowCount(count, "top-nested"))
                .orElse(Long.MAX_VALUE);
        Optional<Object> others = level.others().flatMap(name -> others(name, key.type()));
        return new TopNested.Level(
                most, summary, key.slot(), rank.slot(), !level.descending(), others, keySlot, rankSlot);
    }

    private Optional<Object> others(Expression name, ScalarType type) {
        Optional<Object> value = expressions.bindConstant(name, "what stands for all others");
        Optional<Object> cast = value.flatMap(given -> Optional.ofNullable(Values.cast(given, type)));
        if (value.isPresent() && cast.isEmpty()) {
            context.problem(
                    name.span(), "what stands for all others is of type " + type.label() + ", as the values are", "");
        }
        return cast;
    }

    private Scope topHitters(ShapePipe.TopHitters pipe, Bound before) {
        Span span = pipe.span();
        Expression key = pipe.key() instanceof Expression.Named named ? named.value() : pipe.key();
        String keyName = ResultNames.of(key).orElse("");
        Expression.Name function = new Expression.Name(span, pipe.weight().isPresent() ? "sum" : "count");
        String name = pipe.weight()
                .map(weight -> "approximate_sum_" + ResultNames.of(weight).orElse(""))
                .orElse("approximate_count_" + keyName);
        List<Expression> arguments = pipe.weight().map(List::of).orElse(List.of());
        Expression.Name column = new Expression.Name(span, name);
        Expression aggregate =
                new Expression.Named(span, List.of(column), new Expression.Call(span, function, arguments));
        Scope summarized = query.pipes()
                .bind(
                        new Pipe.Summarize(span, List.of(aggregate), List.of(pipe.key())),
                        before.scope(),
                        before.pushed());
        long most = query.pipes().rowCount(pipe.count(), "top-hitters");
        return query.pipes().sort(List.of(new Pipe.Order(column, true, Optional.empty())), most, summarized);
    }

    /** Slots that an operator fills with several values at once. */
    static Scope computed(
            BindContext context,
            Scope scope,
            Expr subject,
            Compute.Function function,
            Map<String, ScalarType> columns,
            boolean onlyMatches) {
        List<Integer> slots = new ArrayList<>();
        Scope result = scope;
        for (Map.Entry<String, ScalarType> column : columns.entrySet()) {
            int slot = context.operatorSlot(column.getValue());
            slots.add(slot);
            result = result.with(column.getKey(), new ScopeColumn(slot, column.getValue(), false));
        }
        context.add(new Compute(subject, function, List.copyOf(columns.values()), slots, onlyMatches));
        return result;
    }
}
