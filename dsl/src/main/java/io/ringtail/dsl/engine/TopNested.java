package io.ringtail.dsl.engine;

import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.dsl.vector.VectorBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code top-nested}: the best values of a column, within each of them those of another, and so on. Keeps what it reads of
 * all rows. Values come best first, what stands for all others after them.
 */
public record TopNested(List<Level> levels) implements Operator {
    /**
     * A level.
     *
     * @param most how many values; all if it is greater than there are
     * @param summary groups rows by the column and aggregates them
     * @param key where the summary has the value
     * @param rank where it has what the values are ordered by
     * @param others what the rest is called; empty if it is left out
     * @param keySlot where the value stands in the result
     * @param rankSlot where what it was ordered by stands in the result
     */
    public record Level(
            long most,
            Summarize summary,
            int key,
            int rank,
            boolean ascending,
            Optional<Object> others,
            int keySlot,
            int rankSlot) {}

    public TopNested {
        levels = List.copyOf(levels);
    }

    @Override
    public Set<Integer> reads() {
        Set<Integer> slots = new HashSet<>();
        levels.forEach(level -> slots.addAll(level.summary.reads()));
        return slots;
    }

    @Override
    public Stage start(Stage next, Set<Integer> needed, RunContext context) {
        List<Integer> own = new ArrayList<>();
        levels.forEach(level -> own.addAll(List.of(level.keySlot, level.rankSlot)));
        return new Nesting(levels, List.copyOf(reads()), next, new NewRows(Set.of(), own, next, context), context);
    }

    /** A value of a level with what it is ordered by. */
    private record Ranked(@Nullable Object key, @Nullable Object rank) {}

    private static final class Nesting implements Stage {
        private final List<Level> levels;
        private final List<Integer> slots;
        private final Stage next;
        private final NewRows rows;
        private final RunContext context;
        private final List<VectorBuilder> kept = new ArrayList<>();
        private int size;

        Nesting(List<Level> levels, List<Integer> slots, Stage next, NewRows rows, RunContext context) {
            this.levels = levels;
            this.slots = slots;
            this.next = next;
            this.rows = rows;
            this.context = context;
            slots.forEach(slot -> kept.add(new VectorBuilder(context.types().get(slot), 0)));
        }

        @Override
        public void accept(Batch batch) {
            for (int i = 0; i < slots.size(); i++) {
                Vector vector = batch.vector(slots.get(i));
                kept.get(i).addAll(vector);
                context.reserve(vector.memoryBytes(), "top-nested");
            }
            size += batch.size();
        }

        @Override
        public boolean isDone() {
            return next.isDone();
        }

        @Override
        public void finish() {
            Map<Integer, Vector> columns = new HashMap<>();
            for (int i = 0; i < slots.size(); i++) {
                columns.put(slots.get(i), kept.get(i).build());
            }
            nest(Batch.of(context.slots(), columns, size), 0, new @Nullable Object[2 * levels.size()]);
            rows.pass();
            next.finish();
        }

        private void nest(Batch batch, int depth, @Nullable Object[] result) {
            if (batch.size() == 0 || depth == levels.size()) {
                if (batch.size() > 0) {
                    rows.add(batch, 0, result.clone());
                }
                return;
            }
            Level level = levels.get(depth);
            List<Ranked> ranked = ranked(level.summary, level, batch);
            ranked.sort(order(level));
            Map<@Nullable Object, Integer> places = new HashMap<>();
            int taken = (int) Math.min(level.most, ranked.size());
            for (int i = 0; i < taken; i++) {
                places.put(ranked.get(i).key, i);
            }
            List<Batch> parts = split(batch, level, places, taken);
            for (int i = 0; i < taken; i++) {
                result[2 * depth] = ranked.get(i).key;
                result[2 * depth + 1] = ranked.get(i).rank;
                nest(parts.get(i), depth + 1, result);
            }
            rest(parts.get(taken), depth, result);
        }

        /** The rows of the values that were not taken, at this level and, if that is not asked for, at those below. */
        private void rest(Batch batch, int depth, @Nullable Object[] result) {
            boolean asked = levels.subList(depth, levels.size()).stream().anyMatch(level -> level.others.isPresent());
            if (batch.size() == 0 || !asked) {
                return;
            }
            for (int i = depth; i < levels.size(); i++) {
                Level level = levels.get(i);
                result[2 * i] = level.others.orElse(null);
                Summarize whole = new Summarize(List.of(), List.of(), level.summary.calls());
                result[2 * i + 1] = level.others.isEmpty()
                        ? null
                        : ranked(whole, level, batch).getFirst().rank;
            }
            rows.add(batch, 0, result.clone());
        }

        private List<Batch> split(Batch batch, Level level, Map<@Nullable Object, Integer> places, int taken) {
            Vector keys = level.summary.keys().getFirst().evaluate(batch);
            int[][] rowsOf = new int[taken + 1][batch.size()];
            int[] counts = new int[taken + 1];
            for (int row = 0; row < batch.size(); row++) {
                int part = places.getOrDefault(keys.value(row), taken);
                rowsOf[part][counts[part]++] = row;
            }
            List<Batch> parts = new ArrayList<>();
            for (int i = 0; i <= taken; i++) {
                parts.add(batch.select(rowsOf[i], counts[i]));
            }
            return parts;
        }

        private List<Ranked> ranked(Summarize summary, Level level, Batch batch) {
            List<Ranked> ranked = new ArrayList<>();
            Stage stage = summary.start(
                    new Stage() {
                        @Override
                        public void accept(Batch groups) {
                            Vector ranks = groups.vector(level.rank);
                            for (int row = 0; row < groups.size(); row++) {
                                Object key = summary.keys().isEmpty()
                                        ? null
                                        : groups.vector(level.key).value(row);
                                ranked.add(new Ranked(key, ranks.value(row)));
                            }
                        }

                        @Override
                        public boolean isDone() {
                            return false;
                        }

                        @Override
                        public void finish() {}
                    },
                    Set.of(),
                    context);
            stage.accept(batch);
            stage.finish();
            return ranked;
        }

        /** Nulls last, equal ones as they came. */
        private static Comparator<Ranked> order(Level level) {
            Comparator<Object> values = Values::compare;
            Comparator<Object> wanted = level.ascending ? values : values.reversed();
            return (one, other) -> {
                Object left = one.rank;
                Object right = other.rank;
                return left == null || right == null
                        ? Boolean.compare(left == null, right == null)
                        : wanted.compare(left, right);
            };
        }
    }
}
