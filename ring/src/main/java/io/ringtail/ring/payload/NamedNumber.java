package io.ringtail.ring.payload;

import java.util.Objects;

/**
 * A number that a schema has a name for: the value of an enumeration, or bits of a mask. It is shown as its name, and
 * computed with as the number. Stands in dynamic values alone. Equal to another of the same number and name.
 */
public final class NamedNumber extends Number {
    private static final long serialVersionUID = 1;

    private final long value;
    private final String name;

    public NamedNumber(long value, String name) {
        this.value = value;
        this.name = Objects.requireNonNull(name);
    }

    public String name() {
        return name;
    }

    @Override
    public long longValue() {
        return value;
    }

    @Override
    public int intValue() {
        return (int) value;
    }

    @Override
    public float floatValue() {
        return value;
    }

    @Override
    public double doubleValue() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NamedNumber number && number.value == value && number.name.equals(name);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(value);
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
