package io.ringtail.dsl.plan;

import io.ringtail.dsl.engine.SeriesFold;
import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.syntax.Pipe;
import io.ringtail.dsl.syntax.ShapePipe;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Binds {@code make-series}: a {@code summarize} by bins, and an operator that makes arrays of what comes out. */
final class SeriesBinder {
    /** No column of a query can have this name. */
    private static final String BIN = "\u0000bin";

    private final PipelineBinder query;
    private final BindContext context;
    private final ExpressionBinder expressions;

    SeriesBinder(PipelineBinder query) {
        this.query = query;
        context = query.context();
        expressions = query.expressions();
    }

    Scope bind(ShapePipe.MakeSeries pipe, Bound before) {
        Expr axis = expressions.bind(pipe.axis(), before.scope());
        ScalarType type = axis.type() == ScalarType.INT ? ScalarType.LONG : axis.type();
        ScalarType stepType = type == ScalarType.DATETIME ? ScalarType.TIMESPAN : type;
        if (!isAxis(pipe, type)) {
            return before.scope();
        }
        Optional<Object> from = pipe.from().flatMap(value -> constant(value, type, "the start"));
        Optional<Object> to = pipe.to().flatMap(value -> constant(value, type, "the end"));
        Optional<Object> step = constant(pipe.step(), stepType, "the step");
        if (step.isEmpty() || !isPositive(pipe, step.get())) {
            return before.scope();
        }
        from.ifPresent(value -> where(pipe, before, ">=", type, value));
        to.ifPresent(value -> where(pipe, before, pipe.inclusive() ? "<=" : "<", type, value));
        Expression bin = bin(pipe, type, stepType, step.get(), from);
        Scope summarized = query.pipes().bind(summarize(pipe, bin), before.scope(), Pushed.NONE);
        SeriesFold.Range range = range(pipe, number(step.get()), from.map(this::number), to.map(this::number));
        return fold(pipe, summarized, range);
    }

    private boolean isAxis(ShapePipe.MakeSeries pipe, ScalarType type) {
        boolean fits = type == ScalarType.DATETIME
                || type == ScalarType.TIMESPAN
                || type == ScalarType.LONG
                || type == ScalarType.REAL;
        if (!fits && context.problems().isEmpty()) {
            context.problem(
                    pipe.axis().span(), "a series goes over times or numbers, and this is of type " + type.label(), "");
        }
        return fits;
    }

    private boolean isPositive(ShapePipe.MakeSeries pipe, Object step) {
        boolean positive = number(step).doubleValue() > 0;
        if (!positive) {
            context.problem(pipe.step().span(), "the step of a series is greater than 0", "");
        }
        return positive;
    }

    private Optional<Object> constant(Expression expression, ScalarType type, String what) {
        Optional<Object> value = expressions.bindConstant(expression, what);
        Optional<Object> cast = value.filter(found -> found instanceof Number == isNumber(type))
                .flatMap(found -> Optional.ofNullable(Values.cast(found, type)));
        if (value.isPresent() && cast.isEmpty()) {
            context.problem(expression.span(), what + " is of type " + type.label() + " here", "");
        }
        return cast;
    }

    private static boolean isNumber(ScalarType type) {
        return type == ScalarType.LONG || type == ScalarType.REAL;
    }

    /** Ticks of times. */
    private Number number(Object value) {
        return value instanceof Number number
                ? number
                : (Number) Objects.requireNonNull(Values.cast(value, ScalarType.LONG));
    }

    private void where(ShapePipe.MakeSeries pipe, Bound before, String symbol, ScalarType type, Object value) {
        Span span = pipe.axis().span();
        Expression limit = new Expression.Literal(span, type, value);
        Expression condition = new Expression.Binary(span, span, symbol, pipe.axis(), limit);
        query.pipes().bind(new Pipe.Where(span, condition), before.scope(), before.pushed());
    }

    private static Expression bin(
            ShapePipe.MakeSeries pipe, ScalarType type, ScalarType stepType, Object step, Optional<Object> from) {
        Span span = pipe.axis().span();
        List<Expression> arguments = new ArrayList<>();
        arguments.add(pipe.axis());
        arguments.add(new Expression.Literal(span, stepType, step));
        boolean fixed = from.isPresent() && !pipe.inclusive();
        if (fixed) {
            arguments.add(new Expression.Literal(span, type, from.get()));
        }
        return new Expression.Call(span, new Expression.Name(span, fixed ? "bin_at" : "bin"), arguments);
    }

