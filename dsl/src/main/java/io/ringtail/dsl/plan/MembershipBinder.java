package io.ringtail.dsl.plan;

import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Binds {@code in}, {@code has_any} and their like: a value among those that are written, or that a query gives. */
final class MembershipBinder {
    static final int MAX_CANDIDATES = 1_000_000;

    private final BindContext context;
    private final CallResolver calls;
    private final Function<Expression, Expr> values;

    /** @param values binds an expression where the membership stands */
    MembershipBinder(BindContext context, Function<Expression, Expr> values) {
        this.context = context;
        this.values = values;
        calls = new CallResolver(context);
    }

    Expr amongValues(Expression.Membership membership) {
        Expr value = values.apply(membership.value());
        List<Expr> candidates = membership.candidates().stream().map(values).toList();
        if (comparesText(membership)) {
            if (value.type() != ScalarType.STRING && value.type() != ScalarType.DYNAMIC) {
                String message = "'" + membership.symbol() + "' looks into a string, and this is of type "
                        + value.type().label();
                return refuse(membership.value().span(), message, "cast it: tostring(…)");
            }
            value = Conversions.convert(value, ScalarType.STRING);
        } else {
            checkComparable(value, candidates, membership);
        }
        if (!candidates.stream().allMatch(Expr.Constant.class::isInstance)) {
            return anyOf(membership, value, candidates);
        }
        List<@Nullable Object> constants = new ArrayList<>();
        candidates.forEach(candidate -> constants.add(((Expr.Constant) candidate).value()));
        return member(membership, value, constants);
    }

    /** @param answer the first column of a query, which is asked once, while the query around it is bound */
    Expr amongRows(Expression.Membership membership, SubQuery.Answer answer) {
        Expr value = values.apply(membership.value());
        if (answer.rows().isEmpty() && !context.problems().isEmpty()) {
            return ExpressionBinder.UNKNOWN;
        }
        if (answer.rows().size() > MAX_CANDIDATES) {
            return refuse(
                    membership.candidates().getFirst().span(),
                    "the query gives more than 1,000,000 values",
                    "use 'join kind=leftsemi'");
        }
        if (comparesText(membership)) {
            return member(membership, Conversions.convert(value, ScalarType.STRING), answer.rows());
        }
        Expr sample = new Expr.Constant(answer.type(), null);
        boolean fits = answer.type() == ScalarType.DYNAMIC
                || !calls.resolve("==", membership.symbolSpan(), List.of(value, sample))
                        .equals(ExpressionBinder.UNKNOWN);
        return fits ? member(membership, value, answer.rows()) : ExpressionBinder.UNKNOWN;
    }

    private static Expr member(Expression.Membership membership, Expr value, List<@Nullable Object> among) {
        Expr.Apply looked = (Expr.Apply) Membership.of(membership.symbol(), value, Membership.flat(among));
        return Conversions.apply(ScalarType.BOOL, membership.symbol(), looked.kernel(), List.of(value));
    }

    private static boolean comparesText(Expression.Membership membership) {
        return !membership.symbol().replace("!", "").equals("in");
    }

    private void checkComparable(Expr value, List<Expr> candidates, Expression.Membership membership) {
        for (int i = 0; i < candidates.size(); i++) {
            if (candidates.get(i).type() != ScalarType.DYNAMIC) {
                calls.resolve("==", membership.candidates().get(i).span(), List.of(value, candidates.get(i)));
            }
        }
    }

    /** Candidates that differ from row to row are compared one by one. */
    private Expr anyOf(Expression.Membership membership, Expr value, List<Expr> candidates) {
        boolean negated = membership.symbol().startsWith("!");
        String operator = membership.symbol().contains("has")
                ? "has"
                : membership.symbol().endsWith("~") ? "=~" : "==";
        boolean all = membership.symbol().endsWith("has_all");
        Expr found = Conversions.bool(all);
        for (int i = 0; i < candidates.size(); i++) {
            Expr equal =
                    calls.resolve(operator, membership.candidates().get(i).span(), List.of(value, candidates.get(i)));
            found = calls.resolve(all ? "and" : "or", membership.span(), List.of(found, equal));
        }
        return negated ? calls.resolve("not", membership.span(), List.of(found)) : found;
    }

    private Expr refuse(Span span, String message, String hint) {
        context.problem(span, message, hint);
        return ExpressionBinder.UNKNOWN;
    }
}
