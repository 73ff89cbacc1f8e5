package io.ringtail.dsl.engine;

import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Vector;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code evaluate narrow()}: a row for each cell, with the row's number, the column's name and the value as text. */
public record Narrow(Map<String, Integer> columns, List<Integer> slots) implements Operator {
    @Override
    public Set<Integer> reads() {
        return new HashSet<>(columns.values());
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public Stage start(Stage next, Set<Integer> needed, RunContext context) {
        NewRows rows = new NewRows(Set.of(), slots, next, context);
        return new PassingStage(next) {
            private long number;

            @Override
            public void accept(Batch batch) {
                for (int row = 0; row < batch.size(); row++) {
                    for (Map.Entry<String, Integer> column : columns.entrySet()) {
                        Vector vector = batch.vector(column.getValue());
                        rows.add(batch, row, number, column.getKey(), Values.text(vector.value(row)));
                    }
                    number++;
                }
                rows.pass();
            }
        };
    }
}
