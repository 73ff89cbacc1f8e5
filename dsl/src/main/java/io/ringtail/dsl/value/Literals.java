package io.ringtail.dsl.value;

import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of types, and what may stand in {@code type(…)}. */
public final class Literals {
    private static final Map<String, ScalarType> NAMES = Map.ofEntries(
            Map.entry("bool", ScalarType.BOOL),
            Map.entry("boolean", ScalarType.BOOL),
            Map.entry("int", ScalarType.INT),
            Map.entry("int32", ScalarType.INT),
            Map.entry("long", ScalarType.LONG),
            Map.entry("int64", ScalarType.LONG),
            Map.entry("real", ScalarType.REAL),
            Map.entry("double", ScalarType.REAL),
            Map.entry("decimal", ScalarType.DECIMAL),
            Map.entry("string", ScalarType.STRING),
            Map.entry("datetime", ScalarType.DATETIME),
            Map.entry("date", ScalarType.DATETIME),
            Map.entry("timespan", ScalarType.TIMESPAN),
            Map.entry("time", ScalarType.TIMESPAN),
            Map.entry("guid", ScalarType.GUID),
            Map.entry("uuid", ScalarType.GUID),
            Map.entry("uniqueid", ScalarType.GUID),
            Map.entry("dynamic", ScalarType.DYNAMIC));

    private static final Pattern GUID = Pattern.compile(
            "([0-9a-fA-F]{8})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{12})");

    private Literals() {}

    /** What a text was read as. */
    public record Parsed(@Nullable Object value) {}

    public static Optional<ScalarType> typeNamed(String name) {
        return Optional.ofNullable(NAMES.get(name));
    }

    /** The type whose literals are written {@code name(…)}; strings are written in quotes only. */
    public static Optional<ScalarType> typeOfLiteral(String name) {
        return typeNamed(name).filter(type -> type != ScalarType.STRING);
    }

    /** Reads text as a value of the type; empty if it is none. {@code null} is the type's null. */
    public static Optional<Parsed> parse(ScalarType type, String text) {
        if (text.equals("null") || text.isEmpty() && type != ScalarType.STRING) {
            return Optional.of(new Parsed(type == ScalarType.STRING ? "" : null));
        }
        Object value = switch (type) {
            case BOOL -> bool(text);
            case INT -> whole(text, true);
            case LONG -> whole(text, false);
            case REAL -> real(text);
            case DECIMAL -> decimal(text);
            case STRING -> text;
            case DATETIME ->
                Datetimes.parse(unquoted(text)).map(Cell.Datetime::new).orElse(null);
            case TIMESPAN ->
                Timespans.parse(unquoted(text)).map(Cell.Timespan::new).orElse(null);
            case GUID -> guid(unquoted(text)).orElse(null);
            case DYNAMIC -> {
                Optional<Parsed> json = Json.parse(text);
                // A literal of a span may stand in it bare, as its ticks: dynamic(1d).
                yield json.isPresent() ? json.get() : Timespans.parse(text).orElse(null);
            }
        };
        if (value instanceof Parsed parsed) {
            return Optional.of(parsed);
        }
        return value == null ? Optional.empty() : Optional.of(new Parsed(value));
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(text.length() - 1) == text.charAt(0);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static @Nullable Boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> null;
        };
    }

    private static @Nullable Long whole(String text, boolean narrow) {
        try {
            boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
            long value = hexadecimal ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
            return narrow && value != (int) value ? null : (Long) value;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** A real number as people and Kusto write it. */
    static @Nullable Double real(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> (Double) Double.NaN;
            case "+inf", "inf", "infinity" -> (Double) Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> (Double) Double.NEGATIVE_INFINITY;
            default -> {
                BigDecimal decimal = decimal(text);
                double size = decimal == null ? Double.NaN : decimal.abs().doubleValue();
                yield decimal == null ? null : (Double) (text.startsWith("-") ? -size : size);
            }
        };
    }

    static @Nullable BigDecimal decimal(String text) {
        try {
            // A longer exponent would make printing the number take for ever.
            BigDecimal value = new BigDecimal(text);
            return Math.abs((long) value.scale()) > 400 ? null : value;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    public static Optional<UUID> guid(String text) {
        String bare = text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : text;
        Matcher parts = GUID.matcher(bare);
        return parts.matches()
                ? Optional.of(UUID.fromString(String.join(
                        "-", parts.group(1), parts.group(2), parts.group(3), parts.group(4), parts.group(5))))
                : Optional.empty();
    }
}
