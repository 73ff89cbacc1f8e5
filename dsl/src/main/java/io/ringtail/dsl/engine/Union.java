package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Slots;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code union}: the rows of several inputs, one input behind the other.
 *
 * @param types of the result's slots; what an input does not have is null in its rows
 */
public record Union(Slots slots, Map<Integer, ScalarType> types, List<Leg> legs) implements Origin {
    /**
     * An input.
     *
     * @param columns by slot of the result the input's slot
     * @param constants by slot of the result a value that all its rows have
     */
    public record Leg(Origin origin, Map<Integer, Integer> columns, Map<Integer, @Nullable Object> constants) {}

    @Override
    public void run(Stage first, RunContext context) throws IOException {
        for (Leg leg : legs) {
            if (!first.isDone()) {
                leg.origin.run(new Renaming(this, leg, first), context);
            }
        }
    }

    /** Moves the columns of an input to the slots of the result. */
    private record Renaming(Union plan, Leg leg, Stage next) implements Stage {
        @Override
        public void accept(Batch batch) {
            Map<Integer, Vector> columns = new HashMap<>();
            plan.types.forEach((slot, type) -> {
                Integer from = leg.columns.get(slot);
                columns.put(
                        slot,
                        from != null
                                ? batch.vector(from)
                                : Vector.constant(type, leg.constants.get(slot), batch.size()));
            });
            next.accept(Batch.of(plan.slots, columns, batch.size()));
        }

        @Override
        public boolean isDone() {
            return next.isDone();
        }

        @Override
        public void finish() {}
    }
}
