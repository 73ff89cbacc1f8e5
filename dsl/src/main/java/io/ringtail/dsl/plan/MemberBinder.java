package io.ringtail.dsl.plan;

import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.value.Nearest;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.ring.payload.ScalarType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Binds {@code a.b} and {@code a[b]}: columns of other rows, payload fields, and parts of dynamic values. */
final class MemberBinder {
    private final BindContext context;
    private final Scope scope;
    private final Function<Expression, Expr> values;

    /** @param values binds what parts are taken of */
    MemberBinder(BindContext context, Scope scope, Function<Expression, Expr> values) {
        this.context = context;
        this.scope = scope;
        this.values = values;
    }

    Expr bind(Expression.Member member) {
        Optional<Expr> ofRow = ofOtherRow(member);
        if (ofRow.isPresent()) {
            return ofRow.get();
        }
        Expr target = values.apply(member.target());
        String name = member.name().name();
        boolean payload = target instanceof Expr.Slot slot
                && scope.scan().filter(scan -> scan.isPayload(slot.slot())).isPresent();
        return payload
                ? field(member.name(), scope.scan().orElseThrow())
                : part(member.span(), target, new Expr.Constant(ScalarType.STRING, name));
    }

    Expr bind(Expression.Index index) {
        return part(index.span(), values.apply(index.target()), values.apply(index.index()));
    }

    private Optional<Expr> ofOtherRow(Expression.Member member) {
        if (!(member.target() instanceof Expression.Name row) || !scope.rows().containsKey(row.name())) {
            return Optional.empty();
        }
        String name = member.name().name();
        Optional<ScopeColumn> column = scope.find(row.name(), name);
        return Optional.of(
                column.isPresent()
                        ? new Expr.Slot(column.get().type(), column.get().slot())
                        : refuse(member.name().span(), "no column '" + name + "'", scope.hintFor(name)));
    }

    private Expr field(Expression.Name name, ScanScope scan) {
        if (scope.open()) {
            return ExpressionBinder.UNKNOWN;
        }
        if (!scan.hasField(name.name())) {
            String hint = Nearest.of(name.name(), scan.fieldNames())
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse("");
            return refuse(name.span(), "no payload has a field '" + name.name() + "'", hint);
        }
        ScopeColumn field = scan.payloadField(name.name());
        return new Expr.Slot(field.type(), field.slot());
    }

    private Expr part(Span span, Expr target, Expr key) {
        if (target.equals(ExpressionBinder.UNKNOWN) || key.equals(ExpressionBinder.UNKNOWN)) {
            return ExpressionBinder.UNKNOWN;
        }
        if (target.type() != ScalarType.DYNAMIC) {
            return refuse(
                    span,
                    "a " + target.type().label() + " has no parts",
                    target.type() == ScalarType.STRING ? "read it first: parse_json(…)" : "");
        }
        String function = key.type() == ScalarType.STRING ? "member" : "element";
        return new CallResolver(context).resolve(function, span, List.of(target, key));
    }

    private Expr refuse(Span span, String message, String hint) {
        context.problem(span, message, hint);
        return ExpressionBinder.UNKNOWN;
    }
}
