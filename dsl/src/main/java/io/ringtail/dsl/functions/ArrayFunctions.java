package io.ringtail.dsl.functions;

import io.ringtail.dsl.value.Values;
import io.ringtail.ring.payload.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions that make arrays, or arrays of arrays. Each gives null of what is no array. */
final class ArrayFunctions {
    /** As many elements as Kusto lets {@code range} and {@code repeat} make. */
    private static final int MAX_ELEMENTS = 1 << 20;

    private ArrayFunctions() {}

    static void addTo(FunctionTable table) {
        table.add("array_length(dynamic):long", ofArray(row ->
                (long) elements(row).size()));
        table.add(
                "arraylength(dynamic):long", ofArray(row -> (long) elements(row).size()));
        table.add("array_concat(dynamic,dynamic...):dynamic", Kernels.lenient(ArrayFunctions::concatenate));
        table.add("array_index_of(dynamic,any,[long],[long],[long]):long", ofArray(ArrayFunctions::indexOf));
        table.add("array_reverse(dynamic):dynamic", ofArray(row -> elements(row).reversed()));
        table.add("array_slice(dynamic,long,long):dynamic", ofArray(ArrayFunctions::slice));
        table.add("array_split(dynamic,any):dynamic", ofArray(ArrayFunctions::split));
        table.add("array_rotate_left(dynamic,long):dynamic", ofArray(row -> rotate(row, -1)));
        table.add("array_rotate_right(dynamic,long):dynamic", ofArray(row -> rotate(row, 1)));
        table.add("array_shift_left(dynamic,long,[any]):dynamic", ofArray(row -> shift(row, -1)));
        table.add("array_shift_right(dynamic,long,[any]):dynamic", ofArray(row -> shift(row, 1)));
        table.add("array_sum(dynamic):real", ofArray(ArrayFunctions::sum));
        table.add("array_sort_asc(dynamic,any...):dynamic", ofArray(row -> sort(row, 1)));
        table.add("array_sort_desc(dynamic,any...):dynamic", ofArray(row -> sort(row, -1)));
        for (String name : List.of("array_iff", "array_iif")) {
            table.add(name + "(dynamic,any,any):dynamic", ofArray(ArrayFunctions::choose));
        }
        for (String name : List.of("strcat_array", "array_strcat")) {
            table.add(
                    name + "(dynamic,any):string",
                    Kernels.lenient(row -> row[0] instanceof List<?> list
                            ? String.join(
                                    Arguments.text(row[1]),
                                    list.stream().map(Arguments::text).toList())
                            : Arguments.text(row[0])));
        }
        table.add("zip(dynamic,dynamic...):dynamic", Kernels.lenient(ArrayFunctions::zip));
        table.add("pack_array(any...):dynamic", Kernels.lenient(row -> new ArrayList<>(Arrays.asList(row))));
        table.add("repeat(any,long):dynamic", Kernels.lenient(ArrayFunctions::repeat));
        ranges(table);
    }

    private static void ranges(FunctionTable table) {
        table.add("range(long,long,[long]):dynamic", Kernels.strict(ArrayFunctions::range));
        table.add("range(datetime,datetime,[timespan]):dynamic", Kernels.strict(ArrayFunctions::range));
        table.add("range(timespan,timespan,[timespan]):dynamic", Kernels.strict(ArrayFunctions::range));
        table.add("range(real,real,[real]):dynamic", Kernels.strict(ArrayFunctions::realRange));
    }

    /** Null where the first argument is no array. */
    private static io.ringtail.dsl.vector.Kernel ofArray(Kernels.RowFunction function) {
        return Kernels.lenient(row -> row[0] instanceof List<?> ? function.apply(row) : null);
    }

    private static List<@Nullable Object> elements(@Nullable Object[] row) {
        return Arguments.elements(row[0]);
    }

