package io.ringtail.dsl.aggregate;

import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.dsl.vector.VectorBuilder;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code arg_max}, {@code arg_min}, {@code take_any}: one whole row of each group. Of equal rows the first stays, and of a
 * group without any key its first row.
 */
final class KeptRow implements Aggregate {
    private final List<ScalarType> types;
    /** 1 for the greatest first column, -1 for the least, 0 for the first row that has one. */
    private final int sign;

    private final List<@Nullable Object @Nullable []> rows = new ArrayList<>();

    KeptRow(List<ScalarType> types, int sign) {
        this.types = List.copyOf(types);
        this.sign = sign;
    }

    @Override
    public void add(int[] groups, Vector[] arguments, int size, int groupCount) {
        reserve(groupCount);
        for (int row = 0; row < size; row++) {
            Object key = arguments[0].value(row);
            if (replaces(rows.get(groups[row]), key)) {
                @Nullable Object[] kept = new @Nullable Object[arguments.length];
                for (int i = 0; i < kept.length; i++) {
                    kept[i] = arguments[i].value(row);
                }
                rows.set(groups[row], kept);
            }
        }
    }

    private boolean replaces(@Nullable Object @Nullable [] kept, @Nullable Object key) {
        if (kept == null) {
            return true;
        }
        Object best = kept[0];
        if (sign == 0) {
            return (best == null || best.equals("")) && key != null && !key.equals("");
        }
        return key != null && (best == null || Values.isMore(key, best, sign));
    }

    @Override
    public void merge(Aggregate later, int[] groupOf, int groupCount) {
        reserve(groupCount);
        List<@Nullable Object @Nullable []> others = ((KeptRow) later).rows;
        for (int i = 0; i < groupOf.length && i < others.size(); i++) {
            @Nullable Object @Nullable [] other = others.get(i);
            if (other != null && replaces(rows.get(groupOf[i]), other[0])) {
                rows.set(groupOf[i], other);
            }
        }
    }

    @Override
    public Vector result(int column, int groupCount) {
        reserve(groupCount);
        VectorBuilder builder = new VectorBuilder(types.get(column), groupCount);
        for (int group = 0; group < groupCount; group++) {
            @Nullable Object @Nullable [] kept = rows.get(group);
            builder.add(kept == null ? null : kept[column]);
        }
        return builder.build();
    }

    private void reserve(int groupCount) {
        while (rows.size() < groupCount) {
            rows.add(null);
        }
    }
}
