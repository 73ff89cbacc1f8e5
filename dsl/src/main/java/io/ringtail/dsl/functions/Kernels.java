package io.ringtail.dsl.functions;

import io.ringtail.dsl.vector.Kernel;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.ScalarType;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The shapes that functions have: what is left to say about each is a line. */
final class Kernels {
    private Kernels() {}

    /** Values one at a time, as {@link io.ringtail.dsl.value.Values} has them. */
    @FunctionalInterface
    interface RowFunction {
        @Nullable
        Object apply(@Nullable Object[] arguments);
    }

    /** Computes one row; the result's null flag is set by returning false. */
    @FunctionalInterface
    interface LongFunction {
        long apply(long left, long right);
    }

    /** Null if any argument is. */
    static Kernel strict(RowFunction function) {
        return rows(function, true);
    }

    /** Sees nulls. */
    static Kernel lenient(RowFunction function) {
        return rows(function, false);
    }

    /** Sees nulls, and what has a text of its own as that: bool and real have others in JSON. */
    static Kernel ofTexts(RowFunction function) {
        return (result, arguments, size) -> {
            @Nullable Object[] values = new @Nullable Object[size];
            @Nullable Object[] row = new @Nullable Object[arguments.length];
            for (int i = 0; i < size; i++) {
                for (int a = 0; a < row.length; a++) {
                    row[a] = withText(arguments[a].type(), arguments[a].value(i));
                }
                values[i] = function.apply(row);
            }
            return Vector.ofValues(result, values, size);
        };
    }

    private static @Nullable Object withText(ScalarType type, @Nullable Object value) {
        return switch (value) {
            case Boolean bool when type == ScalarType.BOOL -> bool ? "True" : "False";
            case Double real when type == ScalarType.REAL && real.isInfinite() -> real > 0 ? "inf" : "-inf";
            case null, default -> value;
        };
    }

    private static Kernel rows(RowFunction function, boolean strict) {
        return (result, arguments, size) -> {
            @Nullable Object[] values = new @Nullable Object[size];
            @Nullable Object[] row = new @Nullable Object[arguments.length];
            for (int i = 0; i < size; i++) {
                boolean isNull = false;
                for (int a = 0; a < row.length; a++) {
                    row[a] = arguments[a].value(i);
                    isNull |= row[a] == null;
                }
                values[i] = strict && isNull ? null : function.apply(row);
            }
            return Vector.ofValues(result, values, size);
        };
    }

    static Kernel bits(LongUnaryOperator function) {
        return (result, arguments, size) -> {
            long[] values = new long[size];
            for (int i = 0; i < size; i++) {
                values[i] = function.applyAsLong(arguments[0].bits(i));
            }
            return Vector.ofBits(result, values, nulls(arguments, size), size);
        };
    }

    static Kernel bits(LongFunction function) {
        return (result, arguments, size) -> {
            long[] values = new long[size];
            for (int i = 0; i < size; i++) {
                values[i] = function.apply(arguments[0].bits(i), arguments[1].bits(i));
            }
            return Vector.ofBits(result, values, nulls(arguments, size), size);
        };
    }

    /** As {@link #bits(LongFunction)}, but null where the right side is 0. */
    static Kernel divided(LongFunction function) {
        return (result, arguments, size) -> {
            long[] values = new long[size];
            boolean @Nullable [] nulls = nulls(arguments, size);
            for (int i = 0; i < size; i++) {
                long divisor = arguments[1].bits(i);
                if (divisor == 0) {
                    nulls = nulls == null ? new boolean[size] : nulls;
                    nulls[i] = true;
                } else {
                    values[i] = function.apply(arguments[0].bits(i), divisor);
                }
            }
            return Vector.ofBits(result, values, nulls, size);
        };
    }

    static Kernel reals(DoubleUnaryOperator function) {
        return (result, arguments, size) -> {
            double[] values = new double[size];
            for (int i = 0; i < size; i++) {
                values[i] = function.applyAsDouble(arguments[0].real(i));
            }
            return Vector.ofReals(values, nulls(arguments, size), size);
        };
    }

    static Kernel reals(DoubleBinaryOperator function) {
        return (result, arguments, size) -> {
            double[] values = new double[size];
            for (int i = 0; i < size; i++) {
                values[i] = function.applyAsDouble(arguments[0].real(i), arguments[1].real(i));
            }
            return Vector.ofReals(values, nulls(arguments, size), size);
        };
    }

    static Kernel text(UnaryOperator<String> function) {
        return (result, arguments, size) -> {
            @Nullable Object[] values = new @Nullable Object[size];
            for (int i = 0; i < size; i++) {
                values[i] = function.apply(arguments[0].text(i));
            }
            return Vector.ofObjects(result, values, size);
        };
    }

    static Kernel ofText(ToLongFunction<String> function) {
        return (result, arguments, size) -> {
            long[] values = new long[size];
            for (int i = 0; i < size; i++) {
                values[i] = function.applyAsLong(arguments[0].text(i));
            }
            return Vector.ofBits(result, values, null, size);
        };
    }

    static Kernel test(Predicate<String> predicate) {
        return ofText(text -> predicate.test(text) ? 1 : 0);
    }

    /** Whether a value is null, or is not. */
    static Kernel isNull(boolean wanted) {
        return (result, arguments, size) -> {
            long[] values = new long[size];
            for (int i = 0; i < size; i++) {
                values[i] = arguments[0].isNull(i) == wanted ? 1 : 0;
            }
            return Vector.ofBits(result, values, null, size);
        };
    }

    /** Where any argument is null; null if none can be. */
    static boolean @Nullable [] nulls(Vector[] arguments, int size) {
        boolean[] nulls = null;
        for (Vector argument : arguments) {
            if (!argument.mayBeNull()) {
                continue;
            }
            nulls = nulls == null ? new boolean[size] : nulls;
            for (int i = 0; i < size; i++) {
                nulls[i] |= argument.isNull(i);
            }
        }
        return nulls;
    }

    /** Reads a value of one type as another. */
    static Kernel cast(ScalarType from, ScalarType to) {
        if (Vector.isBits(from) && to == ScalarType.REAL) {
            return (result, arguments, size) -> {
                double[] values = new double[size];
                for (int i = 0; i < size; i++) {
                    values[i] = arguments[0].bits(i);
                }
                return Vector.ofReals(values, nulls(arguments, size), size);
            };
        }
        return lenient(row -> io.ringtail.dsl.value.Values.cast(row[0], to));
    }
}
