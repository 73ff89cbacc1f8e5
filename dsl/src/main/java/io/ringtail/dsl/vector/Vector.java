package io.ringtail.dsl.vector;

import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values of one type for the rows of a batch. Immutable once made: whoever hands over an array gives it away.
 *
 * <table>
 * <caption>Where the values stand</caption>
 * <tr><td>bool, int, long, datetime, timespan<td>{@link #bits}, nulls apart</tr>
 * <tr><td>real<td>{@link #real}, nulls apart</tr>
 * <tr><td>string<td>{@link #object}, never null; with {@link #codes} if few values are repeated</tr>
 * <tr><td>decimal, guid, dynamic<td>{@link #object}, null for null</tr>
 * </table>
 */
public final class Vector {
    private static final long[] NO_BITS = {};
    private static final double[] NO_REALS = {};
    private static final @Nullable Object[] NO_OBJECTS = {};

    private final ScalarType type;
    private final int size;
    /** All ones; 0 for a constant, whose one value stands at 0. */
    private final int mask;

    private final long[] bits;
    private final double[] reals;
    private final @Nullable Object[] objects;
    private final int @Nullable [] codes;
    private final boolean @Nullable [] nulls;

    private Vector(
            ScalarType type,
            int size,
            int mask,
            long[] bits,
            double[] reals,
            @Nullable Object[] objects,
            int @Nullable [] codes,
            boolean @Nullable [] nulls) {
        this.type = type;
        this.size = size;
        this.mask = mask;
        this.bits = bits;
        this.reals = reals;
        this.objects = objects;
        this.codes = codes;
        this.nulls = nulls;
    }

    public static Vector ofBits(ScalarType type, long[] bits, boolean @Nullable [] nulls, int size) {
        return new Vector(type, size, -1, bits, NO_REALS, NO_OBJECTS, null, nulls);
    }

    public static Vector ofReals(double[] reals, boolean @Nullable [] nulls, int size) {
        return new Vector(ScalarType.REAL, size, -1, NO_BITS, reals, NO_OBJECTS, null, nulls);
    }

    public static Vector ofObjects(ScalarType type, @Nullable Object[] objects, int size) {
        return new Vector(type, size, -1, NO_BITS, NO_REALS, objects, null, null);
    }

    /** Row i has the value {@code dictionary[codes[i]]}. */
    public static Vector ofCodes(ScalarType type, int[] codes, @Nullable Object[] dictionary, int size) {
        return new Vector(type, size, -1, NO_BITS, NO_REALS, dictionary, codes, null);
    }

    /** The same value in every row; null for null. */
    public static Vector constant(ScalarType type, @Nullable Object value, int size) {
        return ofValues(type, new @Nullable Object[] {value}, 1).repeated(size);
    }

    /** Out of values as {@link io.ringtail.dsl.value.Values} has them; a null string becomes the empty one. */
    public static Vector ofValues(ScalarType type, @Nullable Object[] values, int size) {
        VectorBuilder builder = new VectorBuilder(type, size);
        for (int i = 0; i < size; i++) {
            builder.add(values[i]);
        }
        return builder.build();
    }

    public static boolean isBits(ScalarType type) {
        return switch (type) {
            case BOOL, INT, LONG, DATETIME, TIMESPAN -> true;
            case REAL, DECIMAL, STRING, GUID, DYNAMIC -> false;
        };
    }

    public ScalarType type() {
        return type;
    }

    public int size() {
        return size;
    }

    public boolean isConstant() {
        return mask == 0;
    }

    public long bits(int row) {
        return bits[row & mask];
    }

    public double real(int row) {
        return reals[row & mask];
    }

    public @Nullable Object object(int row) {
        return objects[codes == null ? row & mask : codes[row & mask]];
    }

    /** Of a string vector. */
    public String text(int row) {
        Object object = object(row);
        return object == null ? "" : (String) object;
    }

    /** Places in the {@link #dictionary}, by row; null if the values stand one by one. */
    public int @Nullable [] codes() {
        return mask == 0 ? null : codes;
    }

    public @Nullable Object[] dictionary() {
        return objects;
    }

    public boolean isNull(int row) {
        if (nulls != null) {
            return nulls[row & mask];
        }
        return objects.length > 0 && object(row) == null;
    }

    /** Whether any row can be null; strings never are. */
    public boolean mayBeNull() {
        return nulls != null || type != ScalarType.STRING && !isBits(type) && type != ScalarType.REAL;
    }

    /** The value as {@link io.ringtail.dsl.value.Values} has it. */
    public @Nullable Object value(int row) {
        if (isNull(row)) {
            return null;
        }
        return switch (type) {
            case BOOL -> bits(row) != 0;
            case INT, LONG -> bits(row);
            case REAL -> real(row);
            case DATETIME -> new Cell.Datetime(bits(row));
            case TIMESPAN -> new Cell.Timespan(bits(row));
            case STRING, DECIMAL, GUID, DYNAMIC -> object(row);
        };
    }

    /** The rows with these numbers, in their order. */
    public Vector gather(int[] rows, int count) {
        if (mask == 0) {
            return repeated(count);
        }
        boolean @Nullable [] pickedNulls = nulls == null ? null : pick(nulls, rows, count);
        if (isBits(type)) {
            return ofBits(type, pick(bits, rows, count), pickedNulls, count);
        }
        if (type == ScalarType.REAL) {
            return ofReals(pick(reals, rows, count), pickedNulls, count);
        }
        return codes == null
                ? ofObjects(type, pick(objects, rows, count), count)
                : ofCodes(type, pick(codes, rows, count), objects, count);
    }

    /** Row 0 in every one of {@code count} rows. */
    public Vector repeated(int count) {
        if (size == 0 && bits.length + reals.length + objects.length == 0) {
            return constant(type, null, count);
        }
        return new Vector(type, count, 0, bits, reals, objects, codes, nulls);
    }

    /** The same values under another type of the same storage: int as long. */
    public Vector as(ScalarType other) {
        return new Vector(other, size, mask, bits, reals, objects, codes, nulls);
    }

    private static long[] pick(long[] from, int[] rows, int count) {
        long[] to = new long[count];
        for (int i = 0; i < count; i++) {
            to[i] = from[rows[i]];
        }
        return to;
    }

    private static double[] pick(double[] from, int[] rows, int count) {
        double[] to = new double[count];
        for (int i = 0; i < count; i++) {
            to[i] = from[rows[i]];
        }
        return to;
    }

    private static int[] pick(int[] from, int[] rows, int count) {
        int[] to = new int[count];
        for (int i = 0; i < count; i++) {
            to[i] = from[rows[i]];
        }
        return to;
    }

    private static boolean[] pick(boolean[] from, int[] rows, int count) {
        boolean[] to = new boolean[count];
        for (int i = 0; i < count; i++) {
            to[i] = from[rows[i]];
        }
        return to;
    }

    private static @Nullable Object[] pick(@Nullable Object[] from, int[] rows, int count) {
        @Nullable Object[] to = new @Nullable Object[count];
        for (int i = 0; i < count; i++) {
            to[i] = from[rows[i]];
        }
        return to;
    }

    /** Bytes that the values take, roughly; shared dictionaries count as nothing. */
    public long memoryBytes() {
        if (isBits(type) || type == ScalarType.REAL) {
            return 8L * size;
        }
        if (codes != null) {
            return 4L * size;
        }
        long sum = 0;
        for (int i = 0; i < Math.min(size, objects.length); i++) {
            sum += 8 + sizeOf(objects[i]);
        }
        return sum;
    }

    private static long sizeOf(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case String text -> 40L + text.length();
            case UUID guid -> 32;
            case BigDecimal decimal -> 40;
            case Collection<?> list -> 40L + 48L * list.size();
            case Map<?, ?> map -> 64L + 120L * map.size();
            default -> 24;
        };
    }

    @Override
    public String toString() {
        @Nullable Object[] values = new @Nullable Object[size];
        Arrays.setAll(values, this::value);
        return type.label() + Arrays.toString(values);
    }
}
