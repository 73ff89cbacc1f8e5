package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.dsl.vector.VectorBuilder;
import io.ringtail.ring.payload.ScalarType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code session(time, gap)} after {@code by}: the time at which the session began that a row is in, which ends where its
 * group has no row for as long as the gap. Rows must come in the order of time.
 *
 * @param keys of the groups
 */
public record SessionKey(Expr time, long gapTicks, List<Expr> keys, int slot) implements Operator {
    public SessionKey {
        keys = List.copyOf(keys);
    }

    @Override
    public Set<Integer> reads() {
        Set<Integer> slots = new HashSet<>();
        time.collectSlots(slots);
        keys.forEach(key -> key.collectSlots(slots));
        return slots;
    }

    @Override
    public Stage start(Stage next, Set<Integer> needed, RunContext context) {
        GroupKeys groups = new GroupKeys(keys.stream().map(Expr::type).toList());
        return new PassingStage(next) {
            private long[] firsts = new long[16];
            private long[] lasts = new long[16];
            private int known;

            @Override
            public void accept(Batch batch) {
                List<Vector> values =
                        keys.stream().map(key -> key.evaluate(batch)).toList();
                int[] rowGroups = groups.groups(values, batch.size());
                Vector times = time.evaluate(batch);
                VectorBuilder starts = new VectorBuilder(ScalarType.DATETIME, batch.size());
                for (int row = 0; row < batch.size(); row++) {
                    if (times.isNull(row)) {
                        starts.addNull();
                    } else {
                        starts.addBits(start(rowGroups[row], times.bits(row)));
                    }
                }
                next.accept(batch.with(Map.of(slot, starts.build())));
            }

            private long start(int group, long ticks) {
                reserve(group);
                if (lasts[group] == Long.MIN_VALUE || ticks - lasts[group] >= gapTicks) {
                    firsts[group] = ticks;
                }
                lasts[group] = Math.max(lasts[group], ticks);
                return firsts[group];
            }

            private void reserve(int group) {
                if (group >= lasts.length) {
                    firsts = Arrays.copyOf(firsts, 2 * group);
                    lasts = Arrays.copyOf(lasts, 2 * group);
                }
                while (known <= group) {
                    lasts[known++] = Long.MIN_VALUE;
                }
            }
        };
    }
}
