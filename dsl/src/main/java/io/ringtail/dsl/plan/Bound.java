package io.ringtail.dsl.plan;

import io.ringtail.dsl.engine.Origin;
import java.util.Set;
import java.util.function.Function;

/**
 * A pipeline as far as it is bound.
 *
 * @param origin made from the slots that are read, once that is known
 */
record Bound(Scope scope, Function<Set<Integer>, Origin> origin, Pushed pushed) {
    /** The same rows, said to have an order. */
    Bound inOrder() {
        return with(scope.in(Scope.Order.GIVEN));
    }

    Bound with(Scope other) {
        return new Bound(other, origin, pushed);
    }
}
