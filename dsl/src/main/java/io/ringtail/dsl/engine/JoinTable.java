package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.dsl.vector.VectorBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The right side of a join in memory: its rows by their keys. Read when it is first asked for. */
final class JoinTable {
    private static final int NO_ROW = -1;
    private static final int BYTES_PER_ROW = 48;

    private final Join plan;
    private final RunContext context;
    /** Slots of the result, and beside them those of the right side. */
    private final List<Integer> slots;

    private final List<Integer> rightSlots;
    private final List<VectorBuilder> builders = new ArrayList<>();
    private final GroupKeys keys;
    private Map<Integer, Vector> columns = Map.of();
    private boolean loaded;
    private int size;
    /** By group. */
    private int[] firsts = {};

    private int[] lasts = {};
    /** By row: the next one of the same group. */
    private int[] nexts = {};

    JoinTable(Join plan, RunContext context) {
        this.plan = plan;
        this.context = context;
        slots = List.copyOf(plan.rightColumns().keySet());
        rightSlots = slots.stream().map(plan.rightColumns()::get).toList();
        slots.forEach(slot -> builders.add(new VectorBuilder(context.types().get(slot), 0)));
        keys = new GroupKeys(plan.leftKeys().stream().map(Expr::type).toList());
    }

    /** The groups that left rows match; -1 for those that match none. */
    int[] groups(List<Vector> leftKeys, int rows) {
        load();
        return keys.find(leftKeys, rows);
    }

    int first(int group) {
        return firsts[group];
    }

    int next(int row) {
        return nexts[row];
    }

    int size() {
        load();
        return size;
    }

    BitSet rowsOf(BitSet groups) {
        BitSet rows = new BitSet();
        for (int group = groups.nextSetBit(0); group >= 0; group = groups.nextSetBit(group + 1)) {
            for (int row = firsts[group]; row != NO_ROW; row = nexts[row]) {
                rows.set(row);
            }
        }
        return rows;
    }

    /** A batch of left columns beside these right rows. */
    Batch with(Map<Integer, Vector> leftColumns, int[] rows, int count) {
        Map<Integer, Vector> all = new HashMap<>(leftColumns);
        columns.forEach((slot, vector) -> all.put(slot, pick(vector, rows, count)));
        return Batch.of(context.slots(), all, count);
    }

    private static Vector pick(Vector vector, int[] rows, int count) {
        boolean whole = true;
        for (int i = 0; i < count; i++) {
            whole &= rows[i] != NO_ROW;
        }
        if (whole) {
            return vector.gather(rows, count);
        }
        VectorBuilder builder = new VectorBuilder(vector.type(), count);
        for (int i = 0; i < count; i++) {
            if (rows[i] == NO_ROW) {
                builder.addNull();
            } else {
                builder.add(vector, rows[i]);
            }
        }
        return builder.build();
    }

    private void load() {
        if (loaded) {
            return;
        }
        loaded = true;
        try {
            plan.right().run(new Keeping(), context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        columns = new HashMap<>();
        for (int i = 0; i < builders.size(); i++) {
            columns.put(slots.get(i), builders.get(i).build());
        }
    }

    /** Takes the rows of the right side. */
    private final class Keeping implements Stage {
        @Override
        public void accept(Batch batch) {
            for (int i = 0; i < builders.size(); i++) {
                Vector vector = batch.vector(rightSlots.get(i));
                builders.get(i).addAll(vector);
                context.reserve(vector.memoryBytes(), plan.name());
            }
            context.reserve((long) batch.size() * BYTES_PER_ROW, plan.name());
            List<Vector> values = plan.rightKeys().stream().map(batch::vector).toList();
            index(keys.groups(values, batch.size()));
        }

        private void index(int[] groups) {
            nexts = Arrays.copyOf(nexts, Math.max(nexts.length, grown(size + groups.length)));
            int known = firsts.length;
            firsts = Arrays.copyOf(firsts, Math.max(known, grown(keys.size())));
            lasts = Arrays.copyOf(lasts, firsts.length);
            Arrays.fill(firsts, known, firsts.length, NO_ROW);
            for (int i = 0; i < groups.length; i++, size++) {
                nexts[size] = NO_ROW;
                append(groups[i]);
            }
        }

        private static int grown(int wanted) {
            return Math.max(16, Integer.highestOneBit(Math.max(1, wanted - 1)) << 1);
        }

        private void append(int group) {
            if (firsts[group] == NO_ROW) {
                firsts[group] = size;
            } else {
                nexts[lasts[group]] = size;
            }
            lasts[group] = size;
        }

        @Override
        public boolean isDone() {
            return false;
        }

        @Override
        public void finish() {}
    }
}
