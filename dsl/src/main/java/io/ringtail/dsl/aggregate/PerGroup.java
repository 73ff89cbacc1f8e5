package io.ringtail.dsl.aggregate;

import io.ringtail.dsl.vector.Vector;
import io.ringtail.dsl.vector.VectorBuilder;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate whose state is an object per group. Rows whose first argument is null are left out.
 *
 * @param <S> the state
 */
final class PerGroup<S extends PerGroup.State<S>> implements Aggregate {
    /** What is known of one group. */
    interface State<S> {
        void add(Vector value, int row);

        void merge(S later);

        @Nullable
        Object result();
    }

    private final ScalarType type;
    private final Supplier<S> empty;
    private final List<S> states = new ArrayList<>();

    PerGroup(ScalarType type, Supplier<S> empty) {
        this.type = type;
        this.empty = empty;
    }

    @Override
    public void add(int[] groups, Vector[] arguments, int size, int groupCount) {
        reserve(groupCount);
        Vector value = arguments[0];
        for (int row = 0; row < size; row++) {
            if (!value.isNull(row)) {
                states.get(groups[row]).add(value, row);
            }
        }
    }

    @Override
    @SuppressWarnings("unchecked") // an aggregate is merged with its like only
    public void merge(Aggregate later, int[] groupOf, int groupCount) {
        reserve(groupCount);
        List<S> others = ((PerGroup<S>) later).states;
        for (int i = 0; i < groupOf.length && i < others.size(); i++) {
            states.get(groupOf[i]).merge(others.get(i));
        }
    }

    @Override
    public Vector result(int column, int groupCount) {
        reserve(groupCount);
        VectorBuilder builder = new VectorBuilder(type, groupCount);
        for (int group = 0; group < groupCount; group++) {
            builder.add(states.get(group).result());
        }
        return builder.build();
    }

    private void reserve(int groupCount) {
        while (states.size() < groupCount) {
            states.add(empty.get());
        }
    }
}
