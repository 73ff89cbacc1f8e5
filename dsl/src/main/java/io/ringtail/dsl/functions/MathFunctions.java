package io.ringtail.dsl.functions;

import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Kernel;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/** Functions of numbers, and those that choose between values. */
final class MathFunctions {
    /** From here on a real has no digits behind the point. */
    private static final double ALL_WHOLE = 0x1p52;

    private MathFunctions() {}

    static void addTo(FunctionTable table) {
        bins(table, "bin");
        bins(table, "floor");
        binsAt(table);
        table.add("floor(real):real", Kernels.reals(Math::floor));
        table.add("abs(long):long", Kernels.bits(Math::abs));
        table.add("abs(real):real", Kernels.reals((double value) -> Math.abs(value)));
        table.add(
                "abs(decimal):decimal", Kernels.strict(row -> row[0] instanceof BigDecimal value ? value.abs() : null));
        table.add("abs(timespan):timespan", Kernels.bits(Math::abs));
        table.add("sign(real):real", Kernels.reals((double value) -> Double.isNaN(value) ? 0 : Math.signum(value)));
        roundings(table);
        table.add("pow(real,real):real", Kernels.reals(Math::pow));
        table.add("sqrt(real):real", Kernels.reals(Math::sqrt));
        real(table, "exp", Math::exp);
        real(table, "exp2", value -> Math.pow(2, value));
        real(table, "exp10", value -> Math.pow(10, value));
        real(table, "log", Math::log);
        real(table, "log2", value -> Math.log(value) / Math.log(2));
        real(table, "log10", Math::log10);
        real(table, "sin", Math::sin);
        real(table, "cos", Math::cos);
        real(table, "tan", Math::tan);
        real(table, "asin", Math::asin);
        real(table, "acos", Math::acos);
        real(table, "atan", Math::atan);
        real(table, "gamma", ErrorFunction::gamma);
        real(table, "loggamma", ErrorFunction::logGamma);
        real(table, "erf", ErrorFunction::erf);
        real(table, "erfc", ErrorFunction::erfc);
        real(table, "cot", value -> 1 / Math.tan(value));
        real(table, "degrees", value -> value * 180 / Math.PI);
        real(table, "radians", value -> value * Math.PI / 180);
        table.add("atan2(real,real):real", Kernels.reals(Math::atan2));
        table.add("pi():real", Kernels.lenient(row -> Math.PI));
        table.add("isnan(real):bool", Kernels.strict(row -> row[0] instanceof Double value && value.isNaN()));
        table.add("isinf(real):bool", Kernels.strict(row -> row[0] instanceof Double value && value.isInfinite()));
        table.add(
                "isfinite(real):bool", Kernels.strict(row -> row[0] instanceof Double value && Double.isFinite(value)));
        table.add("binary_and(long,long):long", Kernels.bits((left, right) -> left & right));
        table.add("binary_or(long,long):long", Kernels.bits((left, right) -> left | right));
        table.add("binary_xor(long,long):long", Kernels.bits((left, right) -> left ^ right));
        table.add("binary_not(long):long", Kernels.bits((long value) -> ~value));
        table.add("binary_shift_left(long,long):long", shift((value, places) -> value << places));
        table.add("binary_shift_right(long,long):long", shift((value, places) -> value >> places));
        table.add("bitset_count_ones(long):long", Kernels.bits((long value) -> Long.bitCount(value)));
        around(table);
        choices(table);
    }

    /** By a number of places of which 64 are none; null of a negative one. */
    private static Kernel shift(LongBinaryOperator operator) {
        return Kernels.strict(row -> {
            long value = row[0] instanceof Long bits ? bits : 0;
            long places = row[1] instanceof Long count ? count : 0;
            return places < 0 ? null : (Object) operator.applyAsLong(value, places);
        });
    }

