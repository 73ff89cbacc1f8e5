package io.ringtail.dsl.engine;

import io.ringtail.dsl.aggregate.Aggregate;
import io.ringtail.dsl.aggregate.AggregateFunction;
import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code summarize}, {@code count} and {@code distinct}: groups come out in the order in which they first appeared.
 *
 * @param keySlots where the keys stand in the result
 */
public record Summarize(List<Expr> keys, List<Integer> keySlots, List<Call> calls) implements Operator {
    private static final int BATCH_ROWS = 4096;
    private static final int BYTES_PER_GROUP = 64;

    /**
     * An aggregate to compute.
     *
     * @param condition rows for which it does not hold are left out
     * @param slots where its columns stand in the result
     */
    public record Call(
            AggregateFunction function,
            List<Expr> arguments,
            Optional<Expr> condition,
            ScalarType result,
            double parameter,
            List<Integer> slots) {
        private Aggregate start() {
            List<ScalarType> types = arguments.stream().map(Expr::type).toList();
            return function.factory().start(types, result, parameter);
        }
    }

    @Override
    public Set<Integer> reads() {
        Set<Integer> slots = new HashSet<>();
        keys.forEach(key -> key.collectSlots(slots));
        for (Call call : calls) {
            call.arguments.forEach(argument -> argument.collectSlots(slots));
            call.condition.ifPresent(condition -> condition.collectSlots(slots));
        }
        return slots;
    }

    @Override
    public boolean mergesExactly() {
        return calls.stream().allMatch(call -> call.start().mergesExactly());
    }

    @Override
    public Stage start(Stage next, Set<Integer> needed, RunContext context) {
        return new Summarizing(this, next, context);
    }

    private static final class Summarizing implements MergingStage {
        private final Summarize plan;
        private final Stage next;
        private final RunContext context;
        private final GroupKeys groups;
        private final List<Aggregate> states = new ArrayList<>();
        private long keptBytes;

        Summarizing(Summarize plan, Stage next, RunContext context) {
            this.plan = plan;
            this.next = next;
            this.context = context;
            groups = new GroupKeys(plan.keys.stream().map(Expr::type).toList());
            plan.calls.forEach(call -> states.add(call.start()));
        }

        @Override
        public void accept(Batch batch) {
            int before = groups.size();
            List<Vector> keys = new ArrayList<>();
            plan.keys.forEach(key -> keys.add(key.evaluate(batch)));
            int[] rowGroups = groups.groups(keys, batch.size());
            for (int i = 0; i < states.size(); i++) {
                add(plan.calls.get(i), states.get(i), batch, rowGroups);
            }
            reserve(groups.size() - before);
        }

        @Override
        public void absorb(MergingStage later) {
            Summarizing other = (Summarizing) later;
            int before = groups.size();
            int[] groupOf = groups.groups(other.groups.values(), other.groups.size());
            for (int i = 0; i < states.size(); i++) {
                states.get(i).merge(other.states.get(i), groupOf, groups.size());
            }
            reserve(groups.size() - before);
        }

        private void reserve(long newGroups) {
            long bytes = newGroups * BYTES_PER_GROUP * (1 + plan.keys.size() + states.size());
            long kept = 0;
            for (Aggregate state : states) { // once a block: a stream costs more than the sum
                kept += state.memoryBytes();
            }
            context.reserve(bytes + kept - keptBytes, plan.calls.isEmpty() ? "distinct" : "summarize");
            keptBytes = kept;
        }

        private void add(Call call, Aggregate state, Batch batch, int[] rowGroups) {
            Batch rows = batch;
            int[] rowsGroups = rowGroups;
            if (call.condition.isPresent()) {
                Vector holds = call.condition.get().evaluate(batch);
                int[] places = new int[batch.size()];
                int count = 0;
                for (int row = 0; row < places.length; row++) {
                    places[count] = row;
                    count += holds.bits(row) != 0 && !holds.isNull(row) ? 1 : 0;
                }
                rows = batch.select(places, count);
                rowsGroups = new int[count];
                for (int i = 0; i < count; i++) {
                    rowsGroups[i] = rowGroups[places[i]];
                }
            }
            Vector[] arguments = new Vector[call.arguments.size()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = call.arguments.get(i).evaluate(rows);
            }
            state.add(rowsGroups, arguments, rows.size(), groups.size());
        }

        @Override
        public boolean isDone() {
            return next.isDone();
        }

        @Override
        public void finish() {
            int size = groups.size();
            Map<Integer, Vector> all = new HashMap<>();
            List<Vector> keys = groups.values();
            for (int i = 0; i < keys.size(); i++) {
                all.put(plan.keySlots.get(i), keys.get(i));
            }
            for (int i = 0; i < states.size(); i++) {
                List<Integer> slots = plan.calls.get(i).slots;
                for (int column = 0; column < slots.size(); column++) {
                    all.put(slots.get(column), states.get(i).result(column, size));
                }
            }
            pass(all, size);
            next.finish();
        }

        private void pass(Map<Integer, Vector> all, int size) {
            for (int from = 0; from < size && !next.isDone(); from += BATCH_ROWS) {
                int count = Math.min(BATCH_ROWS, size - from);
                int[] part = new int[count];
                for (int i = 0; i < count; i++) {
                    part[i] = from + i;
                }
                Map<Integer, Vector> batch = new HashMap<>();
                all.forEach((slot, vector) -> batch.put(slot, vector.gather(part, count)));
                next.accept(Batch.of(context.slots(), batch, count));
            }
        }
    }
}
