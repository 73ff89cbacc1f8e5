package io.ringtail.etw.decode;

import io.ringtail.etw.schema.Extent;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Elements one behind the other, as a list. Of an array that the payload cuts, the elements that fit are read. */
record ArrayNode(Node element, Extent count) implements Node {
    @Override
    public String name() {
        return element.name();
    }

    @Override
    public ScalarType type() {
        return ScalarType.DYNAMIC;
    }

    @Override
    public int width() {
        if (element.width() == VARIABLE || element.isRemembered() || !(count instanceof Extent.Fixed(int number))) {
            return VARIABLE;
        }
        return Length.bytes(number, element.width());
    }

    @Override
    public void skip(Walk walk) {
        int number = number(walk);
        if (element.width() > 0 && !element.isRemembered()) {
            walk.take(Length.bytes(number, element.width()), name());
            return;
        }
        for (int i = 0; hasMore(walk, i, number); i++) {
            element.skip(walk);
        }
    }

    @Override
    public void read(Walk walk, Cell into) {
        Object value = value(walk);
        into.setObject(value);
    }

    @Override
    public List<Object> value(Walk walk) {
        int number = number(walk);
        int start = walk.at;
        List<Object> values = new ArrayList<>(Math.min(number, walk.remaining() + 1));
        for (int i = 0; hasMore(walk, i, number); i++) {
            @Nullable Object value = element.value(walk);
            if (value != null) {
                values.add(value);
            }
        }
        if (element instanceof NumberNode && element.width() <= Short.BYTES) {
            walk.foundBytes(name(), start); // characters, for all that the schema says
        }
        return values;
    }

    private boolean hasMore(Walk walk, int i, int number) {
        boolean more = count instanceof Extent.Rest ? walk.remaining() > 0 && i < number : i < number;
        return more && walk.mayReadMore(name());
    }

    /** Never negative; an array to the payload's end takes as many as there is room for, and stops there. */
    private int number(Walk walk) {
        int unit = element.width() > 0 ? element.width() : 1;
        return Math.max(Length.of(count, walk, unit, 1, name()), 0);
    }
}
