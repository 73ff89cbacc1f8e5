package io.ringtail.dsl.plan;

import io.ringtail.dsl.engine.Filter;
import io.ringtail.dsl.functions.Choices;
import io.ringtail.dsl.syntax.CombiningPipe;
import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.syntax.Origin;
import io.ringtail.dsl.syntax.Pipeline;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Binds {@code search} and {@code find}: conditions on any column of several tables. */
final class SearchBinder {
    private static final String TABLE = "$table";
    private static final Pattern WHOLE = Pattern.compile("\\*?-?[0-9]+\\*?");
    static final List<String> TABLES = List.of("events", "control");

    private final PipelineBinder query;
    private final BindContext context;
    private final ExpressionBinder expressions;

    SearchBinder(PipelineBinder query) {
        this.query = query;
        context = query.context();
        expressions = query.expressions();
    }

    /** A search where a query starts. */
    Bound everywhere(Origin.Everywhere everywhere) {
        List<Pipeline> tables = everywhere.tables();
        if (tables.isEmpty()) {
            tables = TABLES.stream()
                    .map(name -> new Pipeline(new Origin.Table(everywhere.span(), name), List.of()))
                    .toList();
        }
        boolean find = everywhere.condition() instanceof CombiningPipe.Find;
        CombiningPipe.Legs legs = new CombiningPipe.Legs(false, Optional.of(everywhere.source()), false, tables);
        UnionBinder.Result result = new UnionBinder(query).bind(legs, find ? "find" : "search", everywhere.span());
        Bound bound = result.bound();
        return switch (everywhere.condition()) {
            case CombiningPipe.Find found ->
                bound.with(find(
                        found,
                        bound.scope(),
                        result.common(),
                        everywhere.source().name()));
            case CombiningPipe.Search search -> bound.with(filter(search, bound.scope()));
            default -> bound;
        };
    }

    /** A search behind a {@code |}. */
    Scope search(CombiningPipe.Search search, Scope scope) {
        Scope found = filter(search, scope);
        if (scope.columns().containsKey(TABLE)) {
            return found;
        }
        Expr name = new Expr.Constant(ScalarType.STRING, "search_arg0");
        Map<String, ScopeColumn> columns = new LinkedHashMap<>();
        columns.put(TABLE, new ScopeColumn(context.slotOf(name), ScalarType.STRING, false));
        columns.putAll(found.columns());
        return found.replaced(columns);
    }

    private Scope filter(CombiningPipe.Search search, Scope scope) {
        Expression condition = condition(search.predicate(), search.caseSensitive(), scope);
        context.add(new Filter(List.of(expressions.bindCondition(condition, without(scope)))));
        return scope;
    }

    /** The name of its table is no part of a row. */
    private static Scope without(Scope scope) {
        Map<String, ScopeColumn> columns = new LinkedHashMap<>(scope.columns());
        columns.remove(TABLE);
        return scope.replaced(columns);
    }

    /** A string alone is one that any column has; {@code :} is {@code has}, and {@code *} in it stands for any letters. */
    private Expression condition(Expression given, boolean caseSensitive, Scope scope) {
        return switch (given) {
            case Expression.Binary binary
            when binary.symbol().equals("and") || binary.symbol().equals("or") ->
                new Expression.Binary(
                        binary.span(),
                        binary.symbolSpan(),
                        binary.symbol(),
                        condition(binary.left(), caseSensitive, scope),
                        condition(binary.right(), caseSensitive, scope));
            case Expression.Binary binary
            when binary.symbol().equals(":") -> term(binary, binary.left(), binary.right(), caseSensitive);
            case Expression.Call call
            when call.function().name().equals("not") && call.arguments().size() == 1 ->
                new Expression.Call(
                        call.span(),
                        call.function(),
                        List.of(condition(call.arguments().getFirst(), caseSensitive, scope)));
            case Expression.Literal literal
            when literal.value() instanceof String || literal.value() instanceof Number ->
                anywhere(literal, caseSensitive, scope);
            default -> given;
        };
    }

