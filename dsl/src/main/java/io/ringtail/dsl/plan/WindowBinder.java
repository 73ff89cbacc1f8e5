package io.ringtail.dsl.plan;

import io.ringtail.dsl.engine.Lookahead;
import io.ringtail.dsl.engine.Window;
import io.ringtail.dsl.engine.WindowFunction;
import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Binds functions that know the rows before or behind: an operator computes them, and what is left of them is a column. */
final class WindowBinder {
    private static final Expr NEVER = Conversions.bool(false);
    private static final Expr ONE = new Expr.Constant(ScalarType.LONG, 1L);
    /** So many rows at most are held back, or looked back at. */
    private static final long MAX_OFFSET = 1_000_000;

    private final BindContext context;
    private final ExpressionBinder expressions;

    WindowBinder(BindContext context, ExpressionBinder expressions) {
        this.context = context;
        this.expressions = expressions;
    }

    Expr bind(Expression.Call call, Scope scope) {
        String name = call.function().name();
        if (!scope.ordered()) {
            context.problem(
                    call.function().span(),
                    "'" + name + "' needs rows in an order, and these have none",
                    "put 'sort by …' before, or 'serialize' if any order will do");
            return ExpressionBinder.UNKNOWN;
        }
        List<Expr> arguments = new ArrayList<>();
        call.arguments().forEach(argument -> arguments.add(expressions.bind(argument, scope)));
        if (arguments.contains(ExpressionBinder.UNKNOWN)) {
            return ExpressionBinder.UNKNOWN;
        }
        return switch (name) {
            case "row_number" -> rowNumber(call, arguments);
            case "row_cumsum" -> sum(call, arguments);
            case "row_rank_min", "row_rank_dense" -> rank(call, arguments);
            case "row_window_session" -> session(call, arguments);
            default -> neighbor(call, arguments);
        };
    }

    private Expr rowNumber(Expression.Call call, List<Expr> given) {
        Optional<Expr> first = given.isEmpty() ? Optional.of(ONE) : typed(given.getFirst(), ScalarType.LONG);
        Optional<Expr> restart = restart(given, 1);
        if (given.size() > 2 || first.isEmpty() || restart.isEmpty()) {
            return refuse(call, "row_number([first long[, restart bool]])");
        }
        return add(WindowFunction.ROW_NUMBER, ScalarType.LONG, List.of(first.get(), restart.get()));
    }

    private Expr sum(Expression.Call call, List<Expr> given) {
        Optional<Expr> restart = restart(given, 1);
        boolean summable = !given.isEmpty()
                && switch (given.getFirst().type()) {
                    case INT, LONG, REAL, DECIMAL, TIMESPAN, DYNAMIC -> true;
                    case BOOL, STRING, DATETIME, GUID -> false;
                };
        if (given.size() > 2 || !summable || restart.isEmpty()) {
            return refuse(call, "row_cumsum(number[, restart bool])");
        }
        Expr term = given.getFirst().type() == ScalarType.DYNAMIC
                ? Conversions.convert(given.getFirst(), ScalarType.REAL)
                : given.getFirst();
        return add(WindowFunction.ROW_CUMSUM, term.type(), List.of(term, restart.get()));
    }

    private Expr rank(Expression.Call call, List<Expr> given) {
        Optional<Expr> restart = restart(given, 1);
        String name = call.function().name();
        if (given.isEmpty() || given.size() > 2 || restart.isEmpty()) {
            return refuse(call, name + "(value[, restart bool])");
        }
        WindowFunction function = WindowFunction.valueOf(name.toUpperCase(Locale.ROOT));
        return add(function, ScalarType.LONG, List.of(given.getFirst(), restart.get()));
    }

    private Expr session(Expression.Call call, List<Expr> given) {
        Optional<Expr> restart = restart(given, 3);
        boolean fits = given.size() >= 3
                && given.size() <= 4
                && given.getFirst().type() == ScalarType.DATETIME
                && given.subList(1, 3).stream().allMatch(span -> span.type() == ScalarType.TIMESPAN);
        if (!fits || restart.isEmpty()) {
            return refuse(call, "row_window_session(datetime, most from the first, most between two[, restart bool])");
        }
        List<Expr> arguments = new ArrayList<>(given.subList(0, 3));
        arguments.add(restart.get());
        return add(WindowFunction.ROW_WINDOW_SESSION, ScalarType.DATETIME, arguments);
    }

    private Expr neighbor(Expression.Call call, List<Expr> given) {
        String name = call.function().name();
        Optional<Long> offset = given.size() < 2
                ? Optional.of(1L)
                : Conversions.constant(given.get(1))
                        .filter(value -> value instanceof Long rows && rows >= 0 && rows <= MAX_OFFSET)
                        .map(Long.class::cast);
        if (given.isEmpty() || given.size() > 3 || offset.isEmpty()) {
            return refuse(call, name + "(value[, rows away[, value where there is no row]])");
        }
        Expr value = given.getFirst();
        Expr absent = given.size() < 3
                ? new Expr.Constant(value.type(), null)
                : Conversions.convert(given.get(2), value.type());
        if (name.equals("prev")) {
            Expr rows = new Expr.Constant(ScalarType.LONG, offset.get());
            return add(WindowFunction.PREV, value.type(), List.of(value, rows, absent));
        }
        int slot = context.operatorSlot(value.type());
        context.add(new Lookahead(value, offset.get().intValue(), absent, slot));
        return new Expr.Slot(value.type(), slot);
    }

    private static Optional<Expr> restart(List<Expr> given, int at) {
        return given.size() <= at ? Optional.of(NEVER) : typed(given.get(at), ScalarType.BOOL);
    }

    private static Optional<Expr> typed(Expr expression, ScalarType type) {
        boolean fits = expression.type() == type
                || expression.type() == ScalarType.DYNAMIC
                || expression.type() == ScalarType.INT && type == ScalarType.LONG;
        return fits ? Optional.of(Conversions.convert(expression, type)) : Optional.empty();
    }

    private Expr refuse(Expression.Call call, String form) {
        context.problem(call.span(), "'" + call.function().name() + "' is called otherwise", "it is " + form);
        return ExpressionBinder.UNKNOWN;
    }

    private Expr add(WindowFunction function, ScalarType type, List<Expr> arguments) {
        int slot = context.operatorSlot(type);
        context.add(new Window(function, arguments, slot));
        return new Expr.Slot(type, slot);
    }
}
