package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code mv-apply}: expands every row by itself, sends what it became through operators, and puts what comes out beside
 * the row. A row that becomes none is gone.
 *
 * @param expand its slots are those of the chain
 * @param handed slots of the row, and where the chain has them
 * @param results slots of the chain's result
 * @param own where those stand behind this operator
 */
public record ApplyToEach(
        Expand expand, Map<Integer, Integer> handed, Chain chain, List<Integer> results, List<Integer> own)
        implements Operator {
    @Override
    public Set<Integer> reads() {
        Set<Integer> slots = new HashSet<>(expand.reads());
        slots.addAll(handed.keySet());
        return slots;
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public Stage start(Stage next, Set<Integer> needed, RunContext context) {
        NewRows rows = new NewRows(needed, own, next, context);
        return new PassingStage(next) {
            @Override
            public void accept(Batch batch) {
                List<Vector> values = expand.items().stream()
                        .map(item -> item.value().evaluate(batch))
                        .toList();
                for (int row = 0; row < batch.size() && !next.isDone(); row++) {
                    apply(batch, row, values, rows, context);
                }
                rows.pass();
            }
        };
    }

    private void apply(Batch batch, int row, List<Vector> values, NewRows rows, RunContext context) {
        List<List<@Nullable Object>> elements = new ArrayList<>();
        values.forEach(vector -> elements.add(Expand.elements(vector.value(row), expand.pairs())));
        int count = expand.count(elements);
        if (count == 0) {
            return;
        }
        Map<Integer, Vector> columns = new HashMap<>();
        handed.forEach((outer, inner) -> columns.put(
                inner, batch.vector(outer).gather(new int[] {row}, 1).repeated(count)));
        for (int i = 0; i < expand.items().size(); i++) {
            Expand.Item item = expand.items().get(i);
            @Nullable Object[] column = new @Nullable Object[count];
            for (int place = 0; place < count; place++) {
                column[place] = item.read(elements.get(i), place);
            }
            columns.put(item.slot(), Vector.ofValues(item.type(), column, count));
        }
        expand.index().ifPresent(slot -> columns.put(slot, numbers(count)));
        Stage first = chain.start(new Beside(batch, row, rows), context);
        first.accept(Batch.of(chain.slots(), columns, count));
        first.finish();
    }

    private static Vector numbers(int count) {
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i;
        }
        return Vector.ofBits(ScalarType.LONG, numbers, null, count);
    }

    /** Takes what the chain made of one row. */
    private final class Beside implements Stage {
        private final Batch batch;
        private final int row;
        private final NewRows rows;

        Beside(Batch batch, int row, NewRows rows) {
            this.batch = batch;
            this.row = row;
            this.rows = rows;
        }

        @Override
        public void accept(Batch result) {
            for (int i = 0; i < result.size(); i++) {
                @Nullable Object[] values = new @Nullable Object[results.size()];
                for (int column = 0; column < values.length; column++) {
                    values[column] = result.vector(results.get(column)).value(i);
                }
                rows.add(batch, row, values);
            }
        }

        @Override
        public boolean isDone() {
            return false;
        }

        @Override
        public void finish() {}
    }
}
