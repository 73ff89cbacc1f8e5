package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Slots;
import io.ringtail.ring.payload.ScalarType;
import java.util.List;
import java.util.Set;

/**
 * Operators without a source of rows, which an operator starts again and again.
 *
 * @param needed for each operator the slots that are read behind it
 * @param slots its own, not those of the operator that starts it
 */
public record Chain(List<Operator> operators, List<Set<Integer>> needed, Slots slots, List<ScalarType> types) {
    Stage start(Stage last, RunContext context) {
        RunContext own = context.within(slots, types);
        Stage next = last;
        for (int i = operators.size() - 1; i >= 0; i--) {
            next = operators.get(i).start(next, needed.get(i), own);
        }
        return next;
    }
}
