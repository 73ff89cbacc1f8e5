package io.ringtail.dsl.plan;

import io.ringtail.dsl.engine.Filter;
import io.ringtail.dsl.engine.Sort;
import io.ringtail.dsl.engine.Summarize;
import io.ringtail.dsl.engine.Take;
import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.syntax.Pipe;
import io.ringtail.dsl.value.Nearest;
import io.ringtail.dsl.vector.Expr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Binds operators: each takes the names before it and gives the names behind it. */
final class PipeBinder {
    private final BindContext context;
    private final ExpressionBinder expressions;
    private final SummarizeBinder summaries;

    PipeBinder(BindContext context, ExpressionBinder expressions) {
        this.context = context;
        this.expressions = expressions;
        summaries = new SummarizeBinder(context, expressions);
    }

    Scope bind(Pipe pipe, Scope scope, Pushed pushed) {
        return switch (pipe) {
            case Pipe.Where where -> where(where, scope, pushed);
            case Pipe.Project project -> project(project.columns(), scope);
            case Pipe.Extend extend -> extend(extend.columns(), scope);
            case Pipe.Choose choose -> choose(choose, scope);
            case Pipe.Rename rename -> rename(rename.columns(), scope);
            case Pipe.Summarize summarize -> summaries.bind(summarize, scope);
            case Pipe.Sort sort -> sort(sort.orders(), Long.MAX_VALUE, scope);
            case Pipe.Top top -> sort(List.of(top.order()), rowCount(top.count(), "top"), scope);
            case Pipe.Take take -> take(take, scope);
            case Pipe.Count count -> summaries.count();
            case Pipe.Distinct distinct -> distinct(distinct.columns(), scope);
            case Pipe.Schema schema -> scope;
            case Pipe.Pass pass -> scope;
        };
    }