    /** A term in any column; one that is a whole number also in those of whole numbers. */
    private Expression anywhere(Expression.Literal wanted, boolean caseSensitive, Scope scope) {
        Span span = wanted.span();
        Expression.Literal text = new Expression.Literal(span, ScalarType.STRING, Values.text(wanted.value()));
        Expression any = term(wanted, new Expression.Star(span), text, caseSensitive);
        if (!WHOLE.matcher(Values.text(wanted.value())).matches()) {
            return any;
        }
        for (Map.Entry<String, ScopeColumn> column : scope.columns().entrySet()) {
            ScalarType type = column.getValue().type();
            if (type == ScalarType.INT || type == ScalarType.LONG) {
                Expression shown = new Expression.Call(
                        span,
                        new Expression.Name(span, "tostring"),
                        List.of(new Expression.Name(span, column.getKey())));
                any = new Expression.Binary(span, span, "or", any, term(wanted, shown, text, caseSensitive));
            }
        }
        return any;
    }

    private Expression term(Expression whole, Expression column, Expression wanted, boolean caseSensitive) {
        if (!(wanted instanceof Expression.Literal literal) || !(literal.value() instanceof String text)) {
            return new Expression.Binary(whole.span(), whole.span(), "==", column, wanted);
        }
        boolean before = text.startsWith("*");
        boolean behind = text.endsWith("*") && text.length() > 1;
        String bare = text.substring(before ? 1 : 0, text.length() - (behind ? 1 : 0));
        String operator = before ? behind ? "contains" : "hassuffix" : behind ? "hasprefix" : "has";
        if (bare.isEmpty()) {
            context.warning(
                    whole.span(),
                    "this search keeps every row",
                    "name what is looked for, as in 'search \"disk\"', or ask 'events'");
            operator = "contains";
        } else if (bare.contains("*")) {
            String regex = (caseSensitive ? "" : "(?i)") + Pattern.quote(bare).replace("*", "\\E.*\\Q");
            return new Expression.Binary(
                    whole.span(),
                    whole.span(),
                    "matches regex",
                    column,
                    new Expression.Literal(wanted.span(), ScalarType.STRING, regex));
        }
        return new Expression.Binary(
                whole.span(),
                whole.span(),
                operator + (caseSensitive ? "_cs" : ""),
                column,
                new Expression.Literal(wanted.span(), ScalarType.STRING, bare));
    }

    /** Where a row comes from, the columns named or those that the condition names and all tables have, and the rest. */
    private Scope find(CombiningPipe.Find find, Scope scope, Set<String> common, String source) {
        Expression condition = condition(find.predicate(), false, scope);
        Map<String, ScopeColumn> searched = new LinkedHashMap<>(scope.columns());
        searched.remove(source);
        context.add(new Filter(List.of(expressions.bindCondition(condition, scope.replaced(searched)))));
        Map<String, ScopeColumn> result = new LinkedHashMap<>();
        result.put(source, scope.columns().get(source));
        boolean packs = find.columns().isEmpty();
        if (find.columns().isPresent()) {
            for (Expression column : find.columns().get()) {
                if (column instanceof Expression.Call call
                        && call.function().name().equals("pack")) {
                    packs = true;
                } else {
                    expressions.find(column, scope).ifPresent(known -> result.put(name(column), known));
                }
            }
        } else {
            Set<String> chosen = new LinkedHashSet<>(common);
            names(find.predicate(), chosen);
            chosen.forEach(name -> scope.find(name).ifPresent(column -> result.put(name, column)));
        }
        if (packs && !result.keySet().containsAll(scope.columns().keySet())) {
            result.put("pack_", pack(scope, result.keySet()));
        }
        return Scope.of(result);
    }

    private static String name(Expression column) {
        return ResultNames.of(column).orElse("");
    }

    private ScopeColumn pack(Scope scope, Set<String> without) {
        List<Expr> parts = new ArrayList<>();
        scope.columns().forEach((name, column) -> {
            if (!without.contains(name)) {
                parts.add(new Expr.Constant(ScalarType.STRING, name));
                parts.add(new Expr.Slot(column.type(), column.slot()));
            }
        });
        Expr packed = Conversions.apply(ScalarType.DYNAMIC, "pack_all", Choices.ofPack(true), parts);
        return new ScopeColumn(context.slotOf(packed), ScalarType.DYNAMIC, false);
    }

    private static void names(Expression expression, Set<String> into) {
        switch (expression) {
            case Expression.Name name -> into.add(name.name());
            case Expression.Binary binary -> {
                names(binary.left(), into);
                names(binary.right(), into);
            }
            case Expression.Call call -> call.arguments().forEach(argument -> names(argument, into));
            case Expression.Membership membership -> names(membership.value(), into);
            case Expression.Between between -> names(between.value(), into);
            default -> {}
        }
    }
}
