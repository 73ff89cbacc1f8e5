package io.ringtail.dsl.aggregate;

import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.ScalarType;
import java.util.Arrays;

/** How many rows there are. */
final class Count implements Aggregate {
    private long[] counts = new long[1];

    @Override
    public void add(int[] groups, Vector[] arguments, int size, int groupCount) {
        reserve(groupCount);
        if (groupCount == 1) {
            counts[0] += size;
            return;
        }
        long[] local = counts;
        for (int row = 0; row < size; row++) {
            local[groups[row]]++;
        }
    }

    @Override
    public void merge(Aggregate later, int[] groupOf, int groupCount) {
        reserve(groupCount);
        long[] others = ((Count) later).counts;
        for (int i = 0; i < groupOf.length && i < others.length; i++) {
            counts[groupOf[i]] += others[i];
        }
    }

    @Override
    public Vector result(int column, int groupCount) {
        return Vector.ofBits(ScalarType.LONG, Arrays.copyOf(counts, groupCount), null, groupCount);
    }

    private void reserve(int groupCount) {
        if (counts.length < groupCount) {
            counts = Arrays.copyOf(counts, 2 * groupCount);
        }
    }
}
