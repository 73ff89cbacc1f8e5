package io.ringtail.dsl.value;

import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.NamedNumber;
import io.ringtail.ring.payload.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values one at a time: {@link Boolean} for bool, {@link Long} for int and long, {@link Double} for real,
 * {@link BigDecimal}, {@link String}, {@link Cell.Datetime}, {@link Cell.Timespan}, {@link UUID}, and for dynamic any of
 * these, a {@link NamedNumber}, or a {@link List} or {@link Map} of them. Null is null, except that a string is never null but empty.
 */
public final class Values {
    private Values() {}

    /** What {@code tostring} gives; null gives the empty string. */
    public static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case String string -> string;
            case Double real -> realText(real);
            case BigDecimal decimal -> decimalText(decimal);
            case Cell.Datetime time -> Ticks.iso(time.ticks());
            case Cell.Timespan span -> Timespans.format(span.ticks());
            case List<?> list -> Json.format(list);
            case Map<?, ?> map -> Json.format(map);
            default -> value.toString();
        };
    }

    /** The shortest digits that read back as the same number, always with a point or an exponent, as .NET writes it. */
    public static String realText(double value) {
        if (!Double.isFinite(value) || value == 0) {
            return Double.toString(value);
        }
        // The least number of all has one digit, where Java writes two.
        String shortest = Math.abs(value) == Double.MIN_VALUE ? "5E-324" : Double.toString(Math.abs(value));
        BigDecimal digits = new BigDecimal(shortest).stripTrailingZeros();
        digits = value < 0 ? digits.negate() : digits;
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent > -5 && exponent < 15) {
            String plain = digits.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String all = digits.unscaledValue().abs().toString();
        String mantissa = all.length() == 1 ? all : all.charAt(0) + "." + all.substring(1);
        String size = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : String.valueOf(Math.abs(exponent));
        return (value < 0 ? "-" : "") + mantissa + (exponent < 0 ? "E-" : "E+") + size;
    }

    public static String decimalText(BigDecimal value) {
        return value.toPlainString();
    }

    /** Casts to a type as the {@code to…} functions do; null if it cannot be done. */
    public static @Nullable Object cast(@Nullable Object value, ScalarType type) {
        if (type == ScalarType.STRING) {
            return text(value);
        }
        if (value == null || type == ScalarType.DYNAMIC) {
            return value;
        }
        return switch (type) {
            case BOOL -> bool(value);
            case INT -> narrow(value);
            case LONG -> whole(value);
            case REAL -> real(value);
            case DECIMAL -> decimal(value);
            case DATETIME -> datetime(value);
            case TIMESPAN -> timespan(value);
            case GUID -> value instanceof UUID ? value : value instanceof String text ? parsed(type, text) : null;
            case STRING, DYNAMIC -> value;
        };
    }

    private static @Nullable Object parsed(ScalarType type, String text) {
        Optional<Literals.Parsed> parsed = Literals.parse(type, text.strip());
        return parsed.isPresent() ? parsed.get().value() : null;
    }

    private static @Nullable Object bool(Object value) {
        return switch (value) {
            case Boolean bool -> bool;
            case Number number -> number.doubleValue() != 0;
            case String text -> boolOf(text);
            default -> null;
        };
    }

    /** Its name, or a whole number. */
    private static @Nullable Boolean boolOf(String text) {
        String bare = text.strip();
        if (bare.equalsIgnoreCase("true") || bare.equalsIgnoreCase("false")) {
            return bare.equalsIgnoreCase("true");
        }
        Long whole = wholeOf(bare);
        return whole == null ? null : (Boolean) (whole != 0);
    }

    /** Texts and decimals fit or are null; all else loses its upper bits, and reals end at the ends of the type. */
    private static @Nullable Long narrow(Object value) {
        if (value instanceof Double real) {
            return Double.isFinite(real) ? (Long) (long) real.intValue() : null;
        }
        Long whole = whole(value);
        boolean fits = whole != null && whole == whole.intValue();
        return whole == null || !fits && (value instanceof String || value instanceof BigDecimal)
                ? null
                : (Long) (long) whole.intValue();
    }

    private static @Nullable Long whole(Object value) {
        return switch (value) {
            case Long whole -> whole;
            case NamedNumber number -> number.longValue();
            case Boolean bool -> bool ? 1L : 0L;
            case Double real -> Double.isFinite(real) ? (Long) real.longValue() : null; // ends at the type's ends
            case BigDecimal decimal -> narrowed(decimal.toBigInteger());
            case String text -> wholeOf(text.strip());
            case Cell.Datetime time -> time.ticks();
            case Cell.Timespan span -> span.ticks();
            default -> null;
        };
    }

    private static @Nullable Long wholeOf(String text) {
        return parsed(ScalarType.LONG, text) instanceof Long whole ? whole : null;
    }

    private static @Nullable Long narrowed(BigInteger whole) {
        return whole.bitLength() < Long.SIZE ? (Long) whole.longValue() : null;
    }

    private static @Nullable Double real(Object value) {
        return switch (value) {
            case Number number -> number.doubleValue();
            case Boolean bool -> bool ? 1.0 : 0.0;
            case String text -> realOf(text.strip());
            case Cell.Datetime time -> (double) time.ticks();
            case Cell.Timespan span -> (double) span.ticks();
            default -> null;
        };
    }

    private static @Nullable Double realOf(String text) {
        return switch (text) {
            case "INF", "+INF", "-INF" -> null;
            case "+Infinity" -> (Double) Double.POSITIVE_INFINITY;
            default -> Literals.real(text);
        };
    }

    public static @Nullable BigDecimal decimal(Object value) {
        return switch (value) {
            case BigDecimal decimal -> decimal;
            case Long whole -> BigDecimal.valueOf(whole);
            case NamedNumber number -> BigDecimal.valueOf(number.longValue());
            case Double real -> Double.isFinite(real) ? decimalOf(real) : null;
            case Boolean bool -> bool ? BigDecimal.ONE : BigDecimal.ZERO;
            case String text -> Literals.decimal(text.strip());
            default -> null;
        };
    }

    /** The shortest digits that read back as the same number, without zeros behind them. */
    private static BigDecimal decimalOf(double real) {
        BigDecimal decimal = new BigDecimal(Double.toString(real)).stripTrailingZeros();
        return decimal.scale() < 0 ? decimal.setScale(0) : decimal;
    }

    private static @Nullable Object datetime(Object value) {
        return switch (value) {
            case Cell.Datetime time -> time;
            case Long ticks -> new Cell.Datetime(ticks);
            case Double ticks -> ticks >= 0 && ticks <= Ticks.MAX ? new Cell.Datetime(ticks.longValue()) : null;
            case String text -> Datetimes.parse(text).map(Cell.Datetime::new).orElse(null);
            default -> null;
        };
    }

    private static @Nullable Object timespan(Object value) {
        return switch (value) {
            case Cell.Timespan span -> span;
            case Long ticks -> new Cell.Timespan(ticks);
            case String text -> Timespans.parse(text).map(Cell.Timespan::new).orElse(null);
            default -> null;
        };
    }

    /** Whether two values that are not null are equal; numbers of all types compare by value, named ones by name too. */
    public static boolean areEqual(Object left, Object right) {
        if (left instanceof Number one && right instanceof Number other) {
            return compareNumbers(one, other) == 0;
        }
        if (left instanceof NamedNumber number && right instanceof String text) {
            return number.name().equals(text);
        }
        if (left instanceof String && right instanceof NamedNumber) {
            return areEqual(right, left);
        }
        if (left instanceof UUID guid && right instanceof String text) {
            return Literals.guid(text).filter(guid::equals).isPresent();
        }
        if (right instanceof UUID && left instanceof String) {
            return areEqual(right, left);
        }
        return left.equals(right);
    }

    /** A total order: numbers by value, each other type in its own order, types among each other in a fixed one. */
    public static int compare(Object left, Object right) {
        if (left instanceof Number one && right instanceof Number other) {
            return compareNumbers(one, other);
        }
        if (rank(left) != rank(right)) {
            return Integer.compare(rank(left), rank(right));
        }
        return switch (left) {
            case Boolean bool -> Boolean.compare(bool, (Boolean) right);
            case Cell.Datetime time -> Long.compare(time.ticks(), ((Cell.Datetime) right).ticks());
            case Cell.Timespan span -> Long.compare(span.ticks(), ((Cell.Timespan) right).ticks());
            default -> text(left).compareTo(text(right));
        };
    }

    /** Whether a value is the one to keep of the greatest (sign 1) or the least (-1); NaN is both, as in Kusto. */
    public static boolean isMore(Object value, Object best, int sign) {
        if (best instanceof Double real && real.isNaN()) {
            return false;
        }
        return value instanceof Double real && real.isNaN() || sign * compare(value, best) > 0;
    }

    private static int rank(Object value) {
        return switch (value) {
            case Boolean b -> 0;
            case Number n -> 1;
            case Cell.Timespan t -> 2;
            case Cell.Datetime d -> 3;
            case UUID u -> 4;
            case String s -> 5;
            default -> 6;
        };
    }

    private static int compareNumbers(Number left, Number right) {
        if (left instanceof Long one && right instanceof Long other) {
            return Long.compare(one, other);
        }
        if (left instanceof Double || right instanceof Double) {
            return Double.compare(left.doubleValue() + 0.0, right.doubleValue() + 0.0);
        }
        return toDecimal(left).compareTo(toDecimal(right));
    }

    private static BigDecimal toDecimal(Number number) {
        return number instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(number.longValue());
    }

    /** Division of decimals as .NET does it: 28 significant digits, no trailing zeros. */
    public static BigDecimal divide(BigDecimal left, BigDecimal right) {
        BigDecimal quotient = left.divide(right, new java.math.MathContext(28, RoundingMode.HALF_EVEN));
        BigDecimal stripped = quotient.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