    private static void roundings(FunctionTable table) {
        table.add("round(int,[long]):int", Kernels.strict(MathFunctions::round));
        table.add("round(long,[long]):long", Kernels.strict(MathFunctions::round));
        table.add("round(real,[long]):real", Kernels.strict(MathFunctions::round));
        table.add("round(decimal,[long]):decimal", Kernels.strict(MathFunctions::round));
        table.add("ceiling(int):int", Kernels.bits((long value) -> value));
        table.add("ceiling(long):long", Kernels.bits((long value) -> value));
        table.add("ceiling(real):real", Kernels.reals(Math::ceil));
        table.add(
                "ceiling(decimal):decimal",
                Kernels.strict(
                        row -> row[0] instanceof BigDecimal value ? value.setScale(0, RoundingMode.CEILING) : null));
    }

    /** Whether a value is no farther from a middle than it may be. */
    private static void around(FunctionTable table) {
        table.add("around(long,long,long):bool", Kernels.strict(MathFunctions::isAround));
        table.add("around(real,real,real):bool", Kernels.strict(MathFunctions::isAround));
        table.add("around(datetime,datetime,timespan):bool", Kernels.strict(MathFunctions::isAround));
        table.add("around(timespan,timespan,timespan):bool", Kernels.strict(MathFunctions::isAround));
    }

    private static @Nullable Object isAround(@Nullable Object[] row) {
        return Values.cast(row[0], ScalarType.REAL) instanceof Double value
                        && Values.cast(row[1], ScalarType.REAL) instanceof Double middle
                        && Values.cast(row[2], ScalarType.REAL) instanceof Double delta
                ? (Boolean) (Math.abs(value - middle) <= delta)
                : null;
    }

    private static void real(FunctionTable table, String name, DoubleUnaryOperator function) {
        // What has no real result is null, as the logarithm of a negative number; a root is NaN.
        table.add(name + "(real):real", Kernels.strict(row -> {
            double value = row[0] instanceof Double given ? function.applyAsDouble(given) : Double.NaN;
            return Double.isNaN(value) ? null : (Double) value;
        }));
    }

    private static void bins(FunctionTable table, String name) {
        Kernel longs = bin((value, width) -> value - Math.floorMod(value, width));
        table.add(name + "(long,long):long", longs);
        table.add(name + "(datetime,timespan):datetime", longs);
        table.add(name + "(timespan,timespan):timespan", longs);
        table.add(
                name + "(real,real):real",
                Kernels.strict(row -> row[0] instanceof Double value && row[1] instanceof Double width && width > 0
                        ? (Double) (Math.floor(value / width) * width)
                        : null));
        table.add(
                name + "(decimal,decimal):decimal",
                Kernels.strict(row ->
                        row[0] instanceof BigDecimal value && row[1] instanceof BigDecimal width && width.signum() > 0
                                ? value.divide(width, 0, RoundingMode.FLOOR).multiply(width)
                                : null));
    }

    private static void binsAt(FunctionTable table) {
        for (String types : List.of(
                "(long,long,long):long",
                "(datetime,timespan,datetime):datetime",
                "(timespan,timespan,timespan):timespan",
                "(real,real,real):real",
                "(decimal,decimal,decimal):decimal")) {
            table.add("bin_at" + types, Kernels.strict(MathFunctions::binAt));
        }
    }

    /** Bins whose edges are whole widths away from a fixed point. */
    private static @Nullable Object binAt(@Nullable Object[] row) {
        if (row[0] instanceof Double value && row[1] instanceof Double width && row[2] instanceof Double at) {
            return width > 0 ? (Double) (at + Math.floor((value - at) / width) * width) : null;
        }
        if (row[0] instanceof BigDecimal value
                && row[1] instanceof BigDecimal width
                && row[2] instanceof BigDecimal at) {
            return width.signum() > 0
                    ? at.add(value.subtract(at)
                            .divide(width, 0, RoundingMode.FLOOR)
                            .multiply(width))
                    : null;
        }
        long width = ticks(row[1]);
        if (width <= 0) {
            return null;
        }
        long binned = ticks(row[0]) - Math.floorMod(ticks(row[0]) - ticks(row[2]), width);
        return switch (row[0]) {
            case Cell.Datetime time -> new Cell.Datetime(binned);
            case Cell.Timespan span -> new Cell.Timespan(binned);
            case null, default -> (Object) binned;
        };
    }

