package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code where}: conditions that all must hold, each computed for the rows only that passed the ones before. */
public record Filter(List<Expr> conditions) implements Operator {
    public Filter {
        conditions = List.copyOf(conditions);
    }

    @Override
    public Set<Integer> reads() {
        Set<Integer> slots = new HashSet<>();
        conditions.forEach(condition -> condition.collectSlots(slots));
        return slots;
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public boolean isPerRow() {
        return true;
    }

    @Override
    public Stage start(Stage next, Set<Integer> needed, RunContext context) {
        return new PassingStage(next) {
            @Override
            public void accept(Batch batch) {
                Batch left = batch;
                for (Expr condition : conditions) {
                    left = left.where(condition.evaluate(left));
                    if (left.size() == 0) {
                        return;
                    }
                }
                next.accept(left);
            }
        };
    }
}