    private Scope where(Pipe.Where where, Scope scope, Pushed pushed) {
        List<Expression> parts = new ArrayList<>();
        split(where.predicate(), parts);
        List<Expr> left = new ArrayList<>();
        for (Expression part : parts) {
            List<Expr> conditions = new ArrayList<>();
            conjuncts(expressions.bindCondition(part, scope), scope, conditions);
            for (Expr condition : conditions) {
                if (!pushed.take(condition, context.operators().size())) {
                    left.add(condition);
                }
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

    private Scope project(List<Expression> columns, Scope scope) {
        Map<String, ScopeColumn> projected = new LinkedHashMap<>();
        for (Expression column : columns) {
            if (column instanceof Expression.Star) {
                projected.putAll(scope.columns());
                continue;
            }
            ScopeColumn value = value(column, scope);
            Optional<String> given = givenName(column);
            if (given.isPresent() && projected.containsKey(given.get())) {
                context.problem(
                        column.span(), "the column '" + given.get() + "' is there twice", "give it another name");
            }
            String name =
                    given.orElseGet(() -> ResultNames.of(column).orElseGet(() -> Scope.numbered(projected.keySet())));
            projected.put(Scope.unique(name, projected.keySet()), value);
        }
        return Scope.of(projected);
    }

    Scope print(List<Expression> columns) {
        Map<String, ScopeColumn> printed = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            Expression column = columns.get(i);
            ScopeColumn value = value(column, Scope.of(Map.of()));
            String numbered = "print_" + i;
            String name = givenName(column).orElse(numbered);
            printed.put(Scope.unique(name, printed.keySet()), value);
        }
        return Scope.of(printed);
    }

    private Scope extend(List<Expression> columns, Scope scope) {
        Scope extended = scope;
        for (Expression column : columns) {
            if (column instanceof Expression.Star) {
                context.problem(column.span(), "'extend' adds columns, and all are there already", "");
                continue;
            }
            // All see the columns before the operator, and those of one extend also each other, as in Kusto.
            ScopeColumn value = value(column, extended);
            Scope before = extended;
            String name = givenName(column)
                    .orElseGet(() -> ResultNames.of(column)
                            .orElseGet(() -> Scope.numbered(before.columns().keySet())));
            extended = extended.with(name, value);
        }
        return extended;
    }

    private Optional<String> givenName(Expression column) {
        if (!(column instanceof Expression.Named named)) {
            return Optional.empty();
        }
        if (named.names().size() > 1) {
            context.problem(named.span(), "several names for one value", "give it one name");
        }
        return Optional.of(named.names().getFirst().name());
    }

    private ScopeColumn value(Expression column, Scope scope) {
        Expression value = column instanceof Expression.Named named ? named.value() : column;
        if (value instanceof Expression.Name name) {
            Optional<ScopeColumn> known = scope.find(name.name());
            if (known.isPresent()) {
                expressions.warnIfIncomplete(name, scope, known.get());
                return known.get();
            }
        }
        Expr bound = expressions.bind(value, scope);
        return new ScopeColumn(context.slotOf(bound), bound.type(), false);
    }

    private Scope choose(Pipe.Choose choose, Scope scope) {
        List<String> matched = new ArrayList<>();
        for (Pipe.Pattern pattern : choose.patterns()) {
            List<String> names = matching(pattern, scope);
            if (names.isEmpty() && !pattern.text().contains("*")) {
                String hint = Nearest.of(pattern.text(), scope.columns().keySet())
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("");
                context.problem(pattern.span(), "no column '" + pattern.text() + "'", hint);
            }
            matched.addAll(names);
        }
        Map<String, ScopeColumn> chosen = new LinkedHashMap<>();
        if (choose.choice() == Pipe.Choice.REORDER) {
            matched.forEach(name -> chosen.put(name, scope.columns().get(name)));
        }
        scope.columns().forEach((name, column) -> {
            boolean keep = switch (choose.choice()) {
                case AWAY -> !matched.contains(name);
                case KEEP -> matched.contains(name);
                case REORDER -> true;
            };
            if (keep) {
                chosen.putIfAbsent(name, column);
            }
        });
        return scope.choose(chosen);
    }

    private static List<String> matching(Pipe.Pattern pattern, Scope scope) {
        Pattern regex = Pattern.compile(Pattern.quote(pattern.text()).replace("*", "\\E.*\\Q"));
        return scope.columns().keySet().stream()
                .filter(name -> regex.matcher(name).matches())
                .toList();
    }

    private Scope rename(List<Expression> columns, Scope scope) {
        Map<String, String> newNames = new LinkedHashMap<>();
        for (Expression column : columns) {
            if (!(column instanceof Expression.Named named) || !(named.value() instanceof Expression.Name old)) {
                context.problem(column.span(), "'project-rename' takes new = old", "");
            } else if (!scope.columns().containsKey(old.name())) {
                expressions.bind(old, scope);
            } else {
                newNames.put(old.name(), named.names().getFirst().name());
            }
        }
        Map<String, ScopeColumn> renamed = new LinkedHashMap<>();
        scope.columns().forEach((name, column) -> renamed.put(newNames.getOrDefault(name, name), column));
        return scope.choose(renamed);
    }

    private Scope sort(List<Pipe.Order> orders, long limit, Scope scope) {
        List<Sort.Key> keys = new ArrayList<>();
        for (Pipe.Order order : orders) {
            Expr key = expressions.bind(order.key(), scope);
            // Kusto's default: nulls stand first when ascending and last when descending.
            boolean nullsFirst = order.nullsFirst().orElse(!order.descending());
            keys.add(new Sort.Key(key, order.descending(), nullsFirst));
        }
        context.add(new Sort(keys, limit));
        return scope;
    }

    private Scope take(Pipe.Take take, Scope scope) {
        context.add(new Take(rowCount(take.count(), "take")));
        return scope;
    }

    private long rowCount(Expression expression, String operator) {
        Optional<Object> count = expressions.bindConstant(expression, "the number of rows of '" + operator + "'");
        if (count.isPresent() && count.get() instanceof Long rows && rows >= 0) {
            return rows;
        }
        if (count.isPresent()) {
            context.problem(expression.span(), "'" + operator + "' takes a number of rows, 0 or more", "");
        }
        return 0;
    }

    private Scope distinct(List<Expression> columns, Scope scope) {
        Scope chosen = project(columns, scope);
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
