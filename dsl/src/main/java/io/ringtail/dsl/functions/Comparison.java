package io.ringtail.dsl.functions;

import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Kernel;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The six comparisons. Null equals nothing: against a value {@code ==} is false and {@code !=} true, against null both
 * are null, and so is every order.
 */
public enum Comparison {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String symbol;

    Comparison(String symbol) {
        this.symbol = symbol;
    }

    public String symbol() {
        return symbol;
    }

    public static Optional<Comparison> ofSymbol(String symbol) {
        for (Comparison comparison : values()) {
            if (comparison.symbol.equals(symbol)) {
                return Optional.of(comparison);
            }
        }
        return Optional.empty();
    }

    /** The comparison that says the same with its sides swapped. */
    public Comparison swapped() {
        return switch (this) {
            case EQUAL, NOT_EQUAL -> this;
            case LESS -> GREATER;
            case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
            case GREATER -> LESS;
            case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
        };
    }

    private boolean isEquality() {
        return this == EQUAL || this == NOT_EQUAL;
    }

    private boolean holds(int order) {
        return switch (this) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }

    Kernel ofBits() {
        return (result, arguments, size) -> {
            long[] values = new long[size];
            compareBits(arguments[0], arguments[1], values);
            return finish(values, arguments, size);
        };
    }

    private void compareBits(Vector left, Vector right, long[] into) {
        int size = into.length;
        switch (this) {
            case EQUAL -> {
                for (int i = 0; i < size; i++) {
                    into[i] = left.bits(i) == right.bits(i) ? 1 : 0;
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < size; i++) {
                    into[i] = left.bits(i) != right.bits(i) ? 1 : 0;
                }
            }
            case LESS -> {
                for (int i = 0; i < size; i++) {
                    into[i] = left.bits(i) < right.bits(i) ? 1 : 0;
                }
            }
            case LESS_OR_EQUAL -> {
                for (int i = 0; i < size; i++) {
                    into[i] = left.bits(i) <= right.bits(i) ? 1 : 0;
                }
            }
            case GREATER -> {
                for (int i = 0; i < size; i++) {
                    into[i] = left.bits(i) > right.bits(i) ? 1 : 0;
                }
            }
            case GREATER_OR_EQUAL -> {
                for (int i = 0; i < size; i++) {
                    into[i] = left.bits(i) >= right.bits(i) ? 1 : 0;
                }
            }
        }
    }

    /** IEEE comparison: NaN is unequal to everything. */
    Kernel ofReals() {
        return (result, arguments, size) -> {
            long[] values = new long[size];
            for (int i = 0; i < size; i++) {
                double left = arguments[0].real(i);
                double right = arguments[1].real(i);
                boolean ordered = !Double.isNaN(left) && !Double.isNaN(right);
                boolean holds = ordered ? holds(left < right ? -1 : left > right ? 1 : 0) : this == NOT_EQUAL;
                values[i] = holds ? 1 : 0;
            }
            return finish(values, arguments, size);
        };
    }

    Kernel ofText() {
        return (result, arguments, size) -> {
            long[] values = new long[size];
            long equal = this == EQUAL ? 1 : 0;
            for (int i = 0; i < size; i++) {
                values[i] = arguments[0].text(i).equals(arguments[1].text(i)) ? equal : 1 - equal;
            }
            return Vector.ofBits(result, values, null, size);
        };
    }

    /** Decimals, guids and dynamic values. */
    Kernel ofObjects() {
        return (result, arguments, size) -> {
            long[] values = new long[size];
            for (int i = 0; i < size; i++) {
                Object left = side(arguments, 0, i);
                Object right = side(arguments, 1, i);
                values[i] = left != null && right != null && compare(left, right) ? 1 : 0;
            }
            return isEquality() && isText(arguments)
                    ? Vector.ofBits(ScalarType.BOOL, values, null, size)
                    : finish(values, arguments, size);
        };
    }

    /** Beside a text a dynamic null is the empty text, as it is for all that takes texts. */
    private @Nullable Object side(Vector[] arguments, int side, int row) {
        Object value = arguments[side].value(row);
        return value == null && isEquality() && isText(arguments) ? "" : value;
    }

    private static boolean isText(Vector[] arguments) {
        return arguments[0].type() == ScalarType.DYNAMIC && arguments[1].type() == ScalarType.STRING
                || arguments[0].type() == ScalarType.STRING && arguments[1].type() == ScalarType.DYNAMIC;
    }

    private boolean compare(Object left, Object right) {
        return compareAlike(alike(left, right), alike(right, left));
    }

    /** Texts beside times are read as times, for JSON has no others. */
    private static Object alike(Object value, Object other) {
        if (!(value instanceof String)) {
            return value;
        }
        Object time = switch (other) {
            case Cell.Datetime ignored -> Values.cast(value, ScalarType.DATETIME);
            case Cell.Timespan ignored -> Values.cast(value, ScalarType.TIMESPAN);
            default -> null;
        };
        return time == null ? value : time;
    }

    private boolean compareAlike(Object left, Object right) {
        return isEquality()
                ? Values.areEqual(left, right) == (this == EQUAL)
                : left.getClass() == right.getClass() && holds(Values.compare(left, right))
                        || left instanceof Number && right instanceof Number && holds(Values.compare(left, right));
    }

    private Vector finish(long[] values, Vector[] arguments, int size) {
        boolean[] nulls = null;
        if (arguments[0].mayBeNull() || arguments[1].mayBeNull()) {
            nulls = new boolean[size];
            for (int i = 0; i < size; i++) {
                nulls[i] = settle(i, arguments[0].isNull(i), arguments[1].isNull(i), values);
            }
        }
        return Vector.ofBits(ScalarType.BOOL, values, nulls, size);
    }

    /** Whether the row is null; sets the value of an equality with null on one side. */
    private boolean settle(int row, boolean leftNull, boolean rightNull, long[] values) {
        if (isEquality() && leftNull != rightNull) {
            values[row] = this == NOT_EQUAL ? 1 : 0;
            return false;
        }
        return leftNull || rightNull;
    }

    /** The same of two longs, for scans. */
    public boolean test(long left, long right) {
        return holds(Long.compare(left, right));
    }

    /** Of two values that may be null; the reference for the kernels. */
    public @Nullable Boolean test(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            boolean both = left == null && right == null;
            return both || !isEquality() ? null : (Boolean) (this == NOT_EQUAL);
        }
        return compare(left, right);
    }
}
