package io.ringtail.ring.payload;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes one field's value out of a reader without boxing. Reused from event to event; what {@link #bits} or
 * {@link #object} mean, the field's {@link ScalarType} says.
 *
 * <table>
 * <caption>Where a value stands</caption>
 * <tr><td>BOOL, INT, LONG, DATETIME, TIMESPAN<td>{@code bits}</tr>
 * <tr><td>REAL<td>{@code bits}, as {@link Double#doubleToRawLongBits}</tr>
 * <tr><td>STRING, DECIMAL, GUID<td>{@code object}: {@link String}, {@link BigDecimal}, {@link UUID}</tr>
 * <tr><td>DYNAMIC<td>{@code object}: {@link Boolean}, {@link Long}, {@link Double}, {@link BigDecimal},
 *     {@link NamedNumber}, {@link String}, {@link UUID}, {@link Datetime}, {@link Timespan}, {@link List} or
 *     {@link Map} of such</tr>
 * </table>
 */
public final class Cell {
    /** A time inside a dynamic value, in {@link io.ringtail.ring.event.Ticks}. */
    public record Datetime(long ticks) {}

    /** A time span inside a dynamic value, in 100 ns ticks. */
    public record Timespan(long ticks) {}

    private boolean isNull = true;
    private long bits;
    private @Nullable Object object;

    public void setNull() {
        isNull = true;
        object = null;
    }

    public void setBits(long newBits) {
        isNull = false;
        bits = newBits;
        object = null;
    }

    public void setReal(double value) {
        setBits(Double.doubleToRawLongBits(value));
    }

    public void setObject(Object value) {
        isNull = false;
        object = value;
    }

    public boolean isNull() {
        return isNull;
    }

    public long bits() {
        return bits;
    }

    public double real() {
        return Double.longBitsToDouble(bits);
    }

    /** The value as an object, as it stands in a dynamic one; null if it is null. */
    public @Nullable Object value(ScalarType type) {
        if (isNull) {
            return null;
        }
        return switch (type) {
            case BOOL -> bits != 0;
            case INT, LONG -> bits;
            case REAL -> real();
            case DATETIME -> new Datetime(bits);
            case TIMESPAN -> new Timespan(bits);
            case STRING, DECIMAL, GUID, DYNAMIC -> object;
        };
    }

    /** Null where the value stands in {@link #bits} or is null itself. */
    public @Nullable Object object() {
        return object;
    }
}
