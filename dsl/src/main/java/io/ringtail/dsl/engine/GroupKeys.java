package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers the different keys of a grouping. Each column numbers its own values; the number of a key of several columns
 * is that of the pair (number of the columns before, number in this column), so that nothing is boxed or hashed twice.
 */
final class GroupKeys {
    private final List<KeyColumn> columns = new ArrayList<>();
    /** Of the columns but the first. */
    private final List<LongIds> pairs = new ArrayList<>();

    GroupKeys(List<ScalarType> types) {
        for (ScalarType type : types) {
            columns.add(new KeyColumn(type));
            pairs.add(new LongIds());
        }
    }

    /** Each row's group. Without columns there is one group, 0, whether there are rows or not. */
    int[] groups(List<Vector> keys, int size) {
        int[] groups = new int[size];
        if (columns.isEmpty()) {
            return groups;
        }
        columns.getFirst().encode(keys.getFirst(), groups, size);
        int[] codes = new int[columns.size() > 1 ? size : 0];
        for (int i = 1; i < columns.size(); i++) {
            columns.get(i).encode(keys.get(i), codes, size);
            LongIds ids = pairs.get(i);
            for (int row = 0; row < size; row++) {
                groups[row] = ids.idOf((long) groups[row] << 32 | codes[row]);
            }
        }
        return groups;
    }

    /** Each row's group among those that are there; -1 if it is in none of them. */
    int[] find(List<Vector> keys, int size) {
        int[] groups = new int[size];
        int[] codes = new int[size];
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).find(keys.get(i), codes, size);
            for (int row = 0; row < size; row++) {
                groups[row] = i == 0
                        ? codes[row]
                        : groups[row] < 0 || codes[row] < 0
                                ? -1
                                : pairs.get(i).find((long) groups[row] << 32 | codes[row]);
            }
        }
        return groups;
    }

    int size() {
        if (columns.isEmpty()) {
            return 1;
        }
        return columns.size() == 1
                ? columns.getFirst().values().size()
                : pairs.getLast().size();
    }

    /** The key columns, one row per group. */
    List<Vector> values() {
        int size = size();
        int[] groups = new int[size];
        for (int group = 0; group < size; group++) {
            groups[group] = group;
        }
        List<Vector> values = new ArrayList<>();
        for (int i = columns.size() - 1; i >= 0; i--) {
            int[] codes = new int[size];
            for (int group = 0; group < size; group++) {
                long pair = i == 0 ? groups[group] : pairs.get(i).key(groups[group]);
                codes[group] = (int) pair;
                groups[group] = (int) (pair >>> 32);
            }
            values.addFirst(columns.get(i).values().build().gather(codes, size));
        }
        return values;
    }
}