    private static @Nullable Object concatenate(@Nullable Object[] row) {
        List<@Nullable Object> all = new ArrayList<>();
        for (Object part : row) {
            all.addAll(Arguments.elements(part));
        }
        return all;
    }

    static int indexOf(List<?> list, @Nullable Object wanted) {
        for (int i = 0; i < list.size(); i++) {
            if (same(list.get(i), wanted)) {
                return i;
            }
        }
        return -1;
    }

    /** Equal as elements are: null equals null here. */
    static boolean same(@Nullable Object one, @Nullable Object other) {
        return one == null || other == null ? one == null && other == null : Values.areEqual(one, other);
    }

    private static @Nullable Object indexOf(@Nullable Object[] row) {
        List<@Nullable Object> list = elements(row);
        int start = Arguments.whole(row, 2, 0);
        int from = Math.clamp(start < 0 ? (long) list.size() + start : start, 0, list.size());
        int length = Arguments.whole(row, 3, -1);
        int end = length < 0 ? list.size() : (int) Math.min(list.size(), (long) from + length);
        int left = Arguments.whole(row, 4, 1);
        for (int i = from; i < end; i++) {
            left -= same(list.get(i), row[1]) ? 1 : 0;
            if (left == 0) {
                return (long) i;
            }
        }
        return -1L;
    }

    /** Both ends are in it; negative ones count from the end. */
    private static @Nullable Object slice(@Nullable Object[] row) {
        List<@Nullable Object> list = elements(row);
        long start = fromEnd(Arguments.whole(row[1]), list.size());
        long end = fromEnd(Arguments.whole(row[2]), list.size());
        int from = Math.clamp(start, 0, list.size());
        return new ArrayList<>(list.subList(from, Math.clamp(end + 1, from, list.size())));
    }

    private static long fromEnd(long index, int size) {
        return index < 0 ? size + index : index;
    }

    private static @Nullable Object split(@Nullable Object[] row) {
        List<@Nullable Object> list = elements(row);
        List<@Nullable Object> parts = new ArrayList<>();
        int from = 0;
        List<?> places = row[1] instanceof List<?> several ? several : Collections.singletonList(row[1]);
        for (Object place : places) {
            int at = Math.clamp(fromEnd(Arguments.whole(place), list.size()), from, list.size());
            parts.add(new ArrayList<>(list.subList(from, at)));
            from = at;
        }
        parts.add(new ArrayList<>(list.subList(from, list.size())));
        return parts;
    }

    private static @Nullable Object rotate(@Nullable Object[] row, int sign) {
        List<@Nullable Object> list = elements(row);
        Collections.rotate(list, list.isEmpty() ? 0 : sign * (Arguments.whole(row[1]) % list.size()));
        return list;
    }

