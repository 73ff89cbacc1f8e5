package io.ringtail.dsl.plan;

import io.ringtail.dsl.engine.Filter;
import io.ringtail.dsl.engine.Sort;
import io.ringtail.dsl.engine.Summarize;
import io.ringtail.dsl.engine.Take;
import io.ringtail.dsl.syntax.ColumnPipe;
import io.ringtail.dsl.syntax.CombiningPipe;
import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.syntax.Pipe;
import io.ringtail.dsl.syntax.ShapePipe;
import io.ringtail.dsl.syntax.TimePipe;
import io.ringtail.dsl.value.Nearest;
import io.ringtail.dsl.vector.Expr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds operators: each takes the names before it and gives the names behind it. */
final class PipeBinder {
    private final BindContext context;
    private final ExpressionBinder expressions;
    private final SummarizeBinder summaries;
    private final ColumnBinder columns;
    private final CombiningBinder combined;

    PipeBinder(PipelineBinder query) {
        context = query.context();
        expressions = query.expressions();
        summaries = new SummarizeBinder(context, expressions);
        columns = new ColumnBinder(context, expressions);
        combined = new CombiningBinder(query, this);
    }

    Scope bind(Pipe pipe, Scope scope, Pushed pushed) {
        return switch (pipe) {
            case Pipe.Where where -> where(where, scope, pushed);
            case CombiningPipe combining -> combined.bind(combining, scope);
            case ColumnPipe chosen -> columns.bind(chosen, scope);
            case Pipe.Summarize summarize -> summaries.bind(summarize, scope);
            case Pipe.Sort sort -> sort(sort.orders(), Long.MAX_VALUE, scope);
            case Pipe.Top top -> sort(List.of(top.order()), rowCount(top.count(), "top"), scope);
            case Pipe.Take take -> take(take, scope);
            case Pipe.Count count -> summaries.count(count);
            case Pipe.Distinct distinct -> distinct(distinct.columns(), scope);
            case Pipe.Schema schema -> scope;
            case Pipe.Render render -> rendered(render, scope);
            case Pipe.Serialize serialize -> columns.extend(serialize.columns(), serialized(scope));
            case TimePipe time -> throw new IllegalStateException("bound elsewhere: " + time);
            case ShapePipe shape -> throw new IllegalStateException("bound elsewhere: " + shape);
        };
    }

    private Scope rendered(Pipe.Render render, Scope scope) {
        for (Expression.Name column : render.columns()) {
            if (!scope.columns().containsKey(column.name())) {
                String hint = Nearest.of(column.name(), scope.columns().keySet())
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("the result has "
                                + String.join(", ", scope.columns().keySet()));
                context.problem(column.span(), "the result has no column '" + column.name() + "'", hint);
            }
        }
        return scope;
    }

    private static Scope serialized(Scope scope) {
        return scope.ordered() ? scope : scope.in(Scope.Order.GIVEN);
    }

    private Scope where(Pipe.Where where, Scope scope, Pushed pushed) {
        List<Expression> parts = new ArrayList<>();
        split(where.predicate(), parts);
        List<Expr> conditions = new ArrayList<>();
        // All before any is pushed down: a function of the rows before sees the rows that the others would leave out.
        for (Expression part : parts) {
            conjuncts(expressions.bindCondition(part, scope), scope, conditions);
        }
        List<Expr> left = new ArrayList<>();
        for (Expr condition : conditions) {
            if (!pushed.take(condition, context.operators().size())) {
                left.add(condition);
            }
        }
        if (!left.isEmpty()) {
            context.add(new Filter(left));
        }
        return scope;
    }

    private static void split(Expression condition, List<Expression> into) {
        if (condition instanceof Expression.Binary binary && binary.symbol().equals("and")) {
            split(binary.left(), into);
            split(binary.right(), into);
        } else {
            into.add(condition);
        }
    }

    /** {@code between} is two conditions. */
    private void conjuncts(Expr condition, Scope scope, List<Expr> into) {
        if (condition instanceof Expr.Apply apply && apply.name().equals("and")) {
            apply.arguments().forEach(part -> conjuncts(expressions.perKind(part, scope), scope, into));
        } else {
            into.add(condition);
        }
    }

    Scope sort(List<Pipe.Order> orders, long limit, Scope scope) {
        List<Sort.Key> keys = new ArrayList<>();
        for (Pipe.Order order : orders) {
            Expr key = expressions.bind(order.key(), scope);
            // Kusto's default: nulls stand first when ascending and last when descending.
            boolean nullsFirst = order.nullsFirst().orElse(!order.descending());
            keys.add(new Sort.Key(key, order.descending(), nullsFirst));
        }
        context.add(new Sort(keys, limit));
        return scope.in(Scope.Order.GIVEN);
    }

    private Scope take(Pipe.Take take, Scope scope) {
        context.add(new Take(rowCount(take.count(), "take")));
        return scope;
    }

    long rowCount(Expression expression, String operator) {
        Optional<Object> count = expressions.bindConstant(expression, "the number of rows of '" + operator + "'");
        if (count.isPresent() && count.get() instanceof Long rows && rows >= 0) {
            return rows;
        }
        if (count.isPresent()) {
            context.problem(expression.span(), "'" + operator + "' takes a number of rows, 0 or more", "");
        }
        return 0;
    }

    Scope distinct(List<Expression> named, Scope scope) {
        Scope chosen = columns.project(named, scope);
        List<Expr> keys = new ArrayList<>();
        List<Integer> slots = new ArrayList<>();
        Map<String, ScopeColumn> result = new LinkedHashMap<>();
        chosen.columns().forEach((name, column) -> {
            keys.add(new Expr.Slot(column.type(), column.slot()));
            int slot = context.operatorSlot(column.type());
            slots.add(slot);
            result.put(name, new ScopeColumn(slot, column.type(), column.hexadecimal()));
        });
        context.add(new Summarize(keys, slots, List.of()));
        return Scope.of(result);
    }
}
