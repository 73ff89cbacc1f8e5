package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.ScalarType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The values of something that depends on the kind alone, by kind. Grows as kinds appear. */
final class KindMemo {
    private final ScalarType type;
    private long[] bits = new long[0];
    private boolean[] nulls = new boolean[0];
    private @Nullable Object[] objects = new @Nullable Object[0];
    private boolean anyNull;
    private int size;

    KindMemo(ScalarType type) {
        this.type = type;
    }

    int size() {
        return size;
    }

    void addAll(Vector values) {
        int grown = size + values.size();
        bits = Arrays.copyOf(bits, grown);
        nulls = Arrays.copyOf(nulls, grown);
        objects = Arrays.copyOf(objects, grown);
        for (int i = 0; i < values.size(); i++) {
            nulls[size + i] = values.isNull(i);
            anyNull |= nulls[size + i];
            if (Vector.isBits(type)) {
                bits[size + i] = values.bits(i);
            } else {
                objects[size + i] = values.value(i);
            }
        }
        size = grown;
    }

    /** Whether a bool is true for this kind. */
    boolean isTrue(int kind) {
        return bits[kind] != 0 && !nulls[kind];
    }

    Vector lookup(int[] kinds, int count) {
        if (type == ScalarType.REAL) {
            @Nullable Object[] values = new @Nullable Object[count];
            for (int i = 0; i < count; i++) {
                values[i] = objects[kinds[i]];
            }
            return Vector.ofValues(type, values, count);
        }
        if (!Vector.isBits(type)) {
            return Vector.ofCodes(type, kinds, objects, count);
        }
        long[] values = new long[count];
        boolean[] isNull = anyNull ? new boolean[count] : null;
        for (int i = 0; i < count; i++) {
            values[i] = bits[kinds[i]];
            if (isNull != null) {
                isNull[i] = nulls[kinds[i]];
            }
        }
        return Vector.ofBits(type, values, isNull, count);
    }
}