    private static long ticks(@Nullable Object value) {
        return Values.cast(value, ScalarType.LONG) instanceof Long ticks ? ticks : 0;
    }

    /** Null where the width is not above 0. */
    private static Kernel bin(Kernels.LongFunction function) {
        return (result, arguments, size) -> {
            long[] values = new long[size];
            boolean @Nullable [] nulls = Kernels.nulls(arguments, size);
            for (int i = 0; i < size; i++) {
                long width = arguments[1].bits(i);
                if (width > 0) {
                    values[i] = function.apply(arguments[0].bits(i), width);
                } else {
                    nulls = nulls == null ? new boolean[size] : nulls;
                    nulls[i] = true;
                }
            }
            return Vector.ofBits(result, values, nulls, size);
        };
    }

    private static @Nullable Object round(@Nullable Object[] row) {
        int digits = row.length > 1 && row[1] instanceof Long wanted ? Math.clamp(wanted, -300, 300) : 0;
        return switch (row[0]) {
            case Double value when Double.isFinite(value) -> rounded(value, digits);
            case Long value
            when digits < 0 -> rounded(BigDecimal.valueOf(value), digits).longValue();
            case BigDecimal value -> {
                BigDecimal rounded = rounded(value, digits);
                yield rounded.scale() < 0 ? rounded.setScale(0) : rounded;
            }
            case null, default -> row[0];
        };
    }

    /** Of the binary number, as Kusto does: 1.005, which is a little less than it looks, becomes 1.0 with two digits. */
    private static double rounded(double value, int digits) {
        double power = Math.pow(10, Math.abs(digits));
        double scaled = digits < 0 ? value / power : value * power;
        double size = Math.abs(scaled);
        if (size >= ALL_WHOLE) {
            return value;
        }
        double whole = Math.floor(size);
        double nearest = Math.copySign(size - whole >= 0.5 ? whole + 1 : whole, scaled);
        return (digits < 0 ? nearest * power : nearest / power) + 0.0;
    }

    private static BigDecimal rounded(BigDecimal value, int digits) {
        return value.setScale(digits, RoundingMode.HALF_UP);
    }

    private static void choices(FunctionTable table) {
        table.add("not(bool):bool", Kernels.bits((long value) -> value == 0 ? 1 : 0));
        for (ScalarType type : ScalarType.values()) {
            String label = type.label();
            for (String name : List.of("iff", "iif")) {
                table.add(name + "(bool," + label + "," + label + "):" + label, Kernels.lenient(MathFunctions::choose));
            }
            table.add("coalesce(" + label + "," + label + "...):" + label, Kernels.lenient(MathFunctions::firstKnown));
        }
        for (String label : List.of("int", "long", "real", "decimal", "datetime", "timespan", "string", "bool")) {
            table.add("max_of(" + label + "," + label + "...):" + label, Kernels.lenient(row -> extreme(row, 1)));
            table.add("min_of(" + label + "," + label + "...):" + label, Kernels.lenient(row -> extreme(row, -1)));
        }
    }

    private static @Nullable Object choose(@Nullable Object[] row) {
        return Boolean.TRUE.equals(row[0]) ? row[1] : row[2];
    }

    /** {@code case(condition, value, …, otherwise)}: the binder gives all values one type. */
    static @Nullable Object chooseFirst(@Nullable Object[] row) {
        for (int i = 0; i + 1 < row.length; i += 2) {
            if (Boolean.TRUE.equals(row[i])) {
                return row[i + 1];
            }
        }
        return row[row.length - 1];
    }

    private static @Nullable Object firstKnown(@Nullable Object[] row) {
        for (Object value : row) {
            if (value != null && !value.equals("")) {
                return value;
            }
        }
        return row[row.length - 1];
    }

    private static @Nullable Object extreme(@Nullable Object[] row, int sign) {
        Object best = null;
        for (Object value : row) {
            if (value != null && (best == null || Values.isMore(value, best, sign))) {
                best = value;
            }
        }
        return best;
    }
}
