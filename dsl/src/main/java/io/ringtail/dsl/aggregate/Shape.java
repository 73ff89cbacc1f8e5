package io.ringtail.dsl.aggregate;

import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.Cell;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code buildschema}: the least schema that admits all the dynamic values, in Kusto's own notation. */
final class Shape implements PerGroup.State<Shape> {
    private static final String ELEMENTS = "`indexer`";

    private final KeptBytes kept;
    private final Set<String> types = new LinkedHashSet<>();
    private final Map<String, Shape> members = new LinkedHashMap<>();
    private boolean container;

    Shape(KeptBytes kept) {
        this.kept = kept;
    }

    @Override
    public void add(Vector value, int row) {
        admit(value.value(row));
    }

    private void admit(@Nullable Object value) {
        switch (value) {
            case null -> {}
            case Map<?, ?> bag -> {
                container = true;
                bag.forEach((key, member) -> member(String.valueOf(key)).admit(member));
            }
            case List<?> list -> {
                Shape elements = member(ELEMENTS);
                list.forEach(elements::admit);
            }
            default -> type(typeOf(value));
        }
    }

    private static String typeOf(Object value) {
        return switch (value) {
            case Double real -> "double";
            case BigDecimal decimal -> "decimal";
            case Number number -> "long";
            case Boolean bool -> "bool";
            case Cell.Datetime time -> "datetime";
            case Cell.Timespan span -> "timespan";
            case UUID guid -> "guid";
            default -> "string";
        };
    }

    private void type(String name) {
        if (types.add(name)) {
            kept.addValue(name);
        }
    }

    private Shape member(String name) {
        container = true;
        return members.computeIfAbsent(name, key -> {
            kept.addValue(key);
            return new Shape(kept);
        });
    }

    @Override
    public void merge(Shape later) {
        later.types.forEach(this::type);
        container |= later.container;
        later.members.forEach((name, member) -> member(name).merge(member));
    }

    /** One way as itself, several as an array, none as an empty one. */
    @Override
    public Object result() {
        List<Object> ways = new ArrayList<>(types);
        if (container) {
            Map<String, Object> schema = new LinkedHashMap<>();
            members.forEach((name, member) -> schema.put(name, member.result()));
            ways.add(schema);
        }
        return ways.size() == 1 ? ways.getFirst() : ways;
    }
}
