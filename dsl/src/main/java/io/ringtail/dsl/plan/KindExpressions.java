package io.ringtail.dsl.plan;

import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Slots;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds what depends on the kind of an event alone, which is computed once for each kind instead of for each event. */
final class KindExpressions {
    private final Slots slots;

    KindExpressions(Slots slots) {
        this.slots = slots;
    }

    /** Wraps what depends on the kind of an event alone, so that it is computed once for each kind. */
    Expr perKind(Expr expression, Scope scope) {
        if (scope.scan().isEmpty() || expression instanceof Expr.PerKind || expression instanceof Expr.Slot) {
            return expression;
        }
        if (dependsOnKind(expression, scope.scan().get())) {
            return new Expr.PerKind(expression);
        }
        if (!(expression instanceof Expr.Apply apply)) {
            return expression;
        }
        List<Expr> arguments = apply.arguments().stream()
                .map(argument -> perKind(argument, scope))
                .toList();
        return new Expr.Apply(apply.type(), apply.name(), apply.kernel(), arguments);
    }

    private boolean dependsOnKind(Expr expression, ScanScope scan) {
        Set<Integer> slots = new HashSet<>();
        expression.collectSlots(slots);
        return !slots.isEmpty() && slots.stream().allMatch(slot -> isPerKind(slot, scan));
    }

    private boolean isPerKind(int slot, ScanScope scan) {
        return slots.definition(slot)
                .map(definition -> dependsOnKind(definition, scan))
                .orElseGet(() -> scan.isPerKind(slot));
    }
}
