package io.ringtail.dsl.engine;

import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code mv-expand}: a row for each element of an array or object. Several are gone through side by side; where one has no
 * more elements its column is null. Null is one element, an empty array none.
 *
 * @param index where the number of the element stands, from 0
 * @param pairs that members of objects become {@code [name, value]}, and not objects of one member
 * @param limit how many rows one row becomes at most
 */
public record Expand(List<Item> items, Optional<Integer> index, boolean pairs, long limit) implements Operator {
    /** What is gone through, as what its elements are read, and where they stand. */
    public record Item(Expr value, ScalarType type, int slot) {
        public @Nullable Object read(List<@Nullable Object> elements, int place) {
            return place < elements.size() ? conforming(elements.get(place), type) : conforming(null, type);
        }
    }

    public Expand {
        items = List.copyOf(items);
    }

    @Override
    public Set<Integer> reads() {
        Set<Integer> slots = new HashSet<>();
        items.forEach(item -> item.value.collectSlots(slots));
        return slots;
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public Stage start(Stage next, Set<Integer> needed, RunContext context) {
        List<Integer> own = new ArrayList<>(items.stream().map(Item::slot).toList());
        index.ifPresent(own::add);
        NewRows rows = new NewRows(needed, own, next, context);
        return new PassingStage(next) {
            @Override
            public void accept(Batch batch) {
                List<Vector> values =
                        items.stream().map(item -> item.value.evaluate(batch)).toList();
                for (int row = 0; row < batch.size() && !next.isDone(); row++) {
                    expand(batch, row, values, rows);
                }
                rows.pass();
            }
        };
    }

    private void expand(Batch batch, int row, List<Vector> values, NewRows rows) {
        List<List<@Nullable Object>> elements = new ArrayList<>();
        values.forEach(vector -> elements.add(elements(vector.value(row), pairs)));
        int count = count(elements);
        for (int place = 0; place < count; place++) {
            @Nullable Object[] own = new @Nullable Object[items.size() + (index.isPresent() ? 1 : 0)];
            own[own.length - 1] = (long) place;
            for (int i = 0; i < items.size(); i++) {
                own[i] = items.get(i).read(elements.get(i), place);
            }
            rows.add(batch, row, own);
        }
    }

    int count(List<List<@Nullable Object>> elements) {
        int most = elements.stream().mapToInt(List::size).max().orElse(0);
        return (int) Math.min(most, limit);
    }

    /** What a value is expanded into; a value without parts is the only one. */
    static List<@Nullable Object> elements(@Nullable Object value, boolean pairs) {
        List<@Nullable Object> elements = new ArrayList<>();
        switch (value) {
            case List<?> list -> elements.addAll(list);
            case Map<?, ?> bag -> bag.forEach((name, member) -> elements.add(part(name, member, pairs)));
            case null, default -> elements.add(value);
        }
        return elements;
    }

    private static Object part(Object name, @Nullable Object member, boolean pairs) {
        if (!pairs) {
            Map<Object, @Nullable Object> one = new LinkedHashMap<>();
            one.put(name, member);
            return one;
        }
        List<@Nullable Object> pair = new ArrayList<>();
        pair.add(name);
        pair.add(member);
        return pair;
    }

    /** As the type, if that is but a cast: text is not read as a number, as Kusto does not either. */
    private static @Nullable Object conforming(@Nullable Object value, ScalarType type) {
        boolean fits = switch (type) {
            case DYNAMIC, STRING -> true;
            case BOOL -> value instanceof Boolean || value instanceof Long;
            case INT, LONG, REAL, DECIMAL -> value instanceof Number;
            case DATETIME -> value instanceof String || value instanceof Cell.Datetime;
            case TIMESPAN -> value instanceof String || value instanceof Cell.Timespan;
            case GUID -> value instanceof String || value instanceof UUID;
        };
        return fits ? Values.cast(value, type) : null;
    }
}
