package io.ringtail.dsl.functions;

import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Kernel;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.NamedNumber;
import io.ringtail.ring.payload.ScalarType;
import java.math.BigDecimal;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** What is written between its operands, as functions. */
final class Operators {
    private Operators() {}

    static void addTo(FunctionTable table) {
        for (Comparison comparison : Comparison.values()) {
            compare(table, comparison);
        }
        for (String operator : TextMatch.OPERATORS) {
            table.add(operator + "(string,string):bool", TextMatch.kernel(operator));
            String negated = operator.equals("=~") ? "!~" : "!" + operator;
            table.add(negated + "(string,string):bool", TextMatch.kernel(negated));
        }
        table.add("and(bool,bool):bool", Operators::and);
        table.add("or(bool,bool):bool", Operators::or);
        sums(table);
        products(table);
        quotients(table);
        table.add("negate(long):long", Kernels.bits((long value) -> -value));
        table.add("negate(real):real", Kernels.reals((double value) -> -value));
        table.add(
                "negate(decimal):decimal", Kernels.strict(row -> decimal(row[0]).negate()));
        table.add("negate(timespan):timespan", Kernels.bits((long value) -> -value));
    }

    private static void compare(FunctionTable table, Comparison comparison) {
        String symbol = comparison.symbol();
        table.add(symbol + "(long,long):bool", comparison.ofBits());
        table.add(symbol + "(real,real):bool", comparison.ofReals());
        table.add(symbol + "(decimal,decimal):bool", comparison.ofObjects());
        table.add(symbol + "(datetime,datetime):bool", comparison.ofBits());
        table.add(symbol + "(timespan,timespan):bool", comparison.ofBits());
        table.add(symbol + "(bool,bool):bool", comparison.ofBits());
        table.add(symbol + "(bool,long):bool", comparison.ofBits());
        table.add(symbol + "(long,bool):bool", comparison.ofBits());
        table.add(symbol + "(dynamic,any):bool", comparison.ofObjects());
        table.add(symbol + "(any,dynamic):bool", comparison.ofObjects());
        if (comparison == Comparison.EQUAL || comparison == Comparison.NOT_EQUAL) {
            table.add(symbol + "(string,string):bool", comparison.ofText());
            table.add(symbol + "(guid,guid):bool", comparison.ofObjects());
            table.add(symbol + "(guid,string):bool", comparison.ofObjects());
            table.add(symbol + "(string,guid):bool", comparison.ofObjects());
        }
    }

    private static void sums(FunctionTable table) {
        Kernel add = Kernels.bits(Long::sum);
        table.add("+(long,long):long", add);
        table.add("+(real,real):real", Kernels.reals(Double::sum));
        table.add("+(decimal,decimal):decimal", decimals(BigDecimal::add));
        table.add("+(timespan,timespan):timespan", add);
        Kernel later = moved(1);
        table.add("+(datetime,timespan):datetime", later);
        table.add("+(timespan,datetime):datetime", later);
        table.add("+(dynamic,dynamic):dynamic", dynamic('+'));
        Kernel subtract = Kernels.bits((left, right) -> left - right);
        table.add("-(long,long):long", subtract);
        table.add("-(real,real):real", Kernels.reals((left, right) -> left - right));
        table.add("-(decimal,decimal):decimal", decimals(BigDecimal::subtract));
        table.add("-(timespan,timespan):timespan", subtract);
        table.add("-(datetime,datetime):timespan", subtract);
        table.add("-(datetime,timespan):datetime", moved(-1));
        table.add("-(dynamic,dynamic):dynamic", dynamic('-'));
    }

    /** A time and a span, in either order; null where the time would leave the years 1 to 9999. */
    private static Kernel moved(int sign) {
        return (result, arguments, size) -> {
            long[] values = new long[size];
            boolean @Nullable [] nulls = Kernels.nulls(arguments, size);
            for (int i = 0; i < size; i++) {
                long one = arguments[0].bits(i);
                long other = sign * arguments[1].bits(i);
                values[i] = one + other;
                boolean overflows = ((one ^ values[i]) & (other ^ values[i])) < 0;
                if (overflows || values[i] < 0 || values[i] > Ticks.MAX) {
                    nulls = nulls == null ? new boolean[size] : nulls;
                    nulls[i] = true;
                }
            }
            return Vector.ofBits(result, values, nulls, size);
        };
    }

    private static void products(FunctionTable table) {
        Kernel multiply = Kernels.bits((left, right) -> left * right);
        table.add("*(long,long):long", multiply);
        table.add("*(real,real):real", Kernels.reals((left, right) -> left * right));
        table.add("*(decimal,decimal):decimal", decimals(BigDecimal::multiply));
        table.add("*(timespan,long):timespan", multiply);
        table.add("*(long,timespan):timespan", multiply);
        table.add("*(timespan,real):timespan", scaled(0, 1, false));
        table.add("*(real,timespan):timespan", scaled(1, 0, false));
        table.add("*(dynamic,dynamic):dynamic", dynamic('*'));
    }

