package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.dsl.vector.VectorBuilder;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Several columns at once out of one value in every row: {@code parse}, {@code parse-kv}, {@code bag_unpack}.
 *
 * @param onlyMatches that rows are left out from which the function makes nothing
 */
public record Compute(Expr subject, Function function, List<ScalarType> types, List<Integer> slots, boolean onlyMatches)
        implements Operator {
    /** Any thread. */
    @FunctionalInterface
    public interface Function {
        /** A value for each column; null where there is none for any of them. */
        @Nullable
        Object @Nullable [] apply(@Nullable Object subject);
    }

    public Compute {
        types = List.copyOf(types);
        slots = List.copyOf(slots);
    }

    @Override
    public Set<Integer> reads() {
        Set<Integer> read = new HashSet<>();
        subject.collectSlots(read);
        return read;
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public Stage start(Stage next, Set<Integer> needed, RunContext context) {
        return new PassingStage(next) {
            @Override
            public void accept(Batch batch) {
                pass(batch, next);
            }
        };
    }

    private void pass(Batch batch, Stage next) {
        Vector subjects = subject.evaluate(batch);
        List<VectorBuilder> builders = new ArrayList<>();
        types.forEach(type -> builders.add(new VectorBuilder(type, batch.size())));
        int[] places = new int[batch.size()];
        int count = 0;
        for (int row = 0; row < batch.size(); row++) {
            @Nullable Object @Nullable [] values = function.apply(subjects.value(row));
            if (values == null && onlyMatches) {
                continue;
            }
            for (int i = 0; i < types.size(); i++) {
                builders.get(i).add(values == null ? null : values[i]);
            }
            places[count++] = row;
        }
        if (count > 0) {
            Batch left = count == batch.size() ? batch : batch.select(places, count);
            next.accept(left.with(columns(builders)));
        }
    }

    private Map<Integer, Vector> columns(List<VectorBuilder> builders) {
        Map<Integer, Vector> columns = new HashMap<>();
        for (int i = 0; i < slots.size(); i++) {
            columns.put(slots.get(i), builders.get(i).build());
        }
        return columns;
    }
}
