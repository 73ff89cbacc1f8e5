package io.ringtail.dsl.engine;

import io.ringtail.dsl.functions.Comparison;
import io.ringtail.dsl.vector.Expr;
import java.util.Optional;

/**
 * A condition that compares a column, as it is or widened, with a value that is known: {@code statusCode >= 500}.
 *
 * @param comparison with the column on its left
 * @param value not null
 */
public record SlotComparison(Expr.Slot column, Comparison comparison, Expr.Constant wanted, Object value) {
    /** What a condition compares, whichever side the column stands on; empty if it is another one. */
    public static Optional<SlotComparison> of(Expr condition) {
        if (!(condition instanceof Expr.Apply apply) || apply.arguments().size() != 2) {
            return Optional.empty();
        }
        Expr left = apply.arguments().getFirst();
        Expr right = apply.arguments().getLast();
        return Comparison.ofSymbol(apply.name())
                .flatMap(comparison -> of(left, comparison, right).or(() -> of(right, comparison.swapped(), left)));
    }

    private static Optional<SlotComparison> of(Expr column, Comparison comparison, Expr wanted) {
        Expr bare = column instanceof Expr.Apply apply && apply.isWidening()
                ? apply.arguments().getFirst()
                : column;
        return bare instanceof Expr.Slot slot && wanted instanceof Expr.Constant constant && constant.value() != null
                ? Optional.of(new SlotComparison(slot, comparison, constant, constant.value()))
                : Optional.empty();
    }
}
