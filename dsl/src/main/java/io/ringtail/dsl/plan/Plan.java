package io.ringtail.dsl.plan;

import io.ringtail.dsl.engine.Operator;
import io.ringtail.dsl.engine.Origin;
import io.ringtail.dsl.engine.RunContext;
import io.ringtail.dsl.engine.Stage;
import io.ringtail.dsl.result.Column;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * A bound query: where its rows come from, what is done to them, which slots are its result. Can be run again and again.
 *
 * @param needed for each operator the slots that are read behind it
 */
public record Plan(
        Origin origin, List<Operator> operators, List<Set<Integer>> needed, List<Column> columns, List<Integer> slots) {
    public Plan {
        operators = List.copyOf(operators);
        needed = List.copyOf(needed);
        columns = List.copyOf(columns);
        slots = List.copyOf(slots);
    }

    /** Runs it into a stage that takes the result. */
    public void run(Stage last, RunContext context) throws IOException {
        Stage next = last;
        for (int i = operators.size() - 1; i >= 0; i--) {
            next = operators.get(i).start(next, needed.get(i), context);
        }
        origin.run(next);
        next.finish();
    }
}
