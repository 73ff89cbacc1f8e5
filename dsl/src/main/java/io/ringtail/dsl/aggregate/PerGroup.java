package io.ringtail.dsl.aggregate;

import io.ringtail.dsl.vector.Vector;
import io.ringtail.dsl.vector.VectorBuilder;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate whose state is an object per group. Rows whose first argument is null are left out,
 * unless the aggregate asks for them.
 *
 * @param <S> the state
 */
final class PerGroup<S extends PerGroup.State<S>> implements Aggregate {
    /** What is known of one group. */
    interface State<S> {
        /** Takes one row of the first argument in. */
        void add(Vector value, int row);

        /** Takes one row of all arguments in; those behind the first may be null. */
        default void addRow(Vector[] arguments, int row) {
            add(arguments[0], row);
        }

        void merge(S later);

        /** As {@link Aggregate#mergesExactly}. */
        default boolean mergesExactly() {
            return true;
        }

        @Nullable
        Object result();
    }

    private final ScalarType type;
    private final Supplier<S> empty;
    private final KeptBytes kept;
    private final boolean withNulls;
    private final List<S> states = new ArrayList<>();

    PerGroup(ScalarType type, Supplier<S> empty) {
        this(type, empty, new KeptBytes(), false);
    }

    /** @param kept what the states count into that keep more than a few numbers */
    PerGroup(ScalarType type, Supplier<S> empty, KeptBytes kept, boolean withNulls) {
        this.type = type;
        this.empty = empty;
        this.kept = kept;
        this.withNulls = withNulls;
    }

    @Override
    public boolean mergesExactly() {
        return empty.get().mergesExactly();
    }

    @Override
    public long memoryBytes() {
        return kept.bytes();
    }

    @Override
    public void add(int[] groups, Vector[] arguments, int size, int groupCount) {
        reserve(groupCount);
        Vector value = arguments[0];
        for (int row = 0; row < size; row++) {
            if (withNulls || !value.isNull(row)) {
                states.get(groups[row]).addRow(arguments, row);
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
