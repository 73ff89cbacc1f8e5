package io.ringtail.dsl.vector;

import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Gathers values row by row, or vector by vector. One thread. */
public final class VectorBuilder {
    private static final int SMALLEST = 16;

    private final ScalarType type;
    private long[] bits;
    private double[] reals;
    private @Nullable Object[] objects;
    private boolean @Nullable [] nulls;
    private int size;

    public VectorBuilder(ScalarType type, int capacity) {
        this.type = type;
        boolean isBits = Vector.isBits(type);
        bits = new long[isBits ? capacity : 0];
        reals = new double[type == ScalarType.REAL ? capacity : 0];
        objects = new @Nullable Object[isBits || type == ScalarType.REAL ? 0 : capacity];
    }

    public ScalarType type() {
        return type;
    }

    public int size() {
        return size;
    }

    public void addNull() {
        reserve(size + 1);
        if (type == ScalarType.STRING) {
            objects[size++] = "";
        } else if (Vector.isBits(type) || type == ScalarType.REAL) {
            nulls()[size++] = true;
        } else {
            objects[size++] = null;
        }
    }

    public void addBits(long value) {
        reserve(size + 1);
        bits[size++] = value;
    }

    public void addReal(double value) {
        reserve(size + 1);
        reals[size++] = value;
    }

    public void addObject(@Nullable Object value) {
        reserve(size + 1);
        objects[size++] = value;
    }

    /** A value as {@link io.ringtail.dsl.value.Values} has it, of this type. */
    public void add(@Nullable Object value) {
        switch (value) {
            case null -> addNull();
            case Boolean bool when type == ScalarType.BOOL -> addBits(bool ? 1 : 0);
            case Long whole when type == ScalarType.LONG || type == ScalarType.INT -> addBits(whole);
            case Double real when type == ScalarType.REAL -> addReal(real);
            case Cell.Datetime time when type == ScalarType.DATETIME -> addBits(time.ticks());
            case Cell.Timespan span when type == ScalarType.TIMESPAN -> addBits(span.ticks());
            default -> addObject(value);
        }
    }

    /** One row of a vector of the same type. */
    public void add(Vector from, int row) {
        if (from.isNull(row)) {
            addNull();
        } else if (Vector.isBits(type)) {
            addBits(from.bits(row));
        } else if (type == ScalarType.REAL) {
            addReal(from.real(row));
        } else {
            addObject(from.object(row));
        }
    }

    /** All rows of a vector of the same type. */
    public void addAll(Vector from) {
        reserve(size + from.size());
        for (int row = 0; row < from.size(); row++) {
            add(from, row);
        }
    }

    /** Hands the values over; the builder must not be used any more. */
    public Vector build() {
        if (Vector.isBits(type)) {
            return Vector.ofBits(type, bits, nulls, size);
        }
        return type == ScalarType.REAL
                ? Vector.ofReals(reals, nulls, size)
                : Vector.ofObjects(type, objects.length == 0 ? new @Nullable Object[1] : objects, size);
    }

    private boolean[] nulls() {
        if (nulls == null) {
            nulls = new boolean[Math.max(SMALLEST, Math.max(bits.length, reals.length))];
        }
        return nulls;
    }

    private void reserve(int wanted) {
        int capacity = Math.max(wanted, Math.max(SMALLEST, size + (size >> 1)));
        if (Vector.isBits(type)) {
            bits = wanted <= bits.length ? bits : Arrays.copyOf(bits, capacity);
        } else if (type == ScalarType.REAL) {
            reals = wanted <= reals.length ? reals : Arrays.copyOf(reals, capacity);
        } else {
            objects = wanted <= objects.length ? objects : Arrays.copyOf(objects, capacity);
        }
        int length = Math.max(bits.length, reals.length);
        if (nulls != null && nulls.length < length) {
            nulls = Arrays.copyOf(nulls, length);
        }
    }
}