    private static Pipe.Summarize summarize(ShapePipe.MakeSeries pipe, Expression bin) {
        Span span = pipe.span();
        List<Expression> keys = new ArrayList<>(pipe.keys());
        keys.add(new Expression.Named(span, List.of(new Expression.Name(span, BIN)), bin));
        List<Expression> aggregates =
                pipe.columns().stream().map(ShapePipe.SeriesColumn::aggregate).toList();
        return new Pipe.Summarize(span, aggregates, keys);
    }

    /** Of {@code in range(…)} the first and the last bin are those that hold the ends. */
    private static SeriesFold.Range range(
            ShapePipe.MakeSeries pipe, Number step, Optional<Number> from, Optional<Number> to) {
        if (!pipe.inclusive()) {
            return new SeriesFold.Range(from, to, step);
        }
        return new SeriesFold.Range(
                from.map(first -> floor(first, step)),
                to.map(last -> step instanceof Double
                        ? (Number) (floor(last, step).doubleValue() + step.doubleValue())
                        : (Number) (floor(last, step).longValue() + step.longValue())),
                step);
    }

    private static Number floor(Number value, Number step) {
        return step instanceof Double width
                ? (Number) (Math.floor(value.doubleValue() / width) * width)
                : (Number) (Math.floorDiv(value.longValue(), step.longValue()) * step.longValue());
    }

    private Scope fold(ShapePipe.MakeSeries pipe, Scope summarized, SeriesFold.Range range) {
        List<Expr> keys = new ArrayList<>();
        List<Integer> keySlots = new ArrayList<>();
        List<SeriesFold.Series> series = new ArrayList<>();
        Map<String, ScopeColumn> result = new LinkedHashMap<>();
        Expr bin = ExpressionBinder.UNKNOWN;
        for (Map.Entry<String, ScopeColumn> entry : summarized.columns().entrySet()) {
            ScopeColumn column = entry.getValue();
            boolean isKey = keys.size() < pipe.keys().size();
            if (entry.getKey().equals(BIN)) {
                bin = new Expr.Slot(column.type(), column.slot());
                continue;
            }
            int slot = context.operatorSlot(isKey ? column.type() : ScalarType.DYNAMIC);
            if (isKey) {
                keys.add(new Expr.Slot(column.type(), column.slot()));
                keySlots.add(slot);
            } else {
                Object absent = absent(pipe, series.size(), column.type());
                series.add(new SeriesFold.Series(column.slot(), absent, slot));
            }
            ScalarType type = isKey ? column.type() : ScalarType.DYNAMIC;
            result.put(entry.getKey(), new ScopeColumn(slot, type, false));
        }
        int bins = context.operatorSlot(ScalarType.DYNAMIC);
        String axis = ResultNames.of(pipe.axis()).orElseGet(() -> Scope.numbered(result.keySet()));
        result.put(Scope.unique(axis, result.keySet()), new ScopeColumn(bins, ScalarType.DYNAMIC, false));
        context.add(new SeriesFold(keys, keySlots, bin, range, series, bins, pipe.nonEmpty()));
        return Scope.of(result);
    }

    /** What stands for the n-th aggregate where there are no rows: 0 if the query does not say. */
    private @Nullable Object absent(ShapePipe.MakeSeries pipe, int n, ScalarType type) {
        if (n >= pipe.columns().size() || pipe.columns().get(n).absent().isEmpty()) {
            boolean hasZero = Vector.isBits(type) && type != ScalarType.BOOL && type != ScalarType.DATETIME
                    || type == ScalarType.REAL
                    || type == ScalarType.DECIMAL;
            return hasZero ? Values.cast(0L, type) : null;
        }
        Expression given = pipe.columns().get(n).absent().get();
        Expr bound = expressions.bind(given, Scope.of(Map.of()));
        if (!(bound instanceof Expr.Constant constant)) {
            context.refuseKnown(bound, given.span(), "a default is a constant", "");
            return null;
        }
        return Values.cast(constant.value(), type);
    }
}
