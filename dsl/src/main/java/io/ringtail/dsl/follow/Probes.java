package io.ringtail.dsl.follow;

import io.ringtail.dsl.engine.LongIds;
import io.ringtail.dsl.engine.ScanColumn;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takers whose queries all compare one column with a value each: which of them a row can concern is found by one look at
 * the column, however many they are. <b>Threads:</b> one.
 *
 * @param <T> who takes rows, by a query of its own
 */
public final class Probes<T> {
    private final ScanColumn column;
    private final Fed reader;
    /** Of texts. */
    private final Map<String, List<T>> byText = new HashMap<>();
    /** Of numbers; a number's id is its place in the other. */
    private final LongIds numbers = new LongIds();

    private final List<List<T>> byNumber = new ArrayList<>();

    /** Takes a row that may concern a taker. */
    public interface Match<T> {
        void take(T taker, int row);
    }

    private Probes(ScanColumn column, Fed reader) {
        this.column = column;
        this.reader = reader;
    }

    /**
     * Puts takers together that ask the same column.
     *
     * @param least fewer than so many are left alone
     * @param alone gets those that no others go with
     */
    public static <T> List<Probes<T>> of(
            Collection<T> takers, Function<T, Fed> query, int least, Collection<? super T> alone) {
        Map<ScanColumn, List<T>> byColumn = new LinkedHashMap<>();
        for (T taker : takers) {
            Optional<Probe> probe = query.apply(taker).probe();
            if (probe.isPresent()) {
                byColumn.computeIfAbsent(probe.get().column(), c -> new ArrayList<>())
                        .add(taker);
            } else {
                alone.add(taker);
            }
        }
        List<Probes<T>> all = new ArrayList<>();
        byColumn.forEach((column, some) -> {
            if (some.size() < least) {
                alone.addAll(some);
            } else {
                Probes<T> probes = new Probes<>(column, query.apply(some.getFirst()));
                some.forEach(taker ->
                        probes.add(query.apply(taker).probe().orElseThrow().value(), taker));
                all.add(probes);
            }
        });
        return all;
    }

    private void add(Object value, T taker) {
        if (value instanceof Long number) {
            int id = numbers.idOf(number);
            if (id == byNumber.size()) {
                byNumber.add(new ArrayList<>());
            }
            byNumber.get(id).add(taker);
        } else {
            byText.computeIfAbsent((String) value, v -> new ArrayList<>()).add(taker);
        }
    }

    /** Finds for each of these rows of a block the takers that it may concern. */
    public void match(Block block, int[] rows, int count, Match<? super T> match) {
        Vector values = reader.values(column, block, rows, count);
        if (column.type() == ScalarType.STRING) {
            matchTexts(values, rows, count, match);
        } else {
            matchNumbers(values, rows, count, match);
        }
    }

    private void matchNumbers(Vector values, int[] rows, int count, Match<? super T> match) {
        for (int i = 0; i < count; i++) {
            int id = numbers.find(values.bits(i));
            if (id >= 0 && !values.isNull(i)) {
                give(byNumber.get(id), rows[i], match);
            }
        }
    }

    private void matchTexts(Vector values, int[] rows, int count, Match<? super T> match) {
        for (int i = 0; i < count; i++) {
            give(byText.getOrDefault(values.text(i), List.of()), rows[i], match);
        }
    }

    private static <T> void give(List<? extends T> takers, int row, Match<T> match) {
        for (int i = 0; i < takers.size(); i++) {
            match.take(takers.get(i), row);
        }
    }
}