    private static @Nullable Object shift(@Nullable Object[] row, int sign) {
        List<@Nullable Object> list = elements(row);
        Object filler = row.length > 2 ? row[2] : null;
        long by = (long) sign * Arguments.whole(row[1]);
        List<@Nullable Object> shifted = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            long from = i - by;
            shifted.add(from >= 0 && from < list.size() ? list.get((int) from) : filler);
        }
        return shifted;
    }

    private static @Nullable Object sum(@Nullable Object[] row) {
        double sum = 0;
        if (elements(row).isEmpty()) {
            return null;
        }
        for (Object element : elements(row)) {
            if (element != null && !(element instanceof Number)) {
                return null;
            }
            sum += element instanceof Number number ? number.doubleValue() : 0;
        }
        return sum;
    }

    /** The first array in order, those behind it in its order; a last bool says whether nulls stand at the end. */
    private static @Nullable Object sort(@Nullable Object[] row, int sign) {
        List<@Nullable Object> keys = elements(row);
        int arrays = row[row.length - 1] instanceof Boolean ? row.length - 1 : row.length;
        int nulls = arrays < row.length && Boolean.FALSE.equals(row[arrays]) ? -1 : 1;
        List<Integer> order = order(keys, sign, nulls);
        List<@Nullable Object> sorted = new ArrayList<>();
        for (int i = 0; i < arrays; i++) {
            List<@Nullable Object> list = Arguments.elements(row[i]);
            boolean fits = row[i] instanceof List<?> && list.size() == keys.size();
            sorted.add(fits ? new ArrayList<>(order.stream().map(list::get).toList()) : null);
        }
        return arrays == 1 ? sorted.getFirst() : sorted;
    }

    private static List<Integer> order(List<@Nullable Object> keys, int sign, int nulls) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing(keys::get, (one, other) -> {
            if (one == null || other == null) {
                return one == null && other == null ? 0 : one == null ? nulls : -nulls;
            }
            return sign * Values.compare(one, other);
        }));
        return order;
    }

    private static @Nullable Object choose(@Nullable Object[] row) {
        List<@Nullable Object> chosen = new ArrayList<>();
        List<@Nullable Object> conditions = elements(row);
        for (int i = 0; i < conditions.size(); i++) {
            Object condition = conditions.get(i);
            boolean known = condition instanceof Boolean || condition instanceof Number;
            boolean holds =
                    condition instanceof Number number ? number.doubleValue() != 0 : Boolean.TRUE.equals(condition);
            chosen.add(known ? at(row[holds ? 1 : 2], i) : null);
        }
        return chosen;
    }

    private static @Nullable Object at(@Nullable Object value, int index) {
        if (!(value instanceof List<?> list)) {
            return value;
        }
        return index < list.size() ? list.get(index) : null;
    }

    private static @Nullable Object zip(@Nullable Object[] row) {
        List<List<@Nullable Object>> arrays =
                Arrays.stream(row).map(Arguments::elements).toList();
        int size = arrays.stream().mapToInt(List::size).max().orElse(0);
        List<@Nullable Object> zipped = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            List<@Nullable Object> together = new ArrayList<>();
            for (List<@Nullable Object> array : arrays) {
                together.add(at(array, i));
            }
            zipped.add(together);
        }
        return zipped;
    }

    private static @Nullable Object repeat(@Nullable Object[] row) {
        int times = Arguments.whole(row[1]);
        return times < 0 || row[1] == null
                ? null
                : new ArrayList<>(Collections.nCopies(Math.min(times, MAX_ELEMENTS), row[0]));
    }

    private static @Nullable Object range(@Nullable Object[] row) {
        long start = ticks(row[0]);
        long stop = ticks(row[1]);
        long step = row.length > 2 ? ticks(row[2]) : row[0] instanceof Long ? 1 : 36_000_000_000L;
        List<@Nullable Object> values = new ArrayList<>();
        if (step == 0) {
            return null;
        }
        for (long value = start; (step > 0 ? value <= stop : value >= stop) && values.size() < MAX_ELEMENTS; ) {
            values.add(
                    row[0] instanceof Cell.Datetime
                            ? new Cell.Datetime(value)
                            : row[0] instanceof Cell.Timespan ? new Cell.Timespan(value) : (Object) value);
            long next = value + step;
            if (step > 0 != next > value) {
                break;
            }
            value = next;
        }
        return values;
    }

    private static long ticks(@Nullable Object value) {
        return switch (value) {
            case Cell.Datetime time -> time.ticks();
            case Cell.Timespan span -> span.ticks();
            case Long whole -> whole;
            case null, default -> 0;
        };
    }

    private static @Nullable Object realRange(@Nullable Object[] row) {
        double start = real(row[0]);
        double stop = real(row[1]);
        double step = row.length > 2 ? real(row[2]) : 1;
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; step != 0 && i < MAX_ELEMENTS; i++) {
            double value = start + i * step;
            if (!(step > 0 ? value <= stop : value >= stop)) {
                break;
            }
            values.add(value);
        }
        return step == 0 ? null : values;
    }

    private static double real(@Nullable Object value) {
        return value instanceof Double real ? real : Double.NaN;
    }
}
