package io.ringtail.etw.decode;

import io.ringtail.etw.schema.ValueMap;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.NamedNumber;
import io.ringtail.ring.payload.ScalarType;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A whole number whose values, or bits, have names: a {@link NamedNumber}, or the plain number where it has none.
 *
 * @param known the values that were met, each made once
 */
record MapNode(NumberNode number, ValueMap map, Map<Long, Object> known) implements Node {
    /** Masks can have any number of different values. */
    private static final int MOST_KNOWN = 1024;

    /** What was met is no part of it. */
    @Override
    public boolean equals(Object other) {
        return other instanceof MapNode node && number.equals(node.number) && map.equals(node.map);
    }

    @Override
    public int hashCode() {
        return Objects.hash(number, map);
    }

    static Node of(NumberNode number, ValueMap map) {
        return switch (number.kind()) {
            case INTEGER, UNSIGNED64 -> new MapNode(number, map, new ConcurrentHashMap<>());
            case BIG_ENDIAN, BOOLEAN, FLOAT, DOUBLE, FILETIME, IPV4 -> number;
        };
    }

    @Override
    public String name() {
        return number.name();
    }

    @Override
    public ScalarType type() {
        return ScalarType.DYNAMIC;
    }

    @Override
    public int width() {
        return number.width();
    }

    @Override
    public boolean isRemembered() {
        return number.isRemembered();
    }

    @Override
    public void skip(Walk walk) {
        number.skip(walk);
    }

    @Override
    public void read(Walk walk, Cell into) {
        int at = walk.at;
        number.skip(walk);
        if (walk.failed()) {
            into.setNull();
        } else {
            into.setObject(named(number.load(walk.event, at)));
        }
    }

    private Object named(long value) {
        Object met = known.get(value);
        if (met == null) {
            met = make(value);
            if (known.size() < MOST_KNOWN) {
                known.put(value, met);
            }
        }
        return met;
    }

    /** Maps write negative values in either way. */
    private Object make(long value) {
        long unsigned = number.width() < Long.BYTES ? value & (1L << Byte.SIZE * number.width()) - 1 : value;
        Optional<String> name =
                map.ofBits() ? map.find(unsigned) : map.find(value).or(() -> map.find(unsigned));
        if (name.isPresent()) {
            return new NamedNumber(value, name.get());
        }
        return number.kind() == NumberNode.Kind.UNSIGNED64 ? Node.unsigned(value) : (Object) value;
    }
}
