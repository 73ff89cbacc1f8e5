package io.ringtail.dsl.plan;

import io.ringtail.dsl.functions.Choices;
import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Binds the functions that look at the columns around them, and not only at the values of their arguments. */
final class ColumnFunctions {
    static final List<String> NAMES = List.of(
            "column_ifexists",
            "columnifexists",
            "iscolumnexists",
            "pack_all",
            "bag_pack_columns",
            "estimate_data_size");

    private final BindContext context;
    private final ExpressionBinder expressions;
    private final Scope scope;
    private final Function<Expression, Expr> values;

    /** @param values binds an argument where the call stands */
    ColumnFunctions(BindContext context, ExpressionBinder expressions, Scope scope, Function<Expression, Expr> values) {
        this.context = context;
        this.expressions = expressions;
        this.scope = scope;
        this.values = values;
    }

    Expr bind(Expression.Call call) {
        return switch (call.function().name()) {
            case "column_ifexists", "columnifexists" -> columnIfExists(call);
            case "iscolumnexists" -> isColumn(call);
            case "pack_all", "bag_pack_columns" -> packColumns(call);
            default -> dataSize(call);
        };
    }

    private Expr columnIfExists(Expression.Call call) {
        if (call.arguments().size() != 2
                || !(call.arguments().getFirst() instanceof Expression.Literal literal)
                || !(literal.value() instanceof String name)) {
            return refuse(call.span(), "'column_ifexists' takes a column's name in quotes and a value", "");
        }
        Optional<ScopeColumn> column = scope.find(name);
        return column.isPresent()
                ? new Expr.Slot(column.get().type(), column.get().slot())
                : values.apply(call.arguments().get(1));
    }

    private Expr isColumn(Expression.Call call) {
        Optional<Object> name = call.arguments().size() == 1
                ? expressions.bindConstant(call.arguments().getFirst(), "the name of a column")
                : Optional.empty();
        return name.isPresent()
                ? Conversions.bool(scope.find(String.valueOf(name.get())).isPresent())
                : refuse(call.span(), "'iscolumnexists' takes a column's name in quotes", "");
    }

    /** All columns as one object, or those that are named. */
    private Expr packColumns(Expression.Call call) {
        boolean all = call.function().name().equals("pack_all");
        boolean without = all
                && call.arguments().size() == 1
                && expressions
                        .bindConstant(call.arguments().getFirst(), "the argument of 'pack_all'")
                        .filter(Boolean.TRUE::equals)
                        .isPresent();
        List<Expr> parts = new ArrayList<>();
        if (all) {
            scope.columns().forEach((name, column) -> {
                parts.add(new Expr.Constant(ScalarType.STRING, name));
                parts.add(new Expr.Slot(column.type(), column.slot()));
            });
        } else {
            for (Expression column : call.arguments()) {
                parts.add(new Expr.Constant(
                        ScalarType.STRING, ResultNames.of(column).orElse("")));
                parts.add(values.apply(column));
            }
        }
        if (parts.contains(ExpressionBinder.UNKNOWN)) {
            return ExpressionBinder.UNKNOWN;
        }
        return Conversions.apply(ScalarType.DYNAMIC, call.function().name(), Choices.ofPack(without), parts);
    }

    private Expr dataSize(Expression.Call call) {
        List<Expr> parts = new ArrayList<>();
        for (Expression column : call.arguments()) {
            if (column instanceof Expression.Star) {
                scope.columns().values().forEach(known -> parts.add(new Expr.Slot(known.type(), known.slot())));
            } else {
                parts.add(values.apply(column));
            }
        }
        return Conversions.apply(ScalarType.LONG, "estimate_data_size", Choices.ofDataSize(), parts);
    }

    private Expr refuse(Span span, String message, String hint) {
        context.problem(span, message, hint);
        return ExpressionBinder.UNKNOWN;
    }
}
