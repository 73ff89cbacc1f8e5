package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Vector;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code join} and {@code lookup}: a hash join. The right side is kept in memory, the left one streams past it. Rows come
 * in the order of the left side, those that one left row matches in the order of the right side; right rows that nothing
 * matched come last. As keys nulls are equal, as in Kusto.
 *
 * @param leftKeys computed from the rows of the left side
 * @param right the other side
 * @param rightKeys slots of the right side, as many as there are left keys and of the same types
 * @param rightColumns by slot of the result the slot of the right side; no others are read
 */
public record Join(
        JoinKind kind,
        List<Expr> leftKeys,
        Origin right,
        List<Integer> rightKeys,
        Map<Integer, Integer> rightColumns,
        String name)
        implements Operator {
    private static final int NO_ROW = -1;

    @Override
    public Set<Integer> reads() {
        Set<Integer> slots = new HashSet<>();
        leftKeys.forEach(key -> key.collectSlots(slots));
        return slots;
    }

    @Override
    public Stage start(Stage next, Set<Integer> needed, RunContext context) {
        return new Joining(this, next, needed, context);
    }

    private static final class Joining implements Stage {
        private final Join plan;
        private final Stage next;
        private final RunContext context;
        private final List<Integer> leftSlots;
        private final JoinTable table;
        private final BitSet seen = new BitSet();
        private final Pairs pairs = new Pairs();

        Joining(Join plan, Stage next, Set<Integer> needed, RunContext context) {
            this.plan = plan;
            this.next = next;
            this.context = context;
            leftSlots = needed.stream()
                    .filter(slot -> !plan.rightColumns.containsKey(slot))
                    .toList();
            table = new JoinTable(plan, context);
        }

        @Override
        public void accept(Batch batch) {
            int[] groups = table.groups(
                    plan.leftKeys.stream().map(key -> key.evaluate(batch)).toList(), batch.size());
            for (int row = 0; row < batch.size() && !isDone(); row++) {
                match(row, groups[row], batch);
            }
            pass(batch);
        }

        private void match(int row, int group, Batch batch) {
            if (group < 0) {
                if (plan.kind.leftAlone()) {
                    add(row, NO_ROW, batch);
                }
                return;
            }
            boolean again = seen.get(group);
            seen.set(group);
            if (plan.kind == JoinKind.LEFTSEMI) {
                add(row, NO_ROW, batch);
            } else if (plan.kind.pairs() && !(again && plan.kind == JoinKind.INNERUNIQUE)) {
                for (int other = table.first(group); other != NO_ROW; other = table.next(other)) {
                    add(row, other, batch);
                }
            }
        }

        private void add(int left, int right, Batch batch) {
            pairs.add(left, right);
            if (pairs.isFull()) {
                pass(batch);
            }
        }

        private void pass(Batch batch) {
            if (pairs.size > 0) {
                Map<Integer, Vector> columns = new HashMap<>();
                for (int slot : leftSlots) {
                    columns.put(slot, batch.vector(slot).gather(pairs.left, pairs.size));
                }
                next.accept(table.with(columns, pairs.right, pairs.size));
                pairs.size = 0;
            }
        }

        @Override
        public boolean isDone() {
            return next.isDone();
        }

        @Override
        public void finish() {
            if (plan.kind.rightAlone() || plan.kind == JoinKind.RIGHTSEMI) {
                boolean wanted = plan.kind == JoinKind.RIGHTSEMI;
                BitSet matched = table.rowsOf(seen);
                for (int row = 0; row < table.size() && !isDone(); row++) {
                    if (matched.get(row) == wanted) {
                        pairs.add(NO_ROW, row);
                    }
                    if (pairs.isFull()) {
                        passRight();
                    }
                }
                passRight();
            }
            next.finish();
        }

        private void passRight() {
            if (pairs.size > 0) {
                Map<Integer, Vector> columns = new HashMap<>();
                for (int slot : leftSlots) {
                    columns.put(slot, Vector.constant(context.types().get(slot), null, pairs.size));
                }
                next.accept(table.with(columns, pairs.right, pairs.size));
                pairs.size = 0;
            }
        }
    }

    /** Row numbers of both sides, on their way out. */
    private static final class Pairs {
        private static final int LIMIT = 4096;

        private int[] left = new int[64];
        private int[] right = new int[64];
        private int size;

        void add(int leftRow, int rightRow) {
            if (size == left.length) {
                left = Arrays.copyOf(left, 2 * size);
                right = Arrays.copyOf(right, 2 * size);
            }
            left[size] = leftRow;
            right[size++] = rightRow;
        }

        boolean isFull() {
            return size == LIMIT;
        }
    }
}
