package io.ringtail.dsl.plan;

import io.ringtail.dsl.engine.Operator;
import io.ringtail.dsl.engine.Origin;
import io.ringtail.dsl.engine.RunContext;
import io.ringtail.dsl.engine.Stage;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Slots;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * A bound query: where its rows come from, what is done to them, which slots are its result. Can be run again and again,
 * by itself or as the origin of another's rows.
 *
 * @param needed for each operator the slots that are read behind it
 * @param columns of the result; none if it is but an origin
 * @param slots of the result
 * @param table all slots
 * @param types of all slots
 */
public record Plan(
        Origin origin,
        List<Operator> operators,
        List<Set<Integer>> needed,
        List<Column> columns,
        List<Integer> slots,
        Slots table,
        List<ScalarType> types)
        implements Origin {
    public Plan {
        operators = List.copyOf(operators);
        needed = List.copyOf(needed);
        columns = List.copyOf(columns);
        slots = List.copyOf(slots);
    }

    /** Runs it into a stage that takes the result, and finishes that. */
    public void runAndFinish(Stage last, RunContext context) throws IOException {
        RunContext own = context.within(table, types);
        Stage next = last;
        for (int i = operators.size() - 1; i >= 0; i--) {
            next = operators.get(i).start(next, needed.get(i), own);
        }
        origin.run(next, own);
        next.finish();
    }

    @Override
    public void run(Stage first, RunContext context) throws IOException {
        runAndFinish(new Unending(first), context);
    }

    /** Keeps the end of this plan from the stage of another. */
    private record Unending(Stage stage) implements Stage {
        @Override
        public void accept(Batch batch) {
            stage.accept(batch);
        }

        @Override
        public boolean isDone() {
            return stage.isDone();
        }

        @Override
        public void finish() {}
    }
}
