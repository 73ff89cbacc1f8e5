package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Vector;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A function that knows the rows before: {@code row_number()}, {@code prev(x)}. Its result is a column. */
public record Window(WindowFunction function, List<Expr> arguments, int slot) implements Operator {
    public Window {
        arguments = List.copyOf(arguments);
    }

    @Override
    public Set<Integer> reads() {
        Set<Integer> slots = new HashSet<>();
        arguments.forEach(argument -> argument.collectSlots(slots));
        return slots;
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public Stage start(Stage next, Set<Integer> needed, RunContext context) {
        WindowFunction.State state = function.start(context.types().get(slot));
        return new PassingStage(next) {
            @Override
            public void accept(Batch batch) {
                Vector[] values = new Vector[arguments.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = arguments.get(i).evaluate(batch);
                }
                next.accept(batch.with(Map.of(slot, state.next(values, batch.size()))));
            }
        };
    }
}