    private static void quotients(FunctionTable table) {
        table.add("/(long,long):long", Kernels.divided((left, right) -> left / right));
        table.add("/(real,real):real", Kernels.reals((left, right) -> left / right));
        table.add("/(decimal,decimal):decimal", decimalQuotient(Values::divide));
        table.add("/(timespan,timespan):real", ratio());
        table.add("/(timespan,long):timespan", Kernels.divided((left, right) -> left / right));
        table.add("/(timespan,real):timespan", scaled(0, 1, true));
        table.add("/(dynamic,dynamic):dynamic", dynamic('/'));
        Kernel modulo = Kernels.divided(Operators::modulo);
        table.add("%(long,long):long", modulo);
        table.add("%(real,real):real", Kernels.reals(Operators::modulo));
        table.add(
                "%(decimal,decimal):decimal",
                decimalQuotient((left, right) -> {
                    BigDecimal rest = left.remainder(right);
                    return rest.signum() < 0 ? rest.add(right.abs()) : rest;
                }));
        table.add("%(timespan,timespan):timespan", modulo);
        table.add("%(timespan,long):timespan", modulo);
        table.add("%(datetime,timespan):timespan", modulo);
        table.add("%(dynamic,dynamic):dynamic", dynamic('%'));
    }

    /** Never negative, whatever the signs. */
    static long modulo(long left, long right) {
        long rest = left % right;
        return rest < 0 ? rest + Math.abs(right) : rest;
    }

    private static double modulo(double left, double right) {
        double rest = left % right;
        return rest < 0 ? rest + Math.abs(right) : rest;
    }

    /** What is no number of ticks is null, as the quotient by a whole zero is. */
    private static Kernel scaled(int span, int factor, boolean divide) {
        return (result, arguments, size) -> {
            long[] values = new long[size];
            boolean @Nullable [] nulls = Kernels.nulls(arguments, size);
            for (int i = 0; i < size; i++) {
                double number = arguments[factor].real(i);
                double ticks = arguments[span].bits(i);
                double scaled = divide ? ticks / number : ticks * number;
                values[i] = (long) scaled;
                if (!Double.isFinite(scaled)) {
                    nulls = nulls == null ? new boolean[size] : nulls;
                    nulls[i] = true;
                }
            }
            return Vector.ofBits(result, values, nulls, size);
        };
    }

    private static Kernel ratio() {
        return (result, arguments, size) -> {
            double[] values = new double[size];
            for (int i = 0; i < size; i++) {
                values[i] = (double) arguments[0].bits(i) / (double) arguments[1].bits(i);
            }
            return Vector.ofReals(values, Kernels.nulls(arguments, size), size);
        };
    }

    private static BigDecimal decimal(@Nullable Object value) {
        return value instanceof BigDecimal decimal ? decimal : BigDecimal.ZERO;
    }

    private static Kernel decimals(BinaryOperator<BigDecimal> operator) {
        return Kernels.strict(row -> operator.apply(decimal(row[0]), decimal(row[1])));
    }

    private static Kernel decimalQuotient(BinaryOperator<BigDecimal> operator) {
        return Kernels.strict(
                row -> decimal(row[1]).signum() == 0 ? null : operator.apply(decimal(row[0]), decimal(row[1])));
    }

    /** Arithmetic of two dynamic numbers: whole if both are, else real; null if one is no number. */
    private static Kernel dynamic(char operator) {
        return Kernels.strict(row -> {
            if (isWhole(row[0]) && isWhole(row[1]) && row[0] instanceof Number left && row[1] instanceof Number right) {
                return whole(operator, left.longValue(), right.longValue());
            }
            return row[0] instanceof Number left && row[1] instanceof Number right
                    ? (Object) real(operator, left.doubleValue(), right.doubleValue())
                    : null;
        });
    }

    private static boolean isWhole(@Nullable Object value) {
        return value instanceof Long || value instanceof NamedNumber;
    }

    private static @Nullable Object whole(char operator, long left, long right) {
        return switch (operator) {
            case '+' -> left + right;
            case '-' -> left - right;
            case '*' -> left * right;
            case '/' -> right == 0 ? null : (Object) (left / right);
            default -> right == 0 ? null : (Object) modulo(left, right);
        };
    }

    private static double real(char operator, double left, double right) {
        return switch (operator) {
            case '+' -> left + right;
            case '-' -> left - right;
            case '*' -> left * right;
            case '/' -> left / right;
            default -> modulo(left, right);
        };
    }

    /** False wins over null. */
    private static Vector and(ScalarType result, Vector[] arguments, int size) {
        return logic(arguments, size, 0);
    }

    /** True wins over null. */
    private static Vector or(ScalarType result, Vector[] arguments, int size) {
        return logic(arguments, size, 1);
    }

    private static Vector logic(Vector[] arguments, int size, int winner) {
        boolean[] nulls = Kernels.nulls(arguments, size);
        long[] values = new long[size];
        for (int i = 0; i < size; i++) {
            boolean wins = !arguments[0].isNull(i) && (arguments[0].bits(i) != 0) == (winner != 0)
                    || !arguments[1].isNull(i) && (arguments[1].bits(i) != 0) == (winner != 0);
            values[i] = wins ? winner : 1 - winner;
            if (wins && nulls != null) {
                nulls[i] = false;
            }
        }
        return Vector.ofBits(ScalarType.BOOL, values, nulls, size);
    }
}
